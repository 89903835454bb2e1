//! The kernel's part: paths to open, descriptors to hand out, and what closing one does.

use super::container::Container;
use super::device::{Device, Records};
use super::domain::IommuDomain;
use super::group::Group;
use super::mdev::MdevDevice;
use super::vdpa::VdpaDevice;
use super::worker::DeviceReport;
use super::{DeviceOptions, Dialect};
use crate::abi::bytes::get_u32;
use crate::abi::vfio;
use crate::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use crate::memory::Mapping;
use crate::trace::EventRing;
use rustix::event::{EventfdFlags, eventfd};
use rustix::fd::{AsRawFd, OwnedFd, RawFd};
use rustix::io::Errno;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The container's path.
pub const CONTAINER_PATH: &str = "/dev/vfio/vfio";
/// The group's path.
pub const GROUP_PATH: &str = "/dev/vfio/7";
/// The mediated device's name, a UUID.
pub const DEVICE_NAME: &str = "b9f63b6c-5e1c-4d0f-9a53-2f0c8f8b7a01";
/// The path of a device that speaks vhost-vdpa.
pub const VDPA_PATH: &str = "/dev/vhost-vdpa-0";

#[derive(Clone)]
enum Object {
    Container(Arc<Container>),
    Group(Arc<Group>),
    Mdev(Arc<MdevDevice>, Arc<Group>),
    Vdpa(Arc<VdpaDevice>),
}

/// One open file. The number is a real descriptor's, so that no other file gets it meanwhile.
struct OpenFile {
    number: OwnedFd,
    object: Object,
}

struct Shared {
    options: Arc<DeviceOptions>,
    /// Where the device will record its doorbells; taken by the device that is opened first.
    events: Mutex<EventRing>,
    ioctls: AtomicU64,
    group: Arc<Group>,
    /// The device in the group while it is open: each further descriptor leads to the same one.
    mdev: Mutex<Option<Arc<MdevDevice>>>,
    vdpa_open: Mutex<bool>,
    /// Every open file by number, for requests that refer to one.
    files: Mutex<HashMap<RawFd, Object>>,
    /// Returned by an ioctl and not adopted yet.
    unclaimed: Mutex<HashMap<RawFd, OpenFile>>,
    report: Arc<Mutex<Option<DeviceReport>>>,
    unlogged: Arc<AtomicU64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    fn open(self: &Arc<Self>, object: Object) -> Result<OpenFile, Errno> {
        let number = eventfd(0, EventfdFlags::CLOEXEC)?;
        lock(&self.files).insert(number.as_raw_fd(), object.clone());
        Ok(OpenFile { number, object })
    }

    /// The container behind a descriptor; `None` for any other file that is open in this process.
    fn find_container(&self, fd: RawFd) -> Result<Option<Arc<Container>>, Errno> {
        match lock(&self.files).get(&fd) {
            Some(Object::Container(container)) => Ok(Some(Arc::clone(container))),
            Some(_) => Ok(None),
            None => rustix::fs::readlink(format!("/proc/self/fd/{fd}"), Vec::new())
                .map(|_| None)
                .map_err(|_| Errno::BADF),
        }
    }

    fn group_ioctl(
        self: &Arc<Self>,
        group: &Arc<Group>,
        request: u32,
        arg: IoctlArg<'_>,
    ) -> Result<i32, Errno> {
        match (request, arg) {
            (vfio::GROUP_GET_STATUS, IoctlArg::Bytes(bytes)) => group.status(bytes),
            (vfio::GROUP_SET_CONTAINER, IoctlArg::Bytes(bytes)) => {
                let fd = get_u32(bytes, 0).ok_or(Errno::FAULT)?.cast_signed();
                group.set_container(self.find_container(fd)?)
            }
            (vfio::GROUP_UNSET_CONTAINER, _) => group.unset_container(),
            (vfio::GROUP_GET_DEVICE_FD, IoctlArg::Bytes(bytes)) => self.device_fd(group, bytes),
            (vfio::GROUP_GET_STATUS | vfio::GROUP_SET_CONTAINER | vfio::GROUP_GET_DEVICE_FD, _) => {
                Err(Errno::FAULT)
            }
            _ => Err(Errno::NOTTY),
        }
    }

    fn device_fd(self: &Arc<Self>, group: &Arc<Group>, name: &[u8]) -> Result<i32, Errno> {
        let end = name.iter().position(|&byte| byte == 0).ok_or(Errno::FAULT)?;
        if name[..end] != *DEVICE_NAME.as_bytes() {
            return Err(Errno::NODEV);
        }
        let container = group.open_device()?;
        let file =
            self.open_mdev(&container).and_then(|device| self.open(Object::Mdev(device, Arc::clone(group))));
        let file = file.inspect_err(|_| self.close_mdev(group))?;
        let fd = file.number.as_raw_fd();
        lock(&self.unclaimed).insert(fd, file);
        Ok(fd)
    }

    fn open_mdev(&self, container: &Container) -> Result<Arc<MdevDevice>, Errno> {
        let mut open = lock(&self.mdev);
        if let Some(device) = &*open {
            return Ok(Arc::clone(device));
        }
        let device = Arc::new(MdevDevice::new(self.device(Arc::clone(container.domain()))?));
        *open = Some(Arc::clone(&device));
        Ok(device)
    }

    /// The last descriptor stops and resets the device.
    fn close_mdev(&self, group: &Group) {
        let mut open = lock(&self.mdev);
        group.close_device(|| {
            if let Some(device) = open.take() {
                device.close();
            }
        });
    }

    fn device(&self, domain: Arc<IommuDomain>) -> Result<Device, Errno> {
        let records = Records {
            events: Mutex::new(std::mem::take(&mut *lock(&self.events))),
            report: Arc::clone(&self.report),
            unlogged: Arc::clone(&self.unlogged),
        };
        Device::new(Arc::clone(&self.options), domain, records)
    }

    fn open_vdpa(&self) -> Result<Object, Errno> {
        let mut open = lock(&self.vdpa_open);
        if *open {
            return Err(Errno::BUSY);
        }
        let device = self.device(Arc::default())?;
        *open = true;
        Ok(Object::Vdpa(Arc::new(VdpaDevice::new(device))))
    }

    fn close(&self, fd: RawFd, object: &Object) {
        lock(&self.files).remove(&fd);
        match object {
            Object::Container(_) => {}
            Object::Group(group) => group.close(),
            Object::Mdev(_, group) => self.close_mdev(group),
            Object::Vdpa(device) => {
                device.close();
                *lock(&self.vdpa_open) = false;
            }
        }
    }
}

/// A host with one emulated device.
#[derive(Clone)]
pub struct EmulatedHost(Arc<Shared>);

impl EmulatedHost {
    /// A host whose device is built like this and records doorbells in `events` the first time it runs.
    pub fn new(options: DeviceOptions, events: EventRing) -> Self {
        Self(Arc::new(Shared {
            options: Arc::new(options),
            events: Mutex::new(events),
            ioctls: AtomicU64::new(0),
            group: Arc::default(),
            mdev: Mutex::default(),
            vdpa_open: Mutex::default(),
            files: Mutex::default(),
            unclaimed: Mutex::default(),
            report: Arc::default(),
            unlogged: Arc::default(),
        }))
    }

    /// Ioctls and IOTLB messages that arrived here, counted below any tracing.
    pub fn ioctl_count(&self) -> u64 {
        self.0.ioctls.load(Ordering::Relaxed)
    }

    /// Writes of the device that no dirty log had a bit for, because they reached behind the highest address that
    /// was mapped when the log was taken up.
    pub fn unlogged_writes(&self) -> u64 {
        self.0.unlogged.load(Ordering::Relaxed)
    }

    /// What the device saw while it last ran. `None` before it was stopped, and after it was taken.
    pub fn take_report(&self) -> Option<DeviceReport> {
        lock(&self.0.report).take()
    }

    fn file(&self, file: OpenFile) -> Box<dyn DeviceFd> {
        Box::new(EmulatedFd { file, shared: Arc::clone(&self.0) })
    }
}

impl DeviceHost for EmulatedHost {
    fn open(&self, path: &str) -> Result<Box<dyn DeviceFd>, Errno> {
        let object = match (path, self.0.options.dialect) {
            (CONTAINER_PATH, Dialect::VhostMdev) => Object::Container(Arc::default()),
            (GROUP_PATH, Dialect::VhostMdev) => {
                self.0.group.open()?;
                Object::Group(Arc::clone(&self.0.group))
            }
            (VDPA_PATH, Dialect::VhostVdpa) => self.0.open_vdpa()?,
            _ => return Err(Errno::NOENT),
        };
        Ok(self.file(self.0.open(object)?))
    }

    fn adopt(&self, fd: RawFd) -> Result<Box<dyn DeviceFd>, Errno> {
        let file = lock(&self.0.unclaimed).remove(&fd).ok_or(Errno::BADF)?;
        Ok(self.file(file))
    }
}

struct EmulatedFd {
    file: OpenFile,
    shared: Arc<Shared>,
}

impl DeviceFd for EmulatedFd {
    fn ioctl(&self, request: u32, arg: IoctlArg<'_>) -> Result<i32, Errno> {
        self.shared.ioctls.fetch_add(1, Ordering::Relaxed);
        match &self.file.object {
            Object::Container(container) => container.ioctl(request, arg),
            Object::Group(group) => self.shared.group_ioctl(group, request, arg),
            Object::Mdev(device, _) => device.ioctl(request, arg),
            Object::Vdpa(device) => device.ioctl(request, arg),
        }
    }

    fn mmap(&self, offset: u64, len: usize) -> Result<Mapping, Errno> {
        match &self.file.object {
            Object::Mdev(device, _) => device.mmap(offset, len),
            Object::Vdpa(device) => device.mmap(offset, len),
            _ => Err(Errno::NODEV),
        }
    }

    fn write(&self, bytes: &[u8]) -> Result<usize, Errno> {
        self.shared.ioctls.fetch_add(1, Ordering::Relaxed);
        match &self.file.object {
            Object::Vdpa(device) => device.write(bytes),
            _ => Err(Errno::INVAL),
        }
    }

    fn raw_fd(&self) -> RawFd {
        self.file.number.as_raw_fd()
    }
}

impl Drop for EmulatedFd {
    fn drop(&mut self) {
        self.shared.close(self.raw_fd(), &self.file.object);
    }
}
