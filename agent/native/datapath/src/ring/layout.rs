//! Where the three parts of a split ring stand and how their fields are reached (virtio 1.4, 2.7).

use crate::memory::GuestMemory;
use rustix::io::Errno;
use std::sync::atomic::{AtomicU16, Ordering};

const DESCRIPTOR_BYTES: usize = 16;

/// Offsets of a ring's parts in guest memory.
#[derive(Clone, Copy, Debug)]
pub struct RingLayout {
    /// Entries; a power of two up to 32768.
    pub size: u16,
    /// Descriptor table, 16 bytes an entry.
    pub desc: usize,
    /// Available ring, 6 + 2 N bytes.
    pub avail: usize,
    /// Used ring, 6 + 8 N bytes.
    pub used: usize,
}

impl RingLayout {
    /// Takes room for a ring. The parts start on cache lines of their own, so that the two sides do not write
    /// to the same line.
    ///
    /// # Errors
    /// `ENOMEM` when guest memory is used up.
    pub fn allocate(memory: &mut GuestMemory, size: u16) -> Result<Self, Errno> {
        let entries = usize::from(size);
        Ok(Self {
            size,
            desc: memory.allocate(DESCRIPTOR_BYTES * entries, 128)?,
            avail: memory.allocate(6 + 2 * entries, 128)?,
            used: memory.allocate(6 + 8 * entries, 128)?,
        })
    }
}

/// A ring as one side sees it: pointers into its own address space.
#[derive(Clone, Copy, Debug)]
pub struct Ring {
    desc: *mut u8,
    avail: *mut u8,
    used: *mut u8,
    size: u16,
}

// SAFETY: a ring is shared memory; every field that both sides touch is accessed atomically or handed over by
// an index that is.
unsafe impl Send for Ring {}

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

impl Ring {
    /// A ring of `size` entries (a power of two) whose parts stand at these addresses.
    ///
    /// # Safety
    /// The parts must be readable and writable at their full length and aligned to 16, 2 and 4 bytes, for as
    /// long as the ring is used.
    pub unsafe fn new(desc: *mut u8, avail: *mut u8, used: *mut u8, size: u16) -> Self {
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
        // SAFETY: the caller of `new` vouched for the parts; `offset` is even and inside (all callers pass a
        // header field or a masked slot).
        unsafe { AtomicU16::from_ptr(base.add(offset).cast()) }
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
    fn used_slot(&self, index: u16) -> *mut u32 {
        // SAFETY: inside the used ring by the mask; 4-byte aligned since the ring is.
        unsafe { self.used.add(4 + 8 * slot(index, self.size)).cast() }
    }

    /// The used ring's entry for a free-running index: head and bytes written.
    #[inline]
    pub fn used_entry(&self, index: u16) -> (u32, u32) {
        let entry = self.used_slot(index);
        // SAFETY: two aligned words of the used ring, made visible by the acquire load of `used.idx`. Volatile:
        // the other side may be hostile, so every word is read once and then owned.
        unsafe { (entry.read_volatile(), entry.add(1).read_volatile()) }
    }

    /// Sets the used ring's entry for a free-running index.
    #[inline]
    pub fn set_used_entry(&self, index: u16, head: u16, len: u32) {
        let entry = self.used_slot(index);
        // SAFETY: two aligned words of the used ring; the device owns the slot until it publishes `used.idx`.
        unsafe {
            entry.write_volatile(u32::from(head));
            entry.add(1).write_volatile(len);
        }
    }

    /// A descriptor; `index` is masked into the table.
    #[inline]
    pub fn descriptor(&self, index: u16) -> Descriptor {
        let at = self.descriptor_slot(index);
        // SAFETY: the four fields of a descriptor inside the table. Volatile for the reason in `used_entry`.
        unsafe {
            Descriptor {
                addr: at.cast::<u64>().read_volatile(),
                len: at.add(8).cast::<u32>().read_volatile(),
                flags: at.add(12).cast::<u16>().read_volatile(),
                next: at.add(14).cast::<u16>().read_volatile(),
            }
        }
    }

    /// Writes a descriptor; `index` is masked into the table.
    #[inline]
    pub fn set_descriptor(&self, index: u16, descriptor: Descriptor) {
        let at = self.descriptor_slot(index);
        // SAFETY: the four fields of a descriptor inside the table, owned by the driver until published.
        unsafe {
            at.cast::<u64>().write_volatile(descriptor.addr);
            at.add(8).cast::<u32>().write_volatile(descriptor.len);
            at.add(12).cast::<u16>().write_volatile(descriptor.flags);
            at.add(14).cast::<u16>().write_volatile(descriptor.next);
        }
    }

    /// Sets only the length of a descriptor.
    #[inline]
    pub fn set_descriptor_len(&self, index: u16, len: u32) {
        // SAFETY: as in `set_descriptor`.
        unsafe { self.descriptor_slot(index).add(8).cast::<u32>().write_volatile(len) };
    }

    #[inline]
    fn descriptor_slot(&self, index: u16) -> *mut u8 {
        // SAFETY: inside the table by the mask.
        unsafe { self.desc.add(DESCRIPTOR_BYTES * slot(index, self.size)) }
    }
}
