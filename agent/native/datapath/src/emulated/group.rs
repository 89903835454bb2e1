//! /dev/vfio/N: a group with one mediated device in it.

use super::container::{Container, check_argsz};
use crate::abi::bytes::put_u32;
use crate::abi::vfio;
use rustix::io::Errno;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct State {
    container: Option<Arc<Container>>,
    device_open: bool,
}

#[derive(Debug, Default)]
pub(super) struct Group {
    state: Mutex<State>,
}

impl Group {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// VFIO_GROUP_GET_STATUS.
    pub(super) fn status(&self, bytes: &mut [u8]) -> Result<i32, Errno> {
        check_argsz(bytes, vfio::GROUP_STATUS_BYTES)?;
        let in_container = self.lock().container.is_some();
        let set = if in_container { vfio::GROUP_FLAGS_CONTAINER_SET } else { 0 };
        put_u32(bytes, 4, vfio::GROUP_FLAGS_VIABLE | set);
        Ok(0)
    }

    /// VFIO_GROUP_SET_CONTAINER; `find` looks the descriptor up.
    pub(super) fn set_container(
        &self,
        find: impl FnOnce() -> Result<Arc<Container>, Errno>,
    ) -> Result<i32, Errno> {
        let mut state = self.lock();
        if state.container.is_some() {
            return Err(Errno::INVAL);
        }
        let container = find()?;
        container.add_group();
        state.container = Some(container);
        Ok(0)
    }

    /// VFIO_GROUP_UNSET_CONTAINER.
    pub(super) fn unset_container(&self) -> Result<i32, Errno> {
        let mut state = self.lock();
        if state.container.is_none() {
            return Err(Errno::INVAL);
        }
        if state.device_open {
            return Err(Errno::BUSY);
        }
        if let Some(container) = state.container.take() {
            container.remove_group();
        }
        Ok(0)
    }

    /// VFIO_GROUP_GET_DEVICE_FD, after the name was found: the container whose memory the device will use.
    pub(super) fn open_device(&self) -> Result<Arc<Container>, Errno> {
        let mut state = self.lock();
        let container =
            state.container.clone().filter(|container| container.has_iommu()).ok_or(Errno::INVAL)?;
        if state.device_open {
            return Err(Errno::BUSY);
        }
        state.device_open = true;
        Ok(container)
    }

    pub(super) fn close_device(&self) {
        self.lock().device_open = false;
    }

    /// Closing a group's file takes it out of its container.
    pub(super) fn close(&self) {
        if let Some(container) = self.lock().container.take() {
            container.remove_group();
        }
    }
}
