//! The buffers of a queue and how each is described to the device.

use super::indirect::Order;
use super::parts::{DESCRIPTOR_BYTES, DESCRIPTOR_LEN};
use crate::abi::virtio::{DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, NET_HEADER_BYTES};
use crate::memory::GuestMemory;
use rustix::io::Errno;

/// How a buffer is described to the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BufferLayout {
    /// One descriptor for header and frame.
    #[default]
    Single,
    /// One descriptor for the virtio-net header, one for the frame.
    Chained,
    /// The same two in a table of their own (VIRTIO_F_INDIRECT_DESC).
    Indirect,
}

/// Bytes of the virtio-net header, which split layouts describe apart.
pub(super) const HEAD_BYTES: u32 = 12;
const _: () = assert!(HEAD_BYTES as usize == NET_HEADER_BYTES);

/// Bytes of an indirect table: a descriptor for the header, one for the frame.
const TABLE_BYTES: u32 = 2 * DESCRIPTOR_LEN;

/// A queue's buffers: equal pieces of guest memory, one behind the other.
#[derive(Clone, Copy, Debug)]
pub struct Buffers {
    /// How each is described.
    pub layout: BufferLayout,
    /// Whether the device writes them.
    pub writable: bool,
    /// I/O virtual address of the first.
    pub iova: u64,
    /// Bytes from one to the next, and of each.
    pub stride: u32,
    /// Of the indirect tables, two descriptors a buffer, in both address spaces.
    tables: Option<(u64, *mut u8)>,
}

// SAFETY: the pointer leads to guest memory that the driver owns until it offers a buffer.
unsafe impl Send for Buffers {}

impl Buffers {
    /// Buffers at an offset of guest memory; takes room for tables where the layout needs them.
    ///
    /// # Errors
    /// `ENOMEM` when guest memory is used up.
    pub fn new(
        memory: &mut GuestMemory,
        layout: BufferLayout,
        writable: bool,
        ring_size: u16,
        stride: u32,
    ) -> Result<(Self, usize), Errno> {
        let count = usize::from(ring_size / layout.descriptors());
        let offset = memory.allocate(count * stride as usize, 4096)?;
        let tables = match layout {
            BufferLayout::Indirect => {
                let at = memory.allocate(count * TABLE_BYTES as usize, 64)?;
                Some((GuestMemory::iova(at), memory.at(at)))
            }
            _ => None,
        };
        Ok((Self { layout, writable, iova: GuestMemory::iova(offset), stride, tables }, offset))
    }

    /// I/O virtual address of a buffer.
    #[inline]
    pub(super) fn address(&self, buffer: u16) -> u64 {
        self.iova + u64::from(buffer) * u64::from(self.stride)
    }

    /// Flags of descriptors that lead to these buffers.
    #[inline]
    pub(super) fn flags(&self) -> u16 {
        if self.writable { DESC_F_WRITE } else { 0 }
    }

    /// Address and bytes of a buffer's indirect table; fills it in for `len` bytes.
    #[inline]
    pub(super) fn table(&self, buffer: u16, len: u32, order: Order) -> (u64, u32) {
        let Some((iova, start)) = self.tables else { return (0, 0) };
        let offset = usize::from(buffer) * TABLE_BYTES as usize;
        let (address, flags) = (self.address(buffer), self.flags());
        let (head, rest) = match order {
            Order::Linked => ([flags | DESC_F_NEXT, 1], [flags, 0]),
            // As in the ring itself: the id, which says nothing here, then the flags (2.8.7).
            Order::Sequential => ([0, flags], [0, flags]),
        };
        // SAFETY: there is one table of two descriptors for each buffer, which the driver holds.
        unsafe {
            let table = start.add(offset);
            write_table_entry(table, address, HEAD_BYTES, head);
            let (address, len) = (address + u64::from(HEAD_BYTES), len.saturating_sub(HEAD_BYTES));
            write_table_entry(table.add(DESCRIPTOR_BYTES), address, len, rest);
        }
        (iova + offset as u64, TABLE_BYTES)
    }
}

impl BufferLayout {
    /// Ring descriptors a buffer takes.
    #[inline]
    pub(super) fn descriptors(self) -> u16 {
        if self == Self::Chained { 2 } else { 1 }
    }

    /// The flag of a ring descriptor that leads to a table.
    #[inline]
    pub(super) fn indirect_flag(self) -> u16 {
        if self == Self::Indirect { DESC_F_INDIRECT } else { 0 }
    }
}

/// Writes one entry of an indirect table. The last two words are flags and next in a split ring, id and flags in a
/// packed one.
///
/// # Safety
/// `at` leads to 16 writable bytes, aligned to 8, that the driver owns.
#[inline]
unsafe fn write_table_entry(at: *mut u8, addr: u64, len: u32, last: [u16; 2]) {
    // SAFETY: as the caller says.
    unsafe {
        at.cast::<u64>().write_volatile(addr);
        at.add(8).cast::<u32>().write_volatile(len);
        at.add(12).cast::<[u16; 2]>().write_volatile(last);
    }
}
