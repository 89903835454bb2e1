//! The driver's end of a mapped doorbell (virtio 1.4, 2.9).

use crate::memory::Mapping;
use std::sync::atomic::AtomicU32;

/// A page the driver stores to, as the driver sees it.
#[derive(Debug)]
pub struct DoorbellPage(Mapping);

impl DoorbellPage {
    /// Takes a mapping of one page.
    pub fn new(mapping: Mapping) -> Self {
        Self(mapping)
    }

    /// The word that rings.
    #[inline]
    pub fn word(&self) -> &AtomicU32 {
        // SAFETY: the mapping is at least one aligned page and lives as long as `self`.
        unsafe { AtomicU32::from_ptr(self.0.as_ptr().cast()) }
    }
}
