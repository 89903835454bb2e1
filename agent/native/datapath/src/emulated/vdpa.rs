//! The vhost-vdpa device's file: status, configuration, IOTLB messages, and vhost's requests for rings.

use super::device::{Device, State, bytes_of, put};
use super::domain::IOVA_LAST;
use super::iotlb::{ADDRESS_SPACES, Iotlb};
use super::net_config::NetConfig;
use super::vhost_ioctl::{dev_ioctl, put_state, vring_index, vring_ioctl};
use super::vring::{Vring, eventfd, parse_addr, state_value};
use crate::abi::bytes::{get_u32, get_u64, put_u64};
use crate::abi::{vhost, vhost_vdpa, virtio};
use crate::device_fd::IoctlArg;
use crate::eventfd::EventFd;
use crate::memory::Mapping;
use rustix::io::Errno;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Groups of rings.
const GROUPS: u32 = 1;

const BACKEND_FEATURES: u64 = vhost::BACKEND_F_IOTLB_MSG_V2
    | vhost::BACKEND_F_IOTLB_BATCH
    | vhost::BACKEND_F_IOTLB_ASID
    | vhost::BACKEND_F_SUSPEND
    | vhost::BACKEND_F_RESUME
    | vhost::BACKEND_F_ENABLE_AFTER_DRIVER_OK
    | vhost::BACKEND_F_IOTLB_PERSIST;

#[derive(Debug)]
struct VdpaState {
    vhost: State,
    status: u8,
    suspended: bool,
    backend_features: u64,
    config: NetConfig,
    /// Never rung: the configuration does not change by itself.
    config_call: Option<Arc<EventFd>>,
    iotlb: Iotlb,
}

impl VdpaState {
    fn is_driver_ok(&self) -> bool {
        self.status & virtio::STATUS_DRIVER_OK != 0
    }
}

#[derive(Debug)]
pub(super) struct VdpaDevice {
    device: Device,
    state: Mutex<VdpaState>,
}

impl VdpaDevice {
    pub(super) fn new(device: Device) -> Self {
        let state = Mutex::new(VdpaState {
            vhost: State::new(&device.options),
            status: 0,
            suspended: false,
            backend_features: 0,
            config: NetConfig::new(device.options.queue_pairs),
            config_call: None,
            iotlb: Iotlb::default(),
        });
        Self { device, state }
    }

    fn lock(&self) -> MutexGuard<'_, VdpaState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What needs no owner is answered here; the rest goes to what all vhost devices share, then to the rings.
    pub(super) fn ioctl(&self, request: u32, mut arg: IoctlArg<'_>) -> Result<i32, Errno> {
        let state = &mut *self.lock();
        let arg = &mut arg;
        match request {
            vhost::GET_FEATURES => put(arg, &self.device.features().to_ne_bytes()),
            vhost::SET_FEATURES => self.set_features(state, arg),
            vhost::GET_BACKEND_FEATURES => put(arg, &BACKEND_FEATURES.to_ne_bytes()),
            vhost::SET_BACKEND_FEATURES => set_backend_features(state, arg),
            vhost::SET_LOG_BASE | vhost::SET_LOG_FD => Err(Errno::NOTTY),
            vhost_vdpa::GET_DEVICE_ID => put(arg, &virtio::ID_NET.to_ne_bytes()),
            vhost_vdpa::GET_STATUS => put(arg, &[state.status]),
            vhost_vdpa::SET_STATUS => self.set_status(state, arg),
            vhost_vdpa::GET_CONFIG => state.config.read(bytes_of(arg)?).map(|()| 0),
            vhost_vdpa::SET_CONFIG => state.config.write(bytes_of(arg)?).map(|()| 0),
            vhost_vdpa::GET_CONFIG_SIZE => {
                put(arg, &u32::try_from(virtio::NET_CONFIG_BYTES).map_err(|_| Errno::INVAL)?.to_ne_bytes())
            }
            vhost_vdpa::SET_CONFIG_CALL => {
                state.config_call = eventfd(get_u32(bytes_of(arg)?, 0).ok_or(Errno::FAULT)?)?;
                Ok(0)
            }
            vhost_vdpa::GET_VRING_NUM => {
                put(arg, &u16::try_from(virtio::RING_SIZE_MAX).map_err(|_| Errno::INVAL)?.to_ne_bytes())
            }
            vhost_vdpa::GET_VQS_COUNT => put(arg, &u32::from(self.device.options.queues()).to_ne_bytes()),
            vhost_vdpa::GET_GROUP_NUM => put(arg, &GROUPS.to_ne_bytes()),
            vhost_vdpa::GET_AS_NUM => put(arg, &ADDRESS_SPACES.to_ne_bytes()),
            vhost_vdpa::GET_IOVA_RANGE => {
                let mut range = [0; vhost_vdpa::IOVA_RANGE_BYTES];
                put_u64(&mut range, 8, IOVA_LAST);
                put(arg, &range)
            }
            vhost_vdpa::SUSPEND => self.suspend(state),
            vhost_vdpa::RESUME => self.resume(state),
            _ => dev_ioctl(&self.device, &mut state.vhost, request, arg)
                .unwrap_or_else(|| self.ring_ioctl(state, request, arg)),
        }
    }

    fn set_features(&self, state: &mut VdpaState, arg: &mut IoctlArg<'_>) -> Result<i32, Errno> {
        if state.status & virtio::STATUS_FEATURES_OK != 0 {
            return Err(Errno::BUSY);
        }
        let features = get_u64(bytes_of(arg)?, 0).ok_or(Errno::FAULT)?;
        if features & !self.device.features() != 0 {
            return Err(Errno::INVAL);
        }
        state.vhost.acked_features = features;
        Ok(0)
    }

    /// Bits are added one step after the other, and 0 resets. A step the device cannot take leaves its bit clear,
    /// which is how a driver finds out: the request itself succeeds.
    fn set_status(&self, state: &mut VdpaState, arg: &mut IoctlArg<'_>) -> Result<i32, Errno> {
        let mut status = *bytes_of(arg)?.first().ok_or(Errno::FAULT)?;
        if status == 0 {
            self.reset(state);
            return Ok(0);
        }
        if state.status & !status != 0 {
            return Err(Errno::INVAL);
        }
        if !self.device.has_required_features(state.vhost.acked_features) {
            status &= !virtio::STATUS_FEATURES_OK;
        }
        if status & virtio::STATUS_FEATURES_OK == 0 {
            status &= !virtio::STATUS_DRIVER_OK;
        }
        if status & virtio::STATUS_DRIVER_OK != 0 && !state.is_driver_ok() {
            match self.start(state) {
                Ok(()) => {}
                Err(_) => status &= !virtio::STATUS_DRIVER_OK,
            }
        }
        state.status = status;
        Ok(0)
    }

    fn start(&self, state: &mut VdpaState) -> Result<(), Errno> {
        state.vhost.running = Some(self.device.start(&state.vhost, |vring| vring.enabled)?);
        Ok(())
    }

    /// What vhost itself keeps (owner, kicks, the address space) outlives it.
    fn reset(&self, state: &mut VdpaState) {
        self.device.stop(&mut state.vhost);
        (state.status, state.suspended, state.vhost.acked_features) = (0, false, 0);
        for vring in &mut state.vhost.vrings {
            let (kick, err) = (vring.kick.take(), vring.err.take());
            *vring = Vring { kick, err, busyloop_timeout: vring.busyloop_timeout, ..Vring::default() };
        }
    }

    fn suspend(&self, state: &mut VdpaState) -> Result<i32, Errno> {
        if state.is_driver_ok() {
            self.device.stop(&mut state.vhost);
            state.suspended = true;
        }
        Ok(0)
    }

    fn resume(&self, state: &mut VdpaState) -> Result<i32, Errno> {
        if state.is_driver_ok() && state.suspended {
            self.start(state)?;
            state.suspended = false;
        }
        Ok(0)
    }

    fn ring_ioctl(&self, state: &mut VdpaState, request: u32, arg: &mut IoctlArg<'_>) -> Result<i32, Errno> {
        let index = vring_index(&state.vhost, arg)?;
        let is_live = state.is_driver_ok() && !state.suspended;
        let bytes = bytes_of(arg)?;
        match request {
            vhost_vdpa::SET_VRING_ENABLE => self.set_enabled(state, index, state_value(bytes)? != 0),
            vhost_vdpa::GET_VRING_GROUP => put_state(bytes, 0)?,
            vhost_vdpa::GET_VRING_SIZE => put_state(bytes, virtio::RING_SIZE_MAX)?,
            vhost_vdpa::GET_VRING_DESC_GROUP => return Err(Errno::OPNOTSUPP),
            vhost_vdpa::SET_GROUP_ASID => {
                if state_value(bytes)? >= ADDRESS_SPACES || u32::from(index) >= GROUPS {
                    return Err(Errno::INVAL);
                }
            }
            // vhost's own checks come first, then the device refuses to move a ring it is working on.
            vhost::SET_VRING_ADDR if is_live => {
                return parse_addr(bytes).and(Err(Errno::INVAL));
            }
            vhost::SET_VRING_BASE if is_live => {
                return state_value(bytes).and(Err(Errno::INVAL));
            }
            _ => return vring_ioctl(&mut state.vhost, request, arg, false),
        }
        Ok(0)
    }

    fn set_enabled(&self, state: &mut VdpaState, index: u16, enabled: bool) {
        let vring = &mut state.vhost.vrings[usize::from(index)];
        vring.enabled = enabled;
        if let Some(running) = state.vhost.running.as_ref().filter(|_| self.device.is_ready(vring)) {
            running.set_enabled(index, enabled);
        }
    }

    /// An IOTLB message; its address space counts only where that was agreed upon.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<usize, Errno> {
        let state = &mut *self.lock();
        let VdpaState { vhost, backend_features, iotlb, .. } = state;
        let has_asid = *backend_features & vhost::BACKEND_F_IOTLB_ASID != 0;
        iotlb.write(&self.device.domain, vhost.has_owner, has_asid, bytes)
    }

    /// Closing the file stops the device and drops its mappings; the next open finds a new one.
    pub(super) fn close(&self) {
        let state = &mut *self.lock();
        self.reset(state);
        self.device.domain.invalidate(0, u64::MAX);
    }

    pub(super) fn mmap(&self, offset: u64, len: usize) -> Result<Mapping, Errno> {
        self.device.mmap(offset, len)
    }
}

/// Bits that this kernel does not know and bits that this device does not have are the same answer.
fn set_backend_features(state: &mut VdpaState, arg: &mut IoctlArg<'_>) -> Result<i32, Errno> {
    let features = get_u64(bytes_of(arg)?, 0).ok_or(Errno::FAULT)?;
    if features & !(BACKEND_FEATURES | vhost::BACKEND_F_DESC_ASID) != 0 {
        return Err(Errno::OPNOTSUPP);
    }
    if features & vhost::BACKEND_F_DESC_ASID != 0 {
        let without_asid = features & vhost::BACKEND_F_IOTLB_ASID == 0;
        return Err(if without_asid { Errno::INVAL } else { Errno::OPNOTSUPP });
    }
    state.backend_features = features;
    Ok(0)
}
