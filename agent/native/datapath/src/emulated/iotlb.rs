//! What vhost-vdpa does with the messages that map and unmap memory.

use super::domain::{Access, IommuDomain};
use crate::abi::iotlb::{
    ACCESS_RO, ACCESS_WO, BATCH_BEGIN, BATCH_END, INVALIDATE, IotlbMessage, MESSAGE_BYTES, UPDATE,
};
use rustix::io::Errno;

/// Address spaces of the device.
pub(super) const ADDRESS_SPACES: u32 = 1;

#[derive(Debug, Default)]
pub(super) struct Iotlb {
    /// Whether there was a message that makes the address space; others fail before.
    has_address_space: bool,
}

impl Iotlb {
    /// A message that was written. What goes wrong behind its form is hidden: every such error is `EFAULT`.
    ///
    /// # Errors
    /// `EINVAL` for too few bytes, an unknown version, and an update of nothing; `EFAULT` for the rest.
    pub(super) fn write(
        &mut self,
        domain: &IommuDomain,
        has_owner: bool,
        has_asid: bool,
        bytes: &[u8],
    ) -> Result<usize, Errno> {
        let mut message = IotlbMessage::parse(bytes).ok_or(Errno::INVAL)?;
        if message.kind == UPDATE && message.size == 0 {
            return Err(Errno::INVAL);
        }
        if !has_asid {
            message.asid = 0;
        }
        if !has_owner {
            return Err(Errno::FAULT);
        }
        self.process(domain, &message).map_err(|_| Errno::FAULT)?;
        Ok(MESSAGE_BYTES)
    }

    /// Changes take effect one by one; a batch only announces that more follow.
    fn process(&mut self, domain: &IommuDomain, message: &IotlbMessage) -> Result<(), Errno> {
        if message.asid >= ADDRESS_SPACES {
            return Err(Errno::INVAL);
        }
        self.has_address_space |= matches!(message.kind, UPDATE | BATCH_BEGIN);
        if !self.has_address_space {
            return Err(Errno::INVAL);
        }
        match message.kind {
            UPDATE => map(domain, message),
            INVALIDATE => {
                let last = message.iova.wrapping_add(message.size).wrapping_sub(1);
                if last >= message.iova {
                    domain.invalidate(message.iova, last);
                }
                Ok(())
            }
            BATCH_BEGIN | BATCH_END => Ok(()),
            _ => Err(Errno::INVAL),
        }
    }
}

/// Whole pages are mapped: those that the range touches.
fn map(domain: &IommuDomain, message: &IotlbMessage) -> Result<(), Errno> {
    let page = rustix::param::page_size() as u64;
    let into_page = message.iova % page;
    let size = message.size.checked_add(into_page).and_then(|size| size.checked_next_multiple_of(page));
    let access = Access { read: message.perm & ACCESS_RO != 0, write: message.perm & ACCESS_WO != 0 };
    let (iova, uaddr) = (message.iova - into_page, message.uaddr - message.uaddr % page);
    domain.map(iova, uaddr, size.ok_or(Errno::INVAL)?, access)
}
