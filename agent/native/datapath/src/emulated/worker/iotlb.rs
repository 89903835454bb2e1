//! A queue's translation cache: the last mapping it used.

use crate::emulated::domain::{IovaTable, Mapping};
use crate::ring::Translate;
use std::cell::Cell;

/// One cached mapping and how often it helped. Most queues live in one mapping, and a hit is two comparisons.
#[derive(Debug, Default)]
pub(super) struct Iotlb {
    last: Cell<Mapping>,
    lookups: Cell<u64>,
    misses: Cell<u64>,
}

/// A queue's view of the memory map.
pub(super) struct View<'a> {
    pub(super) table: &'a IovaTable,
    pub(super) iotlb: &'a Iotlb,
}

impl Iotlb {
    /// Forgets the cached mapping: the map has changed.
    pub(super) fn forget(&self) {
        self.last.set(Mapping::default());
    }

    /// Lookups, and those that found the cached mapping to be another one.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.lookups.get(), self.misses.get())
    }
}

impl Translate for View<'_> {
    #[inline(always)]
    fn translate(&self, address: u64, len: u64, writable: bool) -> Option<*mut u8> {
        let iotlb = self.iotlb;
        iotlb.lookups.set(iotlb.lookups.get() + 1);
        if let Some(start) = iotlb.last.get().translate(address, len, writable) {
            return Some(start);
        }
        iotlb.misses.set(iotlb.misses.get() + 1);
        let range = self.table.find(address)?;
        iotlb.last.set(range);
        range.translate(address, len, writable)
    }
}
