//! A ring's set-up state, as vhost keeps it between ioctls.

use crate::abi::bytes::{get_u32, get_u64};
use crate::abi::vhost::{VRING_ADDR_BYTES, VRING_F_LOG, VRING_STATE_BYTES};
use crate::abi::virtio::RING_SIZE_MAX;
use crate::eventfd::EventFd;
use crate::ring::Translate;
use rustix::io::Errno;
use std::sync::Arc;

/// VHOST_SET_VRING_ADDR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct VringAddr {
    /// Descriptor table, or the packed ring.
    pub(super) desc: u64,
    /// Used ring, or the device's event structure.
    pub(super) used: u64,
    /// Available ring, or the driver's event structure.
    pub(super) avail: u64,
    /// Where writes to the used ring begin in the dirty log; `None` if they are not logged.
    pub(super) log: Option<u64>,
}

/// Reset values as in vhost: one entry, base 0, nothing bound.
#[derive(Clone, Debug)]
pub(super) struct Vring {
    pub(super) size: u16,
    /// Split: next available index. Packed: the state word of both positions with their wrap counters.
    pub(super) base: u32,
    pub(super) addr: Option<VringAddr>,
    pub(super) kick: Option<Arc<EventFd>>,
    pub(super) call: Option<Arc<EventFd>>,
    pub(super) err: Option<Arc<EventFd>>,
    pub(super) busyloop_timeout: u32,
    /// vhost-vdpa's SET_VRING_ENABLE.
    pub(super) enabled: bool,
}

impl Default for Vring {
    fn default() -> Self {
        Self {
            size: 1,
            base: 0,
            addr: None,
            kick: None,
            call: None,
            err: None,
            busyloop_timeout: 0,
            enabled: false,
        }
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

    pub(super) fn set_base(&mut self, bytes: &[u8], packed: bool) -> Result<(), Errno> {
        let base = state_value(bytes)?;
        if !packed && base > u32::from(u16::MAX) {
            return Err(Errno::INVAL);
        }
        self.base = base;
        Ok(())
    }
}

impl Vring {
    /// Whether every part of the ring is mapped at its full size, aligned (virtio 1.4, 2.7 and 2.8), and accessible
    /// as the device needs it. Event indices are part of the split rings whether or not they are used.
    pub(super) fn is_mapped(&self, memory: &impl Translate, packed: bool) -> bool {
        let Some(addr) = self.addr else { return false };
        let entries = u64::from(self.size);
        let is_there = |address: u64, align: u64, len: u64, writable: bool| {
            address.is_multiple_of(align) && memory.translate(address, len, writable).is_some()
        };
        if packed {
            [false, true].iter().all(|&writable| is_there(addr.desc, 16, 16 * entries, writable))
                && is_there(addr.avail, 4, 4, false)
                && is_there(addr.used, 4, 4, true)
        } else {
            is_there(addr.desc, 16, 16 * entries, false)
                && is_there(addr.avail, 2, 6 + 2 * entries, false)
                && is_there(addr.used, 4, 6 + 8 * entries, true)
        }
    }
}

/// Checks a vhost_vring_addr. The alignment of the descriptors is not looked at, the log address is also without
/// its flag.
pub(super) fn parse_addr(bytes: &[u8]) -> Result<VringAddr, Errno> {
    if bytes.len() < VRING_ADDR_BYTES {
        return Err(Errno::FAULT);
    }
    let field = |offset| get_u64(bytes, offset).ok_or(Errno::FAULT);
    let flags = get_u32(bytes, 4).ok_or(Errno::FAULT)?;
    if flags & !VRING_F_LOG != 0 {
        return Err(Errno::OPNOTSUPP);
    }
    let (desc, used, avail, log) = (field(8)?, field(16)?, field(24)?, field(32)?);
    if avail % 2 != 0 || used % 4 != 0 || log % 4 != 0 {
        return Err(Errno::INVAL);
    }
    Ok(VringAddr { desc, used, avail, log: (flags & VRING_F_LOG != 0).then_some(log) })
}

/// `num` of a vhost_vring_state.
pub(super) fn state_value(bytes: &[u8]) -> Result<u32, Errno> {
    get_u32(bytes, VRING_STATE_BYTES - 4).ok_or(Errno::FAULT)
}

/// An eventfd by its number; -1 is none.
pub(super) fn eventfd(number: u32) -> Result<Option<Arc<EventFd>>, Errno> {
    match number.cast_signed() {
        -1 => Ok(None),
        fd => EventFd::duplicate_raw(fd).map(|fd| Some(Arc::new(fd))),
    }
}
