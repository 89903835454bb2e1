//! How the fields of a split ring are reached (virtio 1.4, 2.7).

use crate::ring::RingParts;
use crate::ring::parts::DESCRIPTOR_BYTES;
use crate::ring::sync::{AtomicU16, Ordering, atomic, read, write};

/// A ring as one side sees it: pointers into its own address space.
#[derive(Clone, Copy, Debug)]
pub struct SplitRing {
    desc: *mut u8,
    avail: *mut u8,
    used: *mut u8,
    size: u16,
}

// SAFETY: as for `RingParts`, which it is made of.
unsafe impl Send for SplitRing {}

/// One descriptor (2.7.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Descriptor {
    /// I/O virtual address of the buffer.
    pub addr: u64,
    /// Bytes.
    pub len: u32,
    /// `DESC_F_*`.
    pub flags: u16,
    /// Next descriptor when `DESC_F_NEXT` is set.
    pub next: u16,
}

#[inline]
fn slot(index: u16, size: u16) -> usize {
    usize::from(index & (size - 1))
}

impl SplitRing {
    /// The ring whose parts these are.
    pub fn new(parts: RingParts) -> Self {
        let RingParts { desc, avail, used, size } = parts;
        debug_assert!(size.is_power_of_two());
        Self { desc, avail, used, size }
    }

    /// Entries.
    #[inline]
    pub fn size(&self) -> u16 {
        self.size
    }

    #[inline]
    fn atomic(&self, base: *mut u8, offset: usize) -> &AtomicU16 {
        // SAFETY: `RingParts`'s maker vouched for the parts; `offset` is even and inside (all callers pass
        // a header field, a masked slot or the event behind the entries).
        unsafe { atomic(base.add(offset)) }
    }

    /// `avail.flags`: `AVAIL_F_NO_INTERRUPT`.
    #[inline]
    pub fn avail_flags(&self) -> &AtomicU16 {
        self.atomic(self.avail, 0)
    }

    /// `avail.idx`, free running.
    #[inline]
    pub fn avail_idx(&self) -> &AtomicU16 {
        self.atomic(self.avail, 2)
    }

    /// The available ring's entry for a free-running index.
    #[inline]
    pub fn avail_entry(&self, index: u16) -> u16 {
        // Relaxed: ordered by the acquire load of `avail.idx` that made the entry visible.
        self.atomic(self.avail, 4 + 2 * slot(index, self.size)).load(Ordering::Relaxed)
    }

    /// Sets the available ring's entry for a free-running index.
    #[inline]
    pub fn set_avail_entry(&self, index: u16, head: u16) {
        // Relaxed: published by the release store of `avail.idx` that follows.
        self.atomic(self.avail, 4 + 2 * slot(index, self.size)).store(head, Ordering::Relaxed);
    }

    /// `used_event`, behind the available ring's entries: the used position the driver wants to hear of (2.7.7).
    #[inline]
    pub fn used_event(&self) -> &AtomicU16 {
        self.atomic(self.avail, 4 + 2 * usize::from(self.size))
    }

    /// `avail_event`, behind the used ring's entries: the available position the device wants to hear of (2.7.10).
    #[inline]
    pub fn avail_event(&self) -> &AtomicU16 {
        self.atomic(self.used, 4 + 8 * usize::from(self.size))
    }

    /// `used.flags`: `USED_F_NO_NOTIFY`.
    #[inline]
    pub fn used_flags(&self) -> &AtomicU16 {
        self.atomic(self.used, 0)
    }

    /// `used.idx`, free running.
    #[inline]
    pub fn used_idx(&self) -> &AtomicU16 {
        self.atomic(self.used, 2)
    }

    #[inline]
    fn used_slot(&self, index: u16) -> *mut u8 {
        // SAFETY: inside the used ring by the mask; 4-byte aligned since the ring is.
        unsafe { self.used.add(4 + 8 * slot(index, self.size)) }
    }

    /// The used ring's entry for a free-running index: head and bytes written.
    #[inline]
    pub fn used_entry(&self, index: u16) -> (u32, u32) {
        let entry = self.used_slot(index);
        // SAFETY: two aligned words of the used ring, made visible by the acquire load of `used.idx`.
        unsafe { (read(entry), read(entry.add(4))) }
    }

    /// Sets the used ring's entry for a free-running index.
    #[inline]
    pub fn set_used_entry(&self, index: u16, head: u16, len: u32) {
        let entry = self.used_slot(index);
        // SAFETY: two aligned words of the used ring; the device owns the slot until it publishes `used.idx`.
        unsafe {
            write(entry, u32::from(head));
            write(entry.add(4), len);
        }
    }

    /// A descriptor; `index` is masked into the table.
    #[inline]
    pub fn descriptor(&self, index: u16) -> Descriptor {
        let at = self.descriptor_slot(index);
        // SAFETY: the four fields of a descriptor inside the table.
        unsafe {
            Descriptor {
                addr: read(at),
                len: read(at.add(8)),
                flags: read(at.add(12)),
                next: read(at.add(14)),
            }
        }
    }

    /// Writes a descriptor; `index` is masked into the table.
    #[inline]
    pub fn set_descriptor(&self, index: u16, descriptor: Descriptor) {
        let at = self.descriptor_slot(index);
        // SAFETY: the four fields of a descriptor inside the table, owned by the driver until published.
        unsafe {
            write(at, descriptor.addr);
            write(at.add(8), descriptor.len);
            write(at.add(12), descriptor.flags);
            write(at.add(14), descriptor.next);
        }
    }

    /// Sets only the length of a descriptor.
    #[inline]
    pub fn set_descriptor_len(&self, index: u16, len: u32) {
        // SAFETY: as in `set_descriptor`.
        unsafe { write(self.descriptor_slot(index).add(8), len) };
    }

    #[inline]
    fn descriptor_slot(&self, index: u16) -> *mut u8 {
        // SAFETY: inside the table by the mask.
        unsafe { self.desc.add(DESCRIPTOR_BYTES * slot(index, self.size)) }
    }
}
