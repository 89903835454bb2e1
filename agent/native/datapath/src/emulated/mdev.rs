//! The vhost-mdev device's file: VFIO's requests, vhost's, and VHOST_MDEV_SET_STATE (RFC v3, without its defects).

use super::container::check_argsz;
use super::device::{Device, State, bytes_of, put};
use super::vhost_ioctl::{dev_ioctl, follow_log, vring_ioctl};
use super::vring::Vring;
use crate::abi::bytes::{get_u64, put_u32};
use crate::abi::{vfio, vhost};
use crate::device_fd::IoctlArg;
use crate::memory::Mapping;
use rustix::io::Errno;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub(super) struct MdevDevice {
    device: Device,
    state: Mutex<State>,
}

impl MdevDevice {
    pub(super) fn new(device: Device) -> Self {
        let state = Mutex::new(State::new(&device.options));
        Self { device, state }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
            vhost::GET_FEATURES => put(&mut arg, &self.device.features().to_ne_bytes()),
            vhost::MDEV_SET_STATE if state.has_owner => self.set_state(state, bytes_of(&mut arg)?),
            vhost::SET_FEATURES if state.has_owner => self.set_features(state, bytes_of(&mut arg)?),
            _ => dev_ioctl(&self.device, state, request, &mut arg).unwrap_or_else(|| {
                let active = state.running.is_some();
                vring_ioctl(state, request, &mut arg, active)
            }),
        }
    }

    /// Features freeze while the device runs, except for logging, which a migration switches on and off.
    fn set_features(&self, state: &mut State, bytes: &[u8]) -> Result<i32, Errno> {
        let features = get_u64(bytes, 0).ok_or(Errno::FAULT)?;
        if features & !self.device.features() != 0 {
            return Err(Errno::INVAL);
        }
        let changed = features ^ state.acked_features;
        if state.running.is_some() && changed & !vhost::F_LOG_ALL != 0 {
            return Err(Errno::BUSY);
        }
        state.acked_features = features;
        follow_log(&self.device, state).inspect_err(|_| state.acked_features ^= changed)?;
        Ok(0)
    }

    fn set_state(&self, state: &mut State, bytes: &[u8]) -> Result<i32, Errno> {
        match get_u64(bytes, 0).ok_or(Errno::FAULT)? {
            vhost::MDEV_STATE_STOPPED => {
                self.device.stop(state);
                Ok(0)
            }
            vhost::MDEV_STATE_RUNNING if state.running.is_some() => Ok(0),
            vhost::MDEV_STATE_RUNNING => {
                // There is no request to enable a ring: one that was given addresses takes part.
                let takes_part = |vring: &Vring| vring.addr.is_some();
                if !state.vrings.iter().any(takes_part) {
                    return Err(Errno::INVAL);
                }
                state.running = Some(self.device.start(state, takes_part)?);
                Ok(0)
            }
            _ => Err(Errno::INVAL),
        }
    }

    /// Closing the file stops and resets the device, so that the next owner finds it as new.
    pub(super) fn close(&self) {
        let state = &mut *self.lock();
        self.device.stop(state);
        *state = State::new(&self.device.options);
    }

    pub(super) fn mmap(&self, offset: u64, len: usize) -> Result<Mapping, Errno> {
        self.device.mmap(offset, len)
    }
}

fn get_info(bytes: &mut [u8]) -> Result<i32, Errno> {
    check_argsz(bytes, vfio::DEVICE_INFO_BYTES)?;
    put_u32(bytes, 4, vfio::DEVICE_FLAGS_VHOST);
    put_u32(bytes, 8, 0);
    put_u32(bytes, 12, 0);
    Ok(0)
}
