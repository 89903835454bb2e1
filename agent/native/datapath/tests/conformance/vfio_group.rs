//! /dev/vfio/N and the device's VFIO side: one case a row of the reference's table 1.1.

use crate::mdev::{Mdev, device_fd};
use crate::subject::{Profile, Subject, bytes, value, words};
use ringside_datapath::abi::bytes::get_u32;
use ringside_datapath::abi::{vfio, vhost};
use ringside_datapath::device_fd::DeviceFd;
use ringside_datapath::emulated::Dialect;
use ringside_datapath::eventfd::EventFd;
use rustix::fd::AsRawFd;
use rustix::io::Errno;

struct Closed {
    group: Box<dyn DeviceFd>,
    container: Box<dyn DeviceFd>,
    subject: Subject,
}

/// A group that is in no container.
fn closed() -> Closed {
    let subject = Subject::of(Dialect::VhostMdev);
    let container = subject.host.open(&subject.container).unwrap();
    let group = subject.host.open(&subject.group).unwrap();
    Closed { group, container, subject }
}

fn set_container(group: &dyn DeviceFd, fd: i32) -> Result<i32, Errno> {
    bytes(group, vfio::GROUP_SET_CONTAINER, &mut fd.to_ne_bytes())
}

#[test]
fn a_group_opens_once() {
    let Closed { group, subject, .. } = closed();
    assert_eq!(subject.host.open(&subject.group).err(), Some(Errno::BUSY));
    drop(group);
    assert!(subject.host.open(&subject.group).is_ok());
}

#[test]
fn a_path_that_is_not_there_is_enoent() {
    assert_eq!(Subject::of(Dialect::VhostMdev).host.open("/dev/vfio/4000000").err(), Some(Errno::NOENT));
}

#[test]
fn the_status_shows_whether_the_group_is_in_a_container() {
    let Closed { group, container, .. } = closed();
    let status = |argsz: u32| {
        let mut status = words::<8>(&[argsz]);
        bytes(&*group, vfio::GROUP_GET_STATUS, &mut status).map(|_| get_u32(&status, 4).unwrap())
    };
    assert_eq!(value(&*group, vfio::GROUP_GET_STATUS, 0), Err(Errno::FAULT));
    assert_eq!(bytes(&*group, vfio::GROUP_GET_STATUS, &mut [0; 7]), Err(Errno::FAULT));
    assert_eq!((status(7), status(8)), (Err(Errno::INVAL), Ok(1)));
    set_container(&*group, container.raw_fd()).unwrap();
    assert_eq!(status(8), Ok(3));
}

#[test]
fn only_an_open_container_can_be_set() {
    let Closed { group, subject, .. } = closed();
    let event = EventFd::new().unwrap();
    let closed_fd = if subject.profile == Profile::V5_3 { Errno::INVAL } else { Errno::BADF };
    let other = if subject.profile == Profile::V6_12 { Errno::BADFD } else { Errno::INVAL };
    assert_eq!(value(&*group, vfio::GROUP_SET_CONTAINER, 0), Err(Errno::FAULT));
    assert_eq!(set_container(&*group, -1), Err(closed_fd));
    assert_eq!(set_container(&*group, group.raw_fd()), Err(other));
    assert_eq!(set_container(&*group, event.as_raw_fd()), Err(other));
}

#[test]
fn a_group_that_is_in_a_container_cannot_be_put_into_another() {
    let Closed { group, container, subject } = closed();
    set_container(&*group, container.raw_fd()).unwrap();
    let other = subject.host.open(&subject.container).unwrap();
    let event = EventFd::new().unwrap();
    for fd in [container.raw_fd(), other.raw_fd(), event.as_raw_fd()] {
        assert_eq!(set_container(&*group, fd), Err(Errno::INVAL));
    }
    // A descriptor is looked up before the group's state.
    let closed_fd = if subject.profile == Profile::V5_3 { Errno::INVAL } else { Errno::BADF };
    assert_eq!(set_container(&*group, -1), Err(closed_fd));
}

#[test]
fn a_group_leaves_its_container_when_no_device_is_open() {
    let Closed { group, container, .. } = closed();
    assert_eq!(value(&*group, vfio::GROUP_UNSET_CONTAINER, 0), Err(Errno::INVAL));
    set_container(&*group, container.raw_fd()).unwrap();
    assert_eq!(value(&*group, vfio::GROUP_UNSET_CONTAINER, 0), Ok(0));
    assert_eq!(value(&*group, vfio::GROUP_UNSET_CONTAINER, 0), Err(Errno::INVAL));
}

#[test]
fn a_group_with_an_open_device_does_not_leave_its_container() {
    let Mdev { device, group, container, subject } = Mdev::open();
    assert_eq!(value(&*group, vfio::GROUP_UNSET_CONTAINER, 0), Err(Errno::BUSY));
    drop(device);
    assert_eq!(value(&*group, vfio::GROUP_UNSET_CONTAINER, 0), Ok(0));
    drop((container, subject));
}

#[test]
fn the_last_group_takes_the_iommu_with_it() {
    let Mdev { device, group, container, subject } = Mdev::open();
    drop(device);
    value(&*group, vfio::GROUP_UNSET_CONTAINER, 0).unwrap();
    assert_eq!(value(&*container, 0x3BFF, 0), Err(Errno::INVAL));
    set_container(&*group, container.raw_fd()).unwrap();
    assert_eq!(value(&*container, vfio::SET_IOMMU, vfio::TYPE1V2_IOMMU), Ok(0));
    drop(subject);
}

#[test]
fn a_device_is_found_by_its_name_in_a_group_whose_container_has_an_iommu() {
    let Closed { group, container, subject } = closed();
    let unknown = if subject.profile == Profile::V5_3 { Errno::INVAL } else { Errno::NODEV };
    assert_eq!(device_fd(&*group, "no-such-device"), Err(unknown));
    assert_eq!(device_fd(&*group, &subject.name), Err(Errno::INVAL));
    set_container(&*group, container.raw_fd()).unwrap();
    assert_eq!(device_fd(&*group, &subject.name), Err(Errno::INVAL));
    value(&*container, vfio::SET_IOMMU, vfio::TYPE1V2_IOMMU).unwrap();
    assert_eq!(device_fd(&*group, "no-such-device"), Err(Errno::NODEV));
    assert_eq!(value(&*group, vfio::GROUP_GET_DEVICE_FD, 0), Err(Errno::FAULT));
    let fd = device_fd(&*group, &subject.name).unwrap();
    assert!(subject.host.adopt(fd).is_ok());
}

#[test]
fn a_descriptor_that_is_not_open_cannot_be_adopted() {
    assert_eq!(Mdev::open().subject.host.adopt(1 << 20).err(), Some(Errno::BADF));
}

#[test]
fn an_open_device_keeps_its_closed_group_busy() {
    let Mdev { device, group, container, subject } = Mdev::open();
    drop(group);
    assert_eq!(subject.host.open(&subject.group).err(), Some(Errno::BUSY));
    assert_eq!(value(&*container, 0x3BFF, 0), Err(Errno::NOTTY));
    drop(device);
    assert!(subject.host.open(&subject.group).is_ok());
    assert_eq!(value(&*container, 0x3BFF, 0), Err(Errno::INVAL));
}

#[test]
fn unknown_requests_on_a_group_are_enotty() {
    assert_eq!(value(&*Mdev::open().group, 0x3BFF, 0), Err(Errno::NOTTY));
}

#[test]
fn the_device_is_a_vhost_device_without_regions_and_interrupts() {
    let opened = Mdev::open();
    let info = |argsz: u32| {
        let mut info = words::<16>(&[argsz, !0, !0, !0]);
        bytes(&*opened.device, vfio::DEVICE_GET_INFO, &mut info)
            .map(|_| [0, 4, 8, 12].map(|at| get_u32(&info, at).unwrap()))
    };
    assert_eq!(value(&*opened.device, vfio::DEVICE_GET_INFO, 0), Err(Errno::FAULT));
    assert_eq!(info(15), Err(Errno::INVAL));
    assert_eq!(info(16), Ok([16, 0x40, 0, 0]));
}

#[test]
fn what_only_pci_devices_have_is_einval() {
    let opened = Mdev::open();
    for request in 0x3B6C..=0x3B6F {
        assert_eq!(bytes(&*opened.device, request, &mut [0; 64]), Err(Errno::INVAL));
        assert_eq!(value(&*opened.device, request, 0), Err(Errno::INVAL));
    }
    assert_eq!(opened.device.write(&[0; 72]), Err(Errno::INVAL));
}

#[test]
fn a_second_descriptor_is_busy_or_leads_to_the_same_device() {
    let Mdev { device, group, container, subject } = Mdev::open().owned();
    let second = device_fd(&*group, &subject.name);
    if subject.profile == Profile::V5_3 {
        assert_eq!(second, Err(Errno::BUSY));
        return;
    }
    let second = subject.host.adopt(second.unwrap()).unwrap();
    assert_eq!(value(&*second, vhost::SET_OWNER, 0), Err(Errno::BUSY));
    drop(device);
    assert_eq!(value(&*second, vhost::SET_OWNER, 0), Err(Errno::BUSY));
    assert_eq!(value(&*group, vfio::GROUP_UNSET_CONTAINER, 0), Err(Errno::BUSY));
    drop(second);
    let fresh = subject.host.adopt(device_fd(&*group, &subject.name).unwrap()).unwrap();
    assert_eq!(value(&*fresh, vhost::SET_OWNER, 0), Ok(0));
    drop(container);
}
