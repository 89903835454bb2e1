//! The vhost-mdev device's file: vhost's requests, and VHOST_MDEV_SET_STATE.

use super::container::check_argsz;
use super::domain::IommuDomain;
use super::doorbell_pages::DoorbellPages;
use super::vring::{Vring, file_value};
use super::worker::{DeviceReport, RunningDevice, StartDevice, StartQueue};
use super::{DeviceOptions, DoorbellKind, QUEUES};
use crate::abi::bytes::{get_u32, get_u64, put_u32, put_u64};
use crate::abi::{vfio, vhost, virtio};
use crate::device_fd::IoctlArg;
use crate::memory::Mapping;
use crate::trace::EventRing;
use rustix::io::Errno;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct State {
    has_owner: bool,
    acked_features: u64,
    vrings: [Vring; QUEUES as usize],
    running: Option<RunningDevice>,
}

/// What the device leaves behind outside its file.
#[derive(Debug)]
pub(super) struct Records {
    /// Where it records doorbells; taken at the first start.
    pub(super) events: Mutex<EventRing>,
    /// Filled at every stop.
    pub(super) report: Arc<Mutex<Option<DeviceReport>>>,
}

#[derive(Debug)]
pub(super) struct Device {
    options: DeviceOptions,
    domain: Arc<IommuDomain>,
    doorbells: Option<Arc<DoorbellPages>>,
    state: Mutex<State>,
    records: Records,
}

impl Device {
    pub(super) fn new(
        options: DeviceOptions,
        domain: Arc<IommuDomain>,
        records: Records,
    ) -> Result<Self, Errno> {
        let doorbells = match options.doorbell {
            DoorbellKind::Mapped => Some(Arc::new(DoorbellPages::new()?)),
            DoorbellKind::Eventfd => None,
        };
        Ok(Self { options, domain, doorbells, state: Mutex::default(), records })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this device can do.
    fn features(&self) -> u64 {
        let doorbell = if self.doorbells.is_some() { virtio::F_NOTIFICATION_DATA } else { 0 };
        virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM | doorbell
    }

    /// One lock for the whole device; order of checks as in the RFC, with an owner for everything that changes it.
    pub(super) fn ioctl(&self, request: u32, mut arg: IoctlArg<'_>) -> Result<i32, Errno> {
        let state = &mut *self.lock();
        match request {
            vfio::DEVICE_GET_INFO => get_info(bytes_of(&mut arg)?),
            vfio::DEVICE_GET_REGION_INFO
            | vfio::DEVICE_GET_IRQ_INFO
            | vfio::DEVICE_SET_IRQS
            | vfio::DEVICE_RESET => Err(Errno::INVAL),
            vhost::GET_FEATURES => {
                let bytes = bytes_of(&mut arg)?;
                get_u64(bytes, 0).ok_or(Errno::FAULT)?;
                put_u64(bytes, 0, self.features());
                Ok(0)
            }
            vhost::SET_OWNER if state.has_owner => Err(Errno::BUSY),
            vhost::SET_OWNER => {
                state.has_owner = true;
                Ok(0)
            }
            _ if !state.has_owner => Err(Errno::PERM),
            vhost::MDEV_SET_STATE => self.set_state(state, bytes_of(&mut arg)?),
            vhost::SET_FEATURES => self.set_features(state, bytes_of(&mut arg)?),
            _ => vring_ioctl(state, request, bytes_of(&mut arg)?),
        }
    }

    fn set_features(&self, state: &mut State, bytes: &[u8]) -> Result<i32, Errno> {
        let features = get_u64(bytes, 0).ok_or(Errno::FAULT)?;
        if features & !self.features() != 0 {
            return Err(Errno::INVAL);
        }
        if state.running.is_some() {
            return Err(Errno::BUSY);
        }
        state.acked_features = features;
        Ok(0)
    }

    fn set_state(&self, state: &mut State, bytes: &[u8]) -> Result<i32, Errno> {
        match get_u64(bytes, 0).ok_or(Errno::FAULT)? {
            vhost::MDEV_STATE_STOPPED => {
                self.stop(state);
                Ok(0)
            }
            vhost::MDEV_STATE_RUNNING if state.running.is_some() => Ok(0),
            vhost::MDEV_STATE_RUNNING => {
                state.running = Some(self.start(state)?);
                Ok(0)
            }
            _ => Err(Errno::INVAL),
        }
    }

    /// Checks what a start needs: the features that make the rings' addresses and doorbells mean what they do,
    /// every ring mapped, and a way to be kicked.
    fn start(&self, state: &State) -> Result<RunningDevice, Errno> {
        let needed = self.features();
        if state.acked_features & needed != needed {
            return Err(Errno::INVAL);
        }
        let mut queues = Vec::with_capacity(state.vrings.len());
        for vring in &state.vrings {
            let addr = vring.addr.ok_or(Errno::INVAL)?;
            if self.doorbells.is_none() && vring.kick.is_none() {
                return Err(Errno::INVAL);
            }
            queues.push(StartQueue {
                size: vring.size,
                base: vring.base,
                addr,
                kick: vring.kick.clone(),
                call: vring.call.clone(),
                err: vring.err.clone(),
            });
        }
        let events = std::mem::take(&mut *self.records.events.lock().unwrap_or_else(PoisonError::into_inner));
        RunningDevice::start(StartDevice {
            options: self.options,
            domain: Arc::clone(&self.domain),
            doorbells: self.doorbells.clone(),
            events,
            queues,
        })
    }

    fn stop(&self, state: &mut State) {
        let Some(running) = state.running.take() else { return };
        let report = running.stop();
        for (vring, base) in state.vrings.iter_mut().zip(&report.bases) {
            vring.base = *base;
        }
        *self.records.report.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
    }

    /// Closing the file stops and resets the device, so that the next owner finds it as new.
    pub(super) fn close(&self) {
        let state = &mut *self.lock();
        self.stop(state);
        *state = State::default();
    }

    pub(super) fn mmap(&self, offset: u64, len: usize) -> Result<Mapping, Errno> {
        DoorbellPages::map(self.doorbells.as_deref(), offset, len)
    }
}

fn bytes_of<'a>(arg: &'a mut IoctlArg<'_>) -> Result<&'a mut [u8], Errno> {
    match arg {
        IoctlArg::Bytes(bytes) => Ok(bytes),
        IoctlArg::Value(_) => Err(Errno::FAULT),
    }
}

fn get_info(bytes: &mut [u8]) -> Result<i32, Errno> {
    check_argsz(bytes, vfio::DEVICE_INFO_BYTES)?;
    put_u32(bytes, 4, vfio::DEVICE_FLAGS_VHOST);
    put_u32(bytes, 8, 0);
    put_u32(bytes, 12, 0);
    Ok(0)
}

/// As vhost_vring_ioctl: the index is read before the request is looked at.
fn vring_ioctl(state: &mut State, request: u32, bytes: &mut [u8]) -> Result<i32, Errno> {
    let index = get_u32(bytes, 0).ok_or(Errno::FAULT)?;
    let running = state.running.is_some();
    let vring = state.vrings.get_mut(index as usize).ok_or(Errno::NOBUFS)?;
    match request {
        vhost::SET_VRING_NUM | vhost::SET_VRING_BASE if running => return Err(Errno::BUSY),
        vhost::SET_VRING_NUM => vring.set_size(bytes)?,
        vhost::SET_VRING_BASE => vring.set_base(bytes)?,
        vhost::GET_VRING_BASE => {
            get_u32(bytes, 4).ok_or(Errno::FAULT)?;
            put_u32(bytes, 4, u32::from(vring.base));
        }
        vhost::SET_VRING_ADDR if running => return Err(Errno::BUSY),
        vhost::SET_VRING_ADDR => vring.set_addr(bytes)?,
        vhost::SET_VRING_KICK | vhost::SET_VRING_CALL | vhost::SET_VRING_ERR => {
            let file = file_value(bytes)?;
            // A running device thread holds its eventfds; it is not told of others before the next start.
            if running {
                return Err(Errno::BUSY);
            }
            match request {
                vhost::SET_VRING_KICK => vring.kick = file,
                vhost::SET_VRING_CALL => vring.call = file,
                _ => vring.err = file,
            }
        }
        _ => return Err(Errno::NOTTY),
    }
    Ok(0)
}
