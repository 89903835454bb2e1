//! /dev/vfio/N: a group with one mediated device in it.

use super::container::{Container, check_argsz};
use crate::abi::bytes::put_u32;
use crate::abi::vfio;
use rustix::io::Errno;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct State {
    container: Option<Arc<Container>>,
    file_open: bool,
    device_fds: usize,
}

impl State {
    /// An open device keeps its group's file: only closing both takes the group out of its container.
    fn leave_if_closed(&mut self) {
        if !self.file_open
            && self.device_fds == 0
            && let Some(container) = self.container.take()
        {
            container.remove_group();
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Group {
    state: Mutex<State>,
}

impl Group {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// open(2) on the group's file.
    ///
    /// # Errors
    /// `EBUSY` while it, or the device in it, is open.
    pub(super) fn open(&self) -> Result<(), Errno> {
        let mut state = self.lock();
        if state.file_open || state.device_fds > 0 {
            return Err(Errno::BUSY);
        }
        state.file_open = true;
        Ok(())
    }

    /// VFIO_GROUP_GET_STATUS.
    pub(super) fn status(&self, bytes: &mut [u8]) -> Result<i32, Errno> {
        check_argsz(bytes, vfio::GROUP_STATUS_BYTES)?;
        let in_container = self.lock().container.is_some();
        let set = if in_container { vfio::GROUP_FLAGS_CONTAINER_SET } else { 0 };
        put_u32(bytes, 4, vfio::GROUP_FLAGS_VIABLE | set);
        Ok(0)
    }

    /// VFIO_GROUP_SET_CONTAINER, for an open file: `None` if it is not a container.
    pub(super) fn set_container(&self, container: Option<Arc<Container>>) -> Result<i32, Errno> {
        let mut state = self.lock();
        if state.container.is_some() {
            return Err(Errno::INVAL);
        }
        let container = container.ok_or(Errno::BADFD)?;
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
        if state.device_fds > 0 {
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
        state.device_fds += 1;
        Ok(container)
    }

    /// One descriptor less. With the last, `stop` is called before the group may leave its container, whose memory
    /// the device uses.
    pub(super) fn close_device(&self, stop: impl FnOnce()) {
        let mut state = self.lock();
        state.device_fds -= 1;
        if state.device_fds == 0 {
            stop();
        }
        state.leave_if_closed();
    }

    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.file_open = false;
        state.leave_if_closed();
    }
}
