//! Tables of descriptors outside the ring (virtio 1.4, 2.7.5.3 and 2.8.7).

use super::chain::Walk;
use super::parts::{DESCRIPTOR_BYTES, DESCRIPTOR_LEN};
use super::{QueueError, Segment, Translate};
use crate::abi::virtio::{DESC_F_INDIRECT, DESC_F_NEXT};

/// Most descriptors of a table: what an index of a split ring can name.
const TABLE_MAX: u32 = 32768;

/// How the entries of a table follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By `next`, as in a split ring.
    Linked,
    /// One behind the other to the end, as in a packed ring.
    Sequential,
}

/// A table in this process. The driver may write to it meanwhile, so every field is read once.
struct Table {
    start: *const u8,
    entries: u32,
    order: Order,
}

impl Table {
    fn map(memory: &impl Translate, (addr, len): (u64, u32), order: Order) -> Result<Self, QueueError> {
        let entries = len / DESCRIPTOR_LEN;
        if entries == 0 || !len.is_multiple_of(DESCRIPTOR_LEN) || entries > TABLE_MAX {
            return Err(QueueError::IndirectTable { len, max: TABLE_MAX });
        }
        let unmapped = QueueError::Unmapped { address: addr, len };
        let start = memory.translate(addr, u64::from(len), false).ok_or(unmapped)?;
        Ok(Self { start, entries, order })
    }

    /// Address, length, flags and `next` of an entry.
    fn entry(&self, index: u32) -> (u64, u32, u16, u16) {
        debug_assert!(index < self.entries);
        // SAFETY: the whole table is mapped and `index` inside it. The guest chooses its alignment; volatile
        // because it may also change it while this is read.
        unsafe {
            let at = self.start.add(index as usize * DESCRIPTOR_BYTES);
            let mut bytes = [0u8; DESCRIPTOR_BYTES];
            for (offset, byte) in bytes.iter_mut().enumerate() {
                *byte = at.add(offset).read_volatile();
            }
            let [a @ .., b0, b1, b2, b3, c0, c1, d0, d1] = bytes;
            let (third, fourth) = (u16::from_le_bytes([c0, c1]), u16::from_le_bytes([d0, d1]));
            // A packed ring's tables are made of its own descriptors: the id, which says nothing here, then the flags.
            let (flags, next) = if self.order == Order::Linked { (third, fourth) } else { (fourth, 0) };
            (u64::from_le_bytes(a), u32::from_le_bytes([b0, b1, b2, b3]), flags, next)
        }
    }
}

/// Appends the buffers of a table to those of the chain it stands in.
pub(super) fn take_table(
    memory: &impl Translate,
    at: (u64, u32),
    order: Order,
    chain: &mut Walk<'_>,
) -> Result<(), QueueError> {
    let table = Table::map(memory, at, order)?;
    let (mut index, mut seen) = (0u32, 0u32);
    loop {
        let (addr, len, flags, next) = table.entry(index);
        // No table in a table; in a packed ring's table only WRITE means anything (2.8.7.1).
        if flags & DESC_F_INDIRECT != 0 || (order == Order::Sequential && flags & DESC_F_NEXT != 0) {
            return Err(QueueError::Flags { flags });
        }
        chain.push(Segment::map(memory, addr, len, flags)?)?;
        seen += 1;
        let end = match order {
            Order::Linked => flags & DESC_F_NEXT == 0,
            Order::Sequential => seen == table.entries,
        };
        if end {
            return Ok(());
        }
        if seen == table.entries {
            return Err(QueueError::ChainLoop { size: u16::try_from(table.entries).unwrap_or(u16::MAX) });
        }
        index = if order == Order::Linked { u32::from(next) } else { seen };
        if index >= table.entries {
            let size = u16::try_from(table.entries).unwrap_or(u16::MAX);
            return Err(QueueError::DescriptorIndex { index: next, size });
        }
    }
}
