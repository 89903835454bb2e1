//! A ring's set-up state, as vhost keeps it between ioctls.

use crate::abi::bytes::{get_u32, get_u64};
use crate::abi::vhost::{VRING_ADDR_BYTES, VRING_F_LOG, VRING_STATE_BYTES};
use crate::abi::virtio::RING_SIZE_MAX;
use crate::eventfd::EventFd;
use rustix::io::Errno;
use std::sync::Arc;

/// VHOST_SET_VRING_ADDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VringAddr {
    pub(super) desc: u64,
    pub(super) used: u64,
    pub(super) avail: u64,
}

/// Reset values as in vhost: one entry, base 0, nothing bound.
#[derive(Clone, Debug)]
pub(super) struct Vring {
    pub(super) size: u16,
    pub(super) base: u16,
    pub(super) addr: Option<VringAddr>,
    pub(super) kick: Option<Arc<EventFd>>,
    pub(super) call: Option<Arc<EventFd>>,
    pub(super) err: Option<Arc<EventFd>>,
}

impl Default for Vring {
    fn default() -> Self {
        Self { size: 1, base: 0, addr: None, kick: None, call: None, err: None }
    }
}

impl Vring {
    pub(super) fn set_size(&mut self, bytes: &[u8]) -> Result<(), Errno> {
        let size = state_value(bytes)?;
        if size > RING_SIZE_MAX || !size.is_power_of_two() {
            return Err(Errno::INVAL);
        }
        self.size = u16::try_from(size).map_err(|_| Errno::INVAL)?;
        Ok(())
    }

    pub(super) fn set_base(&mut self, bytes: &[u8]) -> Result<(), Errno> {
        self.base = u16::try_from(state_value(bytes)?).map_err(|_| Errno::INVAL)?;
        Ok(())
    }

    pub(super) fn set_addr(&mut self, bytes: &[u8]) -> Result<(), Errno> {
        if bytes.len() < VRING_ADDR_BYTES {
            return Err(Errno::FAULT);
        }
        let field = |offset| get_u64(bytes, offset).ok_or(Errno::FAULT);
        if get_u32(bytes, 4).ok_or(Errno::FAULT)? & !VRING_F_LOG != 0 {
            return Err(Errno::OPNOTSUPP);
        }
        let (desc, used, avail, log) = (field(8)?, field(16)?, field(24)?, field(32)?);
        if avail % 2 != 0 || used % 4 != 0 || log % 4 != 0 {
            return Err(Errno::INVAL);
        }
        self.addr = Some(VringAddr { desc, used, avail });
        Ok(())
    }
}

/// `num` of a vhost_vring_state.
fn state_value(bytes: &[u8]) -> Result<u32, Errno> {
    get_u32(bytes, VRING_STATE_BYTES - 4).ok_or(Errno::FAULT)
}

/// The eventfd of a vhost_vring_file; -1 unbinds.
pub(super) fn file_value(bytes: &[u8]) -> Result<Option<Arc<EventFd>>, Errno> {
    match state_value(bytes)?.cast_signed() {
        -1 => Ok(None),
        fd => EventFd::duplicate_raw(fd).map(|fd| Some(Arc::new(fd))),
    }
}
