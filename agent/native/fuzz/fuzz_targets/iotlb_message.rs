//! Messages that are written to a vhost-vdpa device, one after the other: each is parsed and answered.
#![no_main]

#[expect(dead_code, reason = "the ring targets use the rest")]
mod window;

use libfuzzer_sys::fuzz_target;
use ringside_datapath::abi::iotlb::{IotlbMessage, MESSAGE_BYTES};
use ringside_datapath::abi::vhost;
use ringside_datapath::clock::{Clock, ClockSource};
use ringside_datapath::device_fd::{DeviceHost, IoctlArg};
use ringside_datapath::emulated::{DeviceOptions, Dialect, EmulatedHost, VDPA_PATH};
use ringside_datapath::trace::EventRing;
use std::sync::LazyLock;
use window::{WINDOW_BYTES, Window};

static WINDOW: LazyLock<Window> = LazyLock::new(Window::map);

/// Where a message has the sender's address.
const UADDR: std::ops::Range<usize> = 24..32;

/// The same message about the window: the device makes what it maps present, which could be anything of this process.
fn confined(chunk: &[u8]) -> Vec<u8> {
    let mut bytes = chunk.to_vec();
    if let Some(field) = bytes.get_mut(UADDR) {
        let uaddr = u64::from_ne_bytes((&*field).try_into().expect("eight bytes"));
        // From the window to as far behind it, where nothing can be mapped.
        let offset = uaddr % (2 * WINDOW_BYTES as u64);
        field.copy_from_slice(&(WINDOW.at(0) as u64 + offset).to_ne_bytes());
    }
    bytes
}

fuzz_target!(|bytes: &[u8]| {
    let clock = Clock::with_source(ClockSource::Monotonic);
    let host = EmulatedHost::new(DeviceOptions::sink(Dialect::VhostVdpa, clock), EventRing::default());
    let device = host.open(VDPA_PATH).expect("a device of its own");
    device.ioctl(vhost::SET_OWNER, IoctlArg::NONE).expect("the first owner");
    for chunk in bytes.chunks(MESSAGE_BYTES).map(confined) {
        let answer = device.write(&chunk);
        match IotlbMessage::parse(&chunk) {
            Some(message) => {
                let again = IotlbMessage::parse(&message.encode());
                assert_eq!(again, Some(message));
                assert!(!message.name().is_empty() && message.fields().len() == 5);
            }
            None => assert!(answer.is_err(), "no message, and it was taken"),
        }
    }
});
