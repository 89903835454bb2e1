//! The requests that both interfaces of a vhost device share, as a driver makes them.

use crate::abi::bytes::{get_u32, get_u64, put_u32, put_u64};
use crate::abi::vhost;
use crate::abi::virtio::DOORBELL_PAGE_BYTES;
use crate::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use crate::doorbell_page::DoorbellPage;
use crate::memory::GuestMemory;
use crate::vhost_device::{VhostError, VringSetup};
use rustix::fd::AsRawFd;

pub(crate) fn open_file(host: &dyn DeviceHost, path: &str) -> Result<Box<dyn DeviceFd>, VhostError> {
    host.open(path).map_err(|errno| VhostError::Open { path: path.to_owned(), errno })
}

pub(crate) fn ioctl(fd: &dyn DeviceFd, request: u32, arg: IoctlArg<'_>) -> Result<i32, VhostError> {
    fd.ioctl(request, arg).map_err(|errno| VhostError::Ioctl { request, errno })
}

pub(crate) fn expect(what: &'static str, actual: u64, expected: u64) -> Result<(), VhostError> {
    if actual == expected { Ok(()) } else { Err(VhostError::Unsupported { what, actual, expected }) }
}

/// A u64 that a request answers.
pub(crate) fn get(fd: &dyn DeviceFd, request: u32) -> Result<u64, VhostError> {
    let mut out = [0; 8];
    ioctl(fd, request, IoctlArg::Bytes(&mut out))?;
    Ok(get_u64(&out, 0).unwrap_or(0))
}

/// Acknowledges exactly these features.
pub(crate) fn set_features(fd: &dyn DeviceFd, features: u64) -> Result<(), VhostError> {
    expect("features", get(fd, vhost::GET_FEATURES)? & features, features)?;
    ioctl(fd, vhost::SET_FEATURES, IoctlArg::Bytes(&mut features.to_ne_bytes())).map(drop)
}

pub(crate) fn set_vring_state(
    fd: &dyn DeviceFd,
    request: u32,
    index: u16,
    value: u32,
) -> Result<(), VhostError> {
    let mut state = [0; vhost::VRING_STATE_BYTES];
    put_u32(&mut state, 0, u32::from(index));
    put_u32(&mut state, 4, value);
    ioctl(fd, request, IoctlArg::Bytes(&mut state)).map(drop)
}

pub(crate) fn set_vring(fd: &dyn DeviceFd, vring: &VringSetup<'_>) -> Result<(), VhostError> {
    let VringSetup { index, layout, .. } = *vring;
    set_vring_state(fd, vhost::SET_VRING_NUM, index, u32::from(layout.size))?;
    set_vring_state(fd, vhost::SET_VRING_BASE, index, vring.base)?;
    let mut addr = [0; vhost::VRING_ADDR_BYTES];
    put_u32(&mut addr, 0, u32::from(index));
    put_u32(&mut addr, 4, if vring.log.is_some() { vhost::VRING_F_LOG } else { 0 });
    put_u64(&mut addr, 8, GuestMemory::iova(layout.desc));
    put_u64(&mut addr, 16, GuestMemory::iova(layout.used));
    put_u64(&mut addr, 24, GuestMemory::iova(layout.avail));
    put_u64(&mut addr, 32, vring.log.unwrap_or(0));
    ioctl(fd, vhost::SET_VRING_ADDR, IoctlArg::Bytes(&mut addr))?;
    let files = [
        (vhost::SET_VRING_KICK, vring.kick),
        (vhost::SET_VRING_CALL, Some(vring.call)),
        (vhost::SET_VRING_ERR, Some(vring.err)),
    ];
    for (request, file) in files {
        if let Some(file) = file {
            set_vring_state(fd, request, index, file.as_raw_fd().cast_unsigned())?;
        }
    }
    Ok(())
}

pub(crate) fn vring_base(fd: &dyn DeviceFd, index: u16) -> Result<u32, VhostError> {
    let mut state = [0; vhost::VRING_STATE_BYTES];
    put_u32(&mut state, 0, u32::from(index));
    ioctl(fd, vhost::GET_VRING_BASE, IoctlArg::Bytes(&mut state))?;
    Ok(get_u32(&state, 4).unwrap_or(0))
}

pub(crate) fn doorbell_page(fd: &dyn DeviceFd, queue: u16) -> Result<DoorbellPage, VhostError> {
    let offset = u64::from(queue) * DOORBELL_PAGE_BYTES as u64;
    let mapping = fd.mmap(offset, DOORBELL_PAGE_BYTES);
    mapping.map(DoorbellPage::new).map_err(|errno| VhostError::Doorbell { queue, errno })
}
