//! A decorator on the device port that records every ioctl and every message; there are no call sites to forget.

use crate::abi::errno::errno_name;
use crate::abi::iotlb::IotlbMessage;
use crate::abi::request::{decode_arg, request_name};
use crate::clock::Clock;
use crate::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use crate::memory::Mapping;
use rustix::fd::RawFd;
use rustix::io::Errno;
use std::sync::{Arc, Mutex, PoisonError};

/// One ioctl, or one message written, as it happened.
#[derive(Clone, Debug)]
pub struct IoctlRecord {
    /// The trial's phase, as set by [`IoctlLog::enter_phase`].
    pub phase: &'static str,
    /// The path of the file, or `device` for one that an ioctl returned.
    pub target: String,
    /// `VHOST_SET_VRING_NUM`.
    pub name: String,
    /// `0x4008af10`; 0 for a message.
    pub request: u32,
    /// Decoded argument, as it was when the request returned.
    pub args: Vec<(&'static str, String)>,
    /// What it returned: a number, or the errno's name.
    pub result: Result<i32, String>,
    /// Readings of the trial's clock.
    pub start_ticks: u64,
    /// When it returned.
    pub end_ticks: u64,
}

/// Where the decorator writes.
#[derive(Debug)]
pub struct IoctlLog {
    clock: Clock,
    state: Mutex<(&'static str, Vec<IoctlRecord>)>,
}

impl IoctlLog {
    /// An empty log.
    pub fn new(clock: Clock) -> Arc<Self> {
        Arc::new(Self { clock, state: Mutex::new(("", Vec::new())) })
    }

    /// Ioctls from here on belong to this phase.
    pub fn enter_phase(&self, phase: &'static str) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0 = phase;
    }

    /// Takes what was recorded so far.
    pub fn take(&self) -> Vec<IoctlRecord> {
        std::mem::take(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).1)
    }

    fn ioctl(
        &self,
        target: &str,
        fd: &dyn DeviceFd,
        request: u32,
        mut arg: IoctlArg<'_>,
    ) -> Result<i32, Errno> {
        let start_ticks = self.clock.now();
        let result = fd.ioctl(request, arg.reborrow());
        let end_ticks = self.clock.now();
        self.record(IoctlRecord {
            phase: "",
            target: target.to_owned(),
            name: request_name(request),
            request,
            args: decode_arg(request, &arg),
            result: result.map_err(errno_name),
            start_ticks,
            end_ticks,
        });
        result
    }

    /// A write of bytes that are no IOTLB message is recorded too, by the name of what it is: a write.
    fn write(&self, target: &str, fd: &dyn DeviceFd, bytes: &[u8]) -> Result<usize, Errno> {
        let start_ticks = self.clock.now();
        let result = fd.write(bytes);
        let end_ticks = self.clock.now();
        let message = IotlbMessage::parse(bytes);
        self.record(IoctlRecord {
            phase: "",
            target: target.to_owned(),
            name: message.map_or_else(|| "write".to_owned(), |message| message.name()),
            request: 0,
            args: message.map_or_else(Vec::new, |message| message.fields()),
            result: result.map(|len| i32::try_from(len).unwrap_or(i32::MAX)).map_err(errno_name),
            start_ticks,
            end_ticks,
        });
        result
    }

    fn record(&self, record: IoctlRecord) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let phase = state.0;
        state.1.push(IoctlRecord { phase, ..record });
    }
}

/// A device host whose files record their ioctls.
pub struct TracedHost<H> {
    host: H,
    log: Arc<IoctlLog>,
}

impl<H: DeviceHost> TracedHost<H> {
    /// Wraps a host.
    pub fn new(host: H, log: Arc<IoctlLog>) -> Self {
        Self { host, log }
    }

    fn trace(&self, target: &str, fd: Box<dyn DeviceFd>) -> Box<dyn DeviceFd> {
        Box::new(TracedFd { target: target.to_owned(), fd, log: Arc::clone(&self.log) })
    }
}

impl<H: DeviceHost> DeviceHost for TracedHost<H> {
    fn open(&self, path: &str) -> Result<Box<dyn DeviceFd>, Errno> {
        Ok(self.trace(path, self.host.open(path)?))
    }

    fn adopt(&self, fd: RawFd) -> Result<Box<dyn DeviceFd>, Errno> {
        Ok(self.trace("device", self.host.adopt(fd)?))
    }
}

struct TracedFd {
    target: String,
    fd: Box<dyn DeviceFd>,
    log: Arc<IoctlLog>,
}

impl DeviceFd for TracedFd {
    fn ioctl(&self, request: u32, arg: IoctlArg<'_>) -> Result<i32, Errno> {
        self.log.ioctl(&self.target, self.fd.as_ref(), request, arg)
    }

    fn mmap(&self, offset: u64, len: usize) -> Result<Mapping, Errno> {
        self.fd.mmap(offset, len)
    }

    fn write(&self, bytes: &[u8]) -> Result<usize, Errno> {
        self.log.write(&self.target, self.fd.as_ref(), bytes)
    }

    fn raw_fd(&self) -> RawFd {
        self.fd.raw_fd()
    }
}
