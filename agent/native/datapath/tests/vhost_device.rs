//! The driver's way through both interfaces, on the emulated device.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use ringside_datapath::abi::{vhost, virtio};
use ringside_datapath::clock::Clock;
use ringside_datapath::dirty_bitmap::DirtyBitmap;
use ringside_datapath::emulated::{
    CONTAINER_PATH, DEVICE_NAME, DeviceOptions, Dialect, DoorbellKind, EmulatedHost, GROUP_PATH, Idle,
    VDPA_PATH,
};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::GuestMemory;
use ringside_datapath::ring::RingLayout;
use ringside_datapath::trace::{EventRing, IoctlLog, IoctlRecord, TracedHost};
use ringside_datapath::vhost_device::VhostMdev;
use ringside_datapath::vhost_device::{DevicePath, VhostDevice, VhostError, VringSetup, open};
use std::sync::Arc;

const DIALECTS: [Dialect; 2] = [Dialect::VhostMdev, Dialect::VhostVdpa];
const REQUIRED: u64 = virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM;

fn host(dialect: Dialect, doorbell: DoorbellKind) -> EmulatedHost {
    let sink = DeviceOptions::sink(dialect, Clock::calibrated());
    let options = DeviceOptions { doorbell, idle: Idle::Polling, ..sink };
    EmulatedHost::new(options, EventRing::default())
}

fn path(dialect: Dialect) -> DevicePath<'static> {
    match dialect {
        Dialect::VhostMdev => {
            DevicePath::VhostMdev { container: CONTAINER_PATH, group: GROUP_PATH, name: DEVICE_NAME }
        }
        Dialect::VhostVdpa => DevicePath::VhostVdpa { path: VDPA_PATH },
    }
}

struct Rings {
    layouts: [RingLayout; 2],
    kick: EventFd,
    call: EventFd,
    err: EventFd,
}

fn rings(memory: &mut GuestMemory) -> Rings {
    let mut layout = || RingLayout::allocate(memory, 64, false).unwrap();
    let fd = || EventFd::new().unwrap();
    Rings { layouts: [layout(), layout()], kick: fd(), call: fd(), err: fd() }
}

fn set_up(device: &dyn VhostDevice, rings: &Rings, base: u32) -> Result<(), VhostError> {
    let (call, err) = (&rings.call, &rings.err);
    for (index, layout) in (0..).zip(rings.layouts) {
        let kick = Some(&rings.kick);
        device.set_vring(&VringSetup { index, layout, base, log: None, kick, call, err })?;
    }
    Ok(())
}

#[test]
fn both_interfaces_take_a_device_from_open_to_close() {
    for dialect in DIALECTS {
        let mut memory = GuestMemory::new(1 << 20).unwrap();
        let (host, rings) = (host(dialect, DoorbellKind::Eventfd), rings(&mut memory));
        for _ in 0..2 {
            let device = open(&host, path(dialect), &memory).unwrap();
            device.own(REQUIRED).unwrap();
            set_up(&*device, &rings, 0).unwrap();
            for _ in 0..2 {
                device.set_running(true).unwrap();
                device.set_running(false).unwrap();
                assert_eq!([0, 1].map(|index| device.vring_base(index).unwrap()), [0, 0]);
            }
            device.close(&memory).unwrap();
            assert!(host.take_report().unwrap().faults.is_empty());
        }
    }
}

#[test]
fn doorbell_pages_are_mapped_where_the_device_has_them() {
    for dialect in DIALECTS {
        let memory = GuestMemory::new(1 << 20).unwrap();
        let device = open(&host(dialect, DoorbellKind::Mapped), path(dialect), &memory).unwrap();
        assert!((0..2).all(|queue| device.doorbell_page(queue).is_ok()));
        assert_eq!(
            device.doorbell_page(2).unwrap_err().to_string(),
            "cannot map the doorbell page of queue 2: EINVAL"
        );
    }
}

#[test]
fn features_that_are_not_offered_are_named_before_they_are_asked_for() {
    for dialect in DIALECTS {
        let memory = GuestMemory::new(1 << 20).unwrap();
        let device = open(&host(dialect, DoorbellKind::Eventfd), path(dialect), &memory).unwrap();
        let error = device.own(REQUIRED | 1 << 62).unwrap_err().to_string();
        assert_eq!(error, "features: 0x300000000, expected 0x4000000300000000");
    }
}

#[test]
fn a_device_that_refuses_to_start_says_so() {
    for dialect in DIALECTS {
        let mut memory = GuestMemory::new(1 << 20).unwrap();
        let mut rings = rings(&mut memory);
        rings.layouts[1].avail += 1 << 30;
        let device = open(&host(dialect, DoorbellKind::Eventfd), path(dialect), &memory).unwrap();
        device.own(REQUIRED).unwrap();
        set_up(&*device, &rings, 0).unwrap();
        let error = device.set_running(true).unwrap_err().to_string();
        assert_eq!(
            error,
            match dialect {
                Dialect::VhostMdev => "VHOST_MDEV_SET_STATE failed with EINVAL",
                Dialect::VhostVdpa => "status with DRIVER_OK: 0xb, expected 0xf",
            }
        );
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let memory = GuestMemory::new(1).unwrap();
    let error = open(&host(Dialect::VhostMdev, DoorbellKind::Eventfd), path(Dialect::VhostVdpa), &memory);
    assert_eq!(error.err().unwrap().to_string(), "cannot open /dev/vhost-vdpa-0: ENOENT");
}

#[test]
fn packed_positions_have_32_bits_through_both_interfaces() {
    for dialect in DIALECTS {
        let mut memory = GuestMemory::new(1 << 20).unwrap();
        let rings = rings(&mut memory);
        let device = open(&host(dialect, DoorbellKind::Eventfd), path(dialect), &memory).unwrap();
        device.own(REQUIRED | virtio::F_RING_PACKED).unwrap();
        set_up(&*device, &rings, 0x8003_8005).unwrap();
        assert_eq!(device.vring_base(1).unwrap(), 0x8003_8005);
    }
}

fn names(records: &[IoctlRecord]) -> Vec<&str> {
    records.iter().map(|record| record.name.as_str()).collect()
}

#[test]
fn the_steps_of_vhost_vdpa_are_traced_with_its_messages_and_all_arrive() {
    let mut memory = GuestMemory::new(1 << 20).unwrap();
    let rings = rings(&mut memory);
    let (host, log) = (host(Dialect::VhostVdpa, DoorbellKind::Eventfd), IoctlLog::new(Clock::calibrated()));
    let traced = TracedHost::new(host.clone(), Arc::clone(&log));
    let device = open(&traced, path(Dialect::VhostVdpa), &memory).unwrap();
    device.own(REQUIRED).unwrap();
    set_up(&*device, &rings, 0).unwrap();
    device.set_running(true).unwrap();
    device.set_running(false).unwrap();
    device.close(&memory).unwrap();
    let records = log.take();
    assert_eq!(host.ioctl_count(), records.len() as u64);
    let names = names(&records);
    assert_eq!(
        names[..6],
        [
            "VHOST_VDPA_GET_DEVICE_ID",
            "VHOST_SET_OWNER",
            "VHOST_GET_BACKEND_FEATURES",
            "VHOST_SET_BACKEND_FEATURES",
            "VHOST_IOTLB_UPDATE",
            "VHOST_VDPA_GET_STATUS",
        ]
    );
    assert_eq!(
        names[names.len() - 3..],
        ["VHOST_VDPA_SUSPEND", "VHOST_VDPA_SET_STATUS", "VHOST_IOTLB_INVALIDATE"]
    );
    let update = &records[4];
    assert_eq!((update.request, &update.result), (0, &Ok(72)));
    assert_eq!(update.args[1], ("iova", "0x100000000".to_owned()));
    assert_eq!(update.args[4], ("perm", "rw".to_owned()));
    assert_eq!(records[3].args[1].1, "IOTLB_MSG_V2 SUSPEND RESUME");
}

#[test]
fn the_log_of_a_mediated_device_is_set_before_and_while_it_runs() {
    let mut memory = GuestMemory::new(1 << 20).unwrap();
    let rings = rings(&mut memory);
    let host = host(Dialect::VhostMdev, DoorbellKind::Eventfd);
    let device = VhostMdev::open(&host, CONTAINER_PATH, GROUP_PATH, DEVICE_NAME, &memory).unwrap();
    device.own(REQUIRED).unwrap();
    set_up(&device, &rings, 0).unwrap();
    let (bitmap, signal) = (Arc::new(DirtyBitmap::of(&memory)), EventFd::new().unwrap());
    device.set_log(Arc::clone(&bitmap), Some(&signal)).unwrap();
    device.set_running(true).unwrap();
    device.set_features(REQUIRED | vhost::F_LOG_ALL).unwrap();
    device.set_log(Arc::new(DirtyBitmap::of(&memory)), None).unwrap();
    device.set_running(false).unwrap();
    assert!(bitmap.take().is_empty());
    assert_eq!(host.unlogged_writes(), 0);
    Box::new(device).close(&memory).unwrap();
}
