//! The least a driver of any chains can be, with rust-vmm's types.

use super::{Piece, their_memory};
use crate::bed::Bed;
use ringside_datapath::memory::GuestMemory;
use std::sync::atomic::Ordering;
use virtio_queue::desc::RawDescriptor;
use virtio_queue::desc::split::{Descriptor, VirtqUsedElem};
use vm_memory::{Bytes, GuestAddress, GuestMemoryMmap};

/// Where tables stand: one of 8 entries for each of 64 chains.
const TABLES: usize = 512 << 10;
const TABLE_ENTRIES: usize = 8;

/// A driver of any chains, with their types.
pub(super) struct TheirDriver {
    pub(super) memory: GuestMemoryMmap,
    desc: u64,
    avail: u64,
    used: u64,
    size: u16,
    /// Descriptors that are free, and those of each chain that is out.
    free: Vec<u16>,
    out: Vec<Vec<u16>>,
    pub(super) offers: u16,
    pub(super) next_used: u16,
}

impl TheirDriver {
    pub(super) fn new(bed: &Bed) -> Self {
        let at = GuestMemory::iova;
        let size = bed.ring.size;
        Self {
            memory: their_memory(bed),
            desc: at(bed.ring.desc),
            avail: at(bed.ring.avail),
            used: at(bed.ring.used),
            size,
            free: (0..size).collect(),
            out: vec![Vec::new(); usize::from(size)],
            offers: 0,
            next_used: 0,
        }
    }

    /// Puts a chain into the ring, the last `in_table` pieces of it in a table, and does not publish it.
    pub(super) fn offer(&mut self, pieces: &[Piece], in_table: usize) -> Option<u16> {
        let (direct, table) = pieces.split_at(pieces.len().saturating_sub(in_table));
        let needed = direct.len() + usize::from(!table.is_empty());
        if needed > self.free.len() {
            return None;
        }
        let slots = self.free.split_off(self.free.len() - needed);
        let flags = |is_writable: bool, has_next: bool| u16::from(has_next) | u16::from(is_writable) << 1;
        for (at, &(addr, len, writable)) in direct.iter().enumerate() {
            let next = slots.get(at + 1).copied();
            let descriptor =
                Descriptor::new(addr, len, flags(writable, next.is_some()), next.unwrap_or(0xffff));
            self.write(self.desc + 16 * u64::from(slots[at]), descriptor);
        }
        if let (false, Some(&last)) = (table.is_empty(), slots.last()) {
            let place = GuestMemory::iova(TABLES + 16 * TABLE_ENTRIES * usize::from(self.offers % 64));
            let bytes = u32::try_from(16 * table.len()).unwrap();
            self.write(self.desc + 16 * u64::from(last), Descriptor::new(place, bytes, 4, 0));
            for (at, &(addr, len, writable)) in (0u16..).zip(table) {
                let has_next = usize::from(at) + 1 < table.len();
                let next = if has_next { at + 1 } else { 0xffff };
                self.write(
                    place + 16 * u64::from(at),
                    Descriptor::new(addr, len, flags(writable, has_next), next),
                );
            }
        }
        let head = slots[0];
        let entry = self.avail + 4 + 2 * u64::from(self.offers % self.size);
        self.memory.store(head, GuestAddress(entry), Ordering::Relaxed).unwrap();
        self.offers = self.offers.wrapping_add(1);
        self.out[usize::from(head)] = slots;
        Some(head)
    }

    fn write(&self, at: u64, descriptor: Descriptor) {
        self.memory.write_obj(RawDescriptor::from(descriptor), GuestAddress(at)).unwrap();
    }

    pub(super) fn publish(&self) {
        self.memory.store(self.offers, GuestAddress(self.avail + 2), Ordering::Release).unwrap();
    }

    pub(super) fn take_used(&mut self) -> Option<(u32, u32)> {
        let index: u16 = self.memory.load(GuestAddress(self.used + 2), Ordering::Acquire).unwrap();
        if index == self.next_used {
            return None;
        }
        let entry = self.used + 4 + 8 * u64::from(self.next_used % self.size);
        let used: VirtqUsedElem = self.memory.read_obj(GuestAddress(entry)).unwrap();
        self.next_used = self.next_used.wrapping_add(1);
        let slots = std::mem::take(&mut self.out[usize::try_from(used.id()).unwrap()]);
        self.free.extend(slots);
        Some((used.id(), used.len()))
    }

    /// Asks for a call when the used index goes over `event`.
    pub(super) fn ask(&self, event: u16) {
        let place = GuestAddress(self.avail + 4 + 2 * u64::from(self.size));
        self.memory.store(event, place, Ordering::Relaxed).unwrap();
    }
}
