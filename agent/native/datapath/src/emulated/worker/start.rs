//! What a start hands over.

use crate::emulated::DeviceOptions;
use crate::emulated::dirty_log::DirtyLog;
use crate::emulated::domain::{IommuDomain, IovaTable};
use crate::emulated::doorbell_pages::DoorbellPages;
use crate::emulated::vring::VringAddr;
use crate::eventfd::EventFd;
use crate::ring::{RingParts, Translate, part_bytes};
use crate::trace::EventRing;
use std::sync::Arc;

/// What a start hands to the device thread.
#[derive(Debug)]
pub(crate) struct StartDevice {
    pub(in crate::emulated) options: Arc<DeviceOptions>,
    pub(in crate::emulated) domain: Arc<IommuDomain>,
    pub(in crate::emulated) doorbells: Option<Arc<DoorbellPages>>,
    pub(in crate::emulated) events: EventRing,
    /// Acknowledged by the driver.
    pub(in crate::emulated) features: u64,
    pub(in crate::emulated) log: Option<Arc<DirtyLog>>,
    pub(in crate::emulated) queues: Vec<StartQueue>,
}

/// What a start hands over for each queue.
#[derive(Debug)]
pub(crate) struct StartQueue {
    pub(in crate::emulated) size: u16,
    pub(in crate::emulated) base: u32,
    pub(in crate::emulated) addr: VringAddr,
    pub(in crate::emulated) kick: Option<Arc<EventFd>>,
    pub(in crate::emulated) call: Option<Arc<EventFd>>,
    pub(in crate::emulated) err: Option<Arc<EventFd>>,
    pub(in crate::emulated) enabled: bool,
}

impl StartQueue {
    /// The ring's parts in this process, if all of them are mapped.
    pub(super) fn parts(&self, memory: &IovaTable, packed: bool) -> Option<RingParts> {
        let VringAddr { desc, avail, used, .. } = self.addr;
        let [desc_bytes, avail_bytes, used_bytes] = part_bytes(self.size, packed);
        if !desc.is_multiple_of(16) {
            return None;
        }
        // A packed ring's descriptors are written by both sides, a split ring's by the driver only.
        Some(RingParts {
            desc: memory.translate(desc, desc_bytes, packed)?,
            avail: memory.translate(avail, avail_bytes, false)?,
            used: memory.translate(used, used_bytes, true)?,
            size: self.size,
        })
    }
}
