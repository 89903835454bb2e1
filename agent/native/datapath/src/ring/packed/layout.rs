//! How the fields of a packed ring are reached (virtio 1.4, 2.8).

use super::position::Position;
use crate::prefetch::{LINE_BYTES, prefetch_to_write};
use crate::ring::RingParts;
use crate::ring::parts::DESCRIPTOR_BYTES;
use crate::ring::sync::{AtomicU16, Ordering, atomic, read, write};

/// The descriptor was made available in this turn of the ring (2.8.1).
const AVAIL: u16 = 1 << 7;
/// The descriptor was used in this turn of the ring.
const USED: u16 = 1 << 15;

/// Event suppression, flags: notifications are wanted, not wanted, or wanted at a position (2.8.14).
pub(super) const EVENT_ENABLE: u16 = 0;
pub(super) const EVENT_DISABLE: u16 = 1;
pub(super) const EVENT_DESC: u16 = 2;

/// A packed ring as one side sees it: pointers into its own address space.
#[derive(Clone, Copy, Debug)]
pub struct PackedRing {
    desc: *mut u8,
    driver_event: *mut u8,
    device_event: *mut u8,
    size: u16,
}

// SAFETY: as for `RingParts`, which it is made of.
unsafe impl Send for PackedRing {}

/// A descriptor without its flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) addr: u64,
    pub(super) len: u32,
    pub(super) id: u16,
}

/// The two bits that make a descriptor available in a turn.
#[inline]
pub(super) fn available(wrap: bool) -> u16 {
    if wrap { AVAIL } else { USED }
}

/// The two bits that make a descriptor used in a turn.
#[inline]
pub(super) fn used(wrap: bool) -> u16 {
    if wrap { AVAIL | USED } else { 0 }
}

/// Descriptors that share a cache line.
#[expect(clippy::cast_possible_truncation, reason = "four")]
pub(super) const SLOTS_PER_LINE: u16 = (LINE_BYTES / DESCRIPTOR_BYTES) as u16;

const TURN: u16 = AVAIL | USED;

/// Whether flags say that the descriptor is available in this turn.
#[inline]
pub(super) fn is_available(flags: u16, wrap: bool) -> bool {
    flags & TURN == available(wrap)
}

/// Whether flags say that the descriptor is used in this turn.
#[inline]
pub(super) fn is_used(flags: u16, wrap: bool) -> bool {
    flags & TURN == used(wrap)
}

impl PackedRing {
    /// The ring whose parts these are.
    pub fn new(parts: RingParts) -> Self {
        let RingParts { desc, avail, used, size } = parts;
        debug_assert!(size.is_power_of_two());
        Self { desc, driver_event: avail, device_event: used, size }
    }

    /// Entries.
    #[inline]
    pub fn size(&self) -> u16 {
        self.size
    }

    #[inline]
    fn slot(&self, slot: u16) -> *mut u8 {
        // SAFETY: inside the ring by the mask; `RingParts`'s maker vouched for its length.
        unsafe { self.desc.add(DESCRIPTOR_BYTES * usize::from(slot & (self.size - 1))) }
    }

    #[inline]
    fn flags(&self, slot: u16) -> &AtomicU16 {
        // SAFETY: the aligned last word of a descriptor inside the ring.
        unsafe { atomic(self.slot(slot).add(14)) }
    }

    /// Flags of a descriptor; what they hand over may be read after it.
    #[inline]
    pub(super) fn load_flags(&self, slot: u16) -> u16 {
        // Acquire: the rest of the descriptor, and the buffer, must be read after the flags that hand them over.
        self.flags(slot).load(Ordering::Acquire)
    }

    /// Hands a descriptor over.
    #[inline]
    pub(super) fn store_flags(&self, slot: u16, flags: u16) {
        // Release: the rest of the descriptor, the buffer, and the descriptors behind it in the batch must be
        // visible before the flags that hand them over (2.8.21.3.1).
        self.flags(slot).store(flags, Ordering::Release);
    }

    /// A descriptor without its flags.
    #[inline]
    pub(super) fn body(&self, slot: u16) -> Body {
        let at = self.slot(slot);
        // SAFETY: the fields of a descriptor inside the ring.
        unsafe { Body { addr: read(at), len: read(at.add(8)), id: read(at.add(12)) } }
    }

    /// Asks for the line of a descriptor that will be written, at the first slot of each line.
    #[inline(always)]
    pub(super) fn prefetch_line(&self, slot: u16) {
        if slot.is_multiple_of(SLOTS_PER_LINE) {
            prefetch_to_write(self.slot(slot), DESCRIPTOR_BYTES);
        }
    }

    /// Writes a descriptor without its flags.
    #[inline]
    pub(super) fn set_body(&self, slot: u16, body: Body) {
        let at = self.slot(slot);
        // SAFETY: as in `body`; the writer owns the descriptor until it stores its flags.
        unsafe {
            write(at, body.addr);
            write(at.add(8), body.len);
            write(at.add(12), body.id);
        }
    }

    /// Writes what a device tells of a used chain: bytes written and buffer id.
    #[inline]
    pub(super) fn set_used_body(&self, slot: u16, id: u16, written: u32) {
        let at = self.slot(slot);
        // SAFETY: as in `set_body`.
        unsafe {
            write(at.add(8), written);
            write(at.add(12), id);
        }
    }

    /// What the driver wants to hear of, by the device.
    #[inline]
    pub(super) fn driver_event(&self) -> Event<'_> {
        // SAFETY: four bytes, aligned to 2 at least, for which `RingParts`'s maker vouched.
        unsafe { Event::at(self.driver_event) }
    }

    /// What the device wants to hear of, by the driver.
    #[inline]
    pub(super) fn device_event(&self) -> Event<'_> {
        // SAFETY: as for the driver's.
        unsafe { Event::at(self.device_event) }
    }
}

/// An event suppression structure (2.8.14).
pub(super) struct Event<'a> {
    position: &'a AtomicU16,
    flags: &'a AtomicU16,
}

impl Event<'_> {
    /// # Safety
    /// `start` leads to four bytes aligned to 2 that outlive the value.
    unsafe fn at(start: *mut u8) -> Self {
        // SAFETY: as the caller says.
        unsafe { Self { position: atomic(start), flags: atomic(start.add(2)) } }
    }

    /// Asks for notifications: all, none, or the one at a position.
    pub(super) fn ask(&self, wanted: bool, at: Option<Position>) {
        if let (true, Some(at)) = (wanted, at) {
            self.position.store(at.word(), Ordering::Relaxed);
            // Release: the position must be visible before the flag that makes it count.
            self.flags.store(EVENT_DESC, Ordering::Release);
        } else {
            self.flags.store(if wanted { EVENT_ENABLE } else { EVENT_DISABLE }, Ordering::Relaxed);
        }
    }

    /// Whether a side that moved by `added` descriptors to `now` has to notify.
    #[inline]
    pub(super) fn wants(&self, now: Position, added: u32, size: u16) -> bool {
        // Acquire: pairs with the release in `ask`.
        match self.flags.load(Ordering::Acquire) {
            EVENT_DISABLE => false,
            EVENT_DESC => {
                let event = Position::from_word(self.position.load(Ordering::Relaxed), size);
                super::position::passed(event, now, added)
            }
            _ => true,
        }
    }
}
