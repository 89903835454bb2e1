//! The device behind either interface: its features, its rings, starting and stopping it.

use super::dirty_log::DirtyLog;
use super::domain::IommuDomain;
use super::doorbell_pages::DoorbellPages;
use super::mem_table::MemRegion;
use super::vring::Vring;
use super::worker::{DeviceReport, RunningDevice, StartDevice, StartQueue};
use super::{DeviceOptions, Dialect, DoorbellKind, QUEUE_PAIRS_MAX};
use crate::abi::{vhost, virtio};
use crate::device_fd::IoctlArg;
use crate::eventfd::EventFd;
use crate::memory::Mapping;
use crate::trace::EventRing;
use rustix::io::Errno;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

/// What the device leaves behind outside its file.
#[derive(Debug)]
pub(super) struct Records {
    /// Where it records doorbells; taken at the first start.
    pub(super) events: Mutex<EventRing>,
    /// Filled at every stop.
    pub(super) report: Arc<Mutex<Option<DeviceReport>>>,
    /// Writes that the dirty log had no bit for.
    pub(super) unlogged: Arc<AtomicU64>,
}

/// What ioctls change; one lock of the interface guards all of it.
#[derive(Debug)]
pub(super) struct State {
    pub(super) has_owner: bool,
    pub(super) acked_features: u64,
    pub(super) vrings: Vec<Vring>,
    pub(super) memory: Vec<MemRegion>,
    pub(super) log_base: u64,
    pub(super) log_fd: Option<Arc<EventFd>>,
    pub(super) running: Option<RunningDevice>,
}

impl State {
    pub(super) fn new(options: &DeviceOptions) -> Self {
        Self {
            has_owner: false,
            acked_features: 0,
            vrings: vec![Vring::default(); usize::from(options.queues())],
            memory: Vec::new(),
            log_base: 0,
            log_fd: None,
            running: None,
        }
    }

    /// Ring position: that of the running device, or the one to start from.
    pub(super) fn base(&self, index: u16) -> u32 {
        match &self.running {
            Some(running) => running.base(index),
            None => self.vrings[usize::from(index)].base,
        }
    }

    pub(super) fn is_packed(&self) -> bool {
        self.acked_features & virtio::F_RING_PACKED != 0
    }
}

/// The device as it was built.
#[derive(Debug)]
pub(super) struct Device {
    pub(super) options: Arc<DeviceOptions>,
    pub(super) domain: Arc<IommuDomain>,
    doorbells: Option<Arc<DoorbellPages>>,
    records: Records,
}

impl Device {
    /// # Errors
    /// `EINVAL` for a number of queue pairs that no device has; out of file descriptors or memory.
    pub(super) fn new(
        options: Arc<DeviceOptions>,
        domain: Arc<IommuDomain>,
        records: Records,
    ) -> Result<Self, Errno> {
        if !(1..=QUEUE_PAIRS_MAX).contains(&options.queue_pairs) {
            return Err(Errno::INVAL);
        }
        let doorbells = match options.doorbell {
            DoorbellKind::Mapped => Some(Arc::new(DoorbellPages::new(options.queues())?)),
            DoorbellKind::Eventfd => None,
        };
        Ok(Self { options, domain, doorbells, records })
    }

    /// What this device can do.
    pub(super) fn features(&self) -> u64 {
        let rings = virtio::F_RING_PACKED
            | virtio::F_IN_ORDER
            | virtio::F_INDIRECT_DESC
            | virtio::F_EVENT_IDX
            | virtio::NET_F_MRG_RXBUF;
        let dialect = match self.options.dialect {
            Dialect::VhostMdev => vhost::F_LOG_ALL,
            Dialect::VhostVdpa => virtio::NET_F_MAC | virtio::NET_F_STATUS | virtio::NET_F_MTU,
        };
        self.required_features() | rings | dialect
    }

    /// What it cannot work without: these say what the rings' addresses and its doorbells mean.
    pub(super) fn required_features(&self) -> u64 {
        let doorbell = if self.doorbells.is_some() { virtio::F_NOTIFICATION_DATA } else { 0 };
        virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM | doorbell
    }

    pub(super) fn has_required_features(&self, acked: u64) -> bool {
        acked & self.required_features() == self.required_features()
    }

    /// Whether a ring has what a start needs. vhost-vdpa takes an eventfd also later.
    pub(super) fn is_ready(&self, vring: &Vring) -> bool {
        let can_be_kicked =
            self.doorbells.is_some() || vring.kick.is_some() || self.options.dialect == Dialect::VhostVdpa;
        vring.addr.is_some() && vring.size > 1 && can_be_kicked
    }

    /// Checks what a start needs and starts: the required features, and of every ring that takes part its size,
    /// its addresses, their mapping and a way to be kicked.
    ///
    /// # Errors
    /// `EINVAL` for what is missing, `EFAULT` for a log that is not memory, and what creating a thread answers.
    pub(super) fn start(
        &self,
        state: &State,
        takes_part: impl Fn(&Vring) -> bool,
    ) -> Result<RunningDevice, Errno> {
        if !self.has_required_features(state.acked_features) {
            return Err(Errno::INVAL);
        }
        let (_, memory) = self.domain.snapshot();
        let queue = |vring: &Vring| {
            let enabled = takes_part(vring);
            let is_usable = || self.is_ready(vring) && vring.is_mapped(&*memory, state.is_packed());
            (!enabled || is_usable()).then(|| StartQueue {
                size: vring.size,
                base: vring.base,
                addr: vring.addr.unwrap_or_default(),
                kick: vring.kick.clone(),
                call: vring.call.clone(),
                err: vring.err.clone(),
                enabled,
            })
        };
        let queues = state.vrings.iter().map(queue).collect::<Option<Vec<_>>>().ok_or(Errno::INVAL)?;
        let log = self.dirty_log(state)?;
        RunningDevice::start(StartDevice {
            options: Arc::clone(&self.options),
            domain: Arc::clone(&self.domain),
            doorbells: self.doorbells.clone(),
            events: self.take_events(),
            features: state.acked_features,
            log,
            queues,
        })
    }

    /// A device that is started again goes on behind what it recorded, unless that was taken.
    fn take_events(&self) -> EventRing {
        match self.records.report.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(report) => report.events,
            None => std::mem::take(&mut *self.records.events.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// The log a device with these settings writes, if it writes one.
    ///
    /// # Errors
    /// `EFAULT` if its bitmap is not memory.
    pub(super) fn dirty_log(&self, state: &State) -> Result<Option<Arc<DirtyLog>>, Errno> {
        if state.acked_features & vhost::F_LOG_ALL == 0 {
            return Ok(None);
        }
        let (fd, unlogged) = (state.log_fd.clone(), Arc::clone(&self.records.unlogged));
        DirtyLog::new(state.log_base, self.domain.end(), fd, unlogged).map(|log| Some(Arc::new(log)))
    }

    /// Stops the device if it runs, and keeps its ring positions and its report.
    pub(super) fn stop(&self, state: &mut State) {
        let Some(running) = state.running.take() else { return };
        let report = running.stop();
        for (vring, base) in state.vrings.iter_mut().zip(&report.bases) {
            vring.base = *base;
        }
        *self.records.report.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
    }

    pub(super) fn mmap(&self, offset: u64, len: usize) -> Result<Mapping, Errno> {
        DoorbellPages::map(self.doorbells.as_deref(), offset, len)
    }
}

pub(super) fn bytes_of<'a>(arg: &'a mut IoctlArg<'_>) -> Result<&'a mut [u8], Errno> {
    match arg {
        IoctlArg::Bytes(bytes) => Ok(bytes),
        IoctlArg::Value(_) => Err(Errno::FAULT),
    }
}

/// Copies a result out, as copy_to_user does.
pub(super) fn put(arg: &mut IoctlArg<'_>, result: &[u8]) -> Result<i32, Errno> {
    let bytes = bytes_of(arg)?;
    bytes.get_mut(..result.len()).ok_or(Errno::FAULT)?.copy_from_slice(result);
    Ok(0)
}
