//! Messages that are written to a vhost-vdpa device, one after the other: each is parsed and answered.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringside_datapath::abi::iotlb::{IotlbMessage, MESSAGE_BYTES};
use ringside_datapath::abi::vhost;
use ringside_datapath::clock::Clock;
use ringside_datapath::clock::ClockSource;
use ringside_datapath::device_fd::{DeviceHost, IoctlArg};
use ringside_datapath::emulated::{DeviceOptions, Dialect, EmulatedHost, VDPA_PATH};
use ringside_datapath::trace::EventRing;

fuzz_target!(|bytes: &[u8]| {
    let clock = Clock::with_source(ClockSource::Monotonic);
    let host = EmulatedHost::new(DeviceOptions::sink(Dialect::VhostVdpa, clock), EventRing::default());
    let device = host.open(VDPA_PATH).expect("a device of its own");
    device.ioctl(vhost::SET_OWNER, IoctlArg::NONE).expect("the first owner");
    // The device never runs, so that no address has to be one.
    for chunk in bytes.chunks(MESSAGE_BYTES) {
        let answer = device.write(chunk);
        match IotlbMessage::parse(chunk) {
            Some(message) => {
                let again = IotlbMessage::parse(&message.encode());
                assert_eq!(again, Some(message));
                assert!(!message.name().is_empty() && message.fields().len() == 5);
            }
            None => assert!(answer.is_err(), "no message, and it was taken"),
        }
    }
});
