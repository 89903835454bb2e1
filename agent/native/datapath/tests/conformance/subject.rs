//! Which host is asked, and how.

use ringside_datapath::abi::bytes::{put_u32, put_u64};
use ringside_datapath::clock::Clock;
use ringside_datapath::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use ringside_datapath::emulated::{
    CONTAINER_PATH, DEVICE_NAME, DeviceOptions, Dialect, EmulatedHost, GROUP_PATH, VDPA_PATH,
};
use ringside_datapath::kernel::KernelHost;
use ringside_datapath::trace::EventRing;
use rustix::io::Errno;
use std::env;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a request answered.
pub(crate) type Answer = Result<i32, Errno>;

/// Kernels whose answers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Profile {
    V5_3,
    V6_1,
    V6_12,
}

/// There is one device of each kind on a kernel, which opens once.
static KERNEL: Mutex<()> = Mutex::new(());

/// A host with a device.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) host: Arc<dyn DeviceHost>,
    pub(crate) profile: Profile,
    pub(crate) container: String,
    pub(crate) group: String,
    pub(crate) name: String,
    pub(crate) vdpa: String,
    _alone: Option<Rc<MutexGuard<'static, ()>>>,
}

fn is_kernel() -> bool {
    match env::var("RINGSIDE_CONFORMANCE_HOST").as_deref() {
        Ok("kernel") => true,
        Ok("emulated") | Err(_) => false,
        Ok(other) => panic!("RINGSIDE_CONFORMANCE_HOST={other}: expected kernel or emulated"),
    }
}

fn profile() -> Profile {
    match env::var("RINGSIDE_CONFORMANCE_PROFILE").as_deref() {
        Ok("5.3") => Profile::V5_3,
        Ok("6.1") => Profile::V6_1,
        Ok("6.12") | Err(_) => Profile::V6_12,
        Ok(other) => panic!("RINGSIDE_CONFORMANCE_PROFILE={other}: expected 5.3, 6.1 or 6.12"),
    }
}

fn required(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set: these cases need it on a kernel"))
}

/// An emulated device with eventfd doorbells that wake a sleeping thread.
pub(crate) fn options(dialect: Dialect) -> DeviceOptions {
    DeviceOptions::sink(dialect, Clock::calibrated())
}

impl Subject {
    pub(crate) fn emulated(options: DeviceOptions) -> (Self, EmulatedHost) {
        let host = EmulatedHost::new(options, EventRing::default());
        let subject = Self {
            host: Arc::new(host.clone()),
            profile: Profile::V6_12,
            container: CONTAINER_PATH.to_owned(),
            group: GROUP_PATH.to_owned(),
            name: DEVICE_NAME.to_owned(),
            vdpa: VDPA_PATH.to_owned(),
            _alone: None,
        };
        (subject, host)
    }

    /// The host with a device of this dialect.
    pub(crate) fn of(dialect: Dialect) -> Self {
        if !is_kernel() {
            return Self::emulated(options(dialect)).0;
        }
        let is_mdev = dialect == Dialect::VhostMdev;
        let path = |wanted: bool, name| if wanted { required(name) } else { String::new() };
        Self {
            host: Arc::new(KernelHost),
            profile: profile(),
            container: CONTAINER_PATH.to_owned(),
            group: path(is_mdev, "RINGSIDE_CONFORMANCE_GROUP"),
            name: path(is_mdev, "RINGSIDE_CONFORMANCE_NAME"),
            vdpa: path(!is_mdev, "RINGSIDE_CONFORMANCE_VDPA"),
            _alone: Some(Rc::new(KERNEL.lock().unwrap_or_else(PoisonError::into_inner))),
        }
    }
}

/// A request with a pointer.
pub(crate) fn bytes(fd: &dyn DeviceFd, request: u32, arg: &mut [u8]) -> Answer {
    fd.ioctl(request, IoctlArg::Bytes(arg))
}

/// A request with a number; 0 is also the null pointer.
pub(crate) fn value(fd: &dyn DeviceFd, request: u32, arg: u64) -> Answer {
    fd.ioctl(request, IoctlArg::Value(arg))
}

/// A structure of 32-bit fields.
pub(crate) fn words<const BYTES: usize>(fields: &[u32]) -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    for (number, field) in fields.iter().enumerate() {
        put_u32(&mut bytes, number * 4, *field);
    }
    bytes
}

/// A vhost_vring_addr.
pub(crate) fn vring_addr(index: u32, flags: u32, parts: [u64; 4]) -> [u8; 40] {
    let mut addr = words(&[index, flags]);
    for (number, part) in parts.into_iter().enumerate() {
        put_u64(&mut addr, 8 + number * 8, part);
    }
    addr
}
