//! Where the three parts of a ring stand (virtio 1.4, 2.7 and 2.8; the fields of VHOST_SET_VRING_ADDR).

use crate::memory::GuestMemory;
use rustix::io::Errno;

/// Bytes of a descriptor in both formats, as an offset and as a length.
pub(super) const DESCRIPTOR_BYTES: usize = 16;
pub(super) const DESCRIPTOR_LEN: u32 = 16;
/// Bytes of a packed ring's event suppression structure (2.8.14).
const EVENT_BYTES: usize = 4;

/// Bytes of the descriptor, driver and device area of a ring.
pub(crate) fn part_bytes(size: u16, packed: bool) -> [u64; 3] {
    let entries = u64::from(size);
    let desc = DESCRIPTOR_BYTES as u64 * entries;
    if packed {
        [desc, EVENT_BYTES as u64, EVENT_BYTES as u64]
    } else {
        // Flags, index and entries, and room for the event index behind them.
        [desc, 6 + 2 * entries, 6 + 8 * entries]
    }
}

/// Offsets of a ring's parts in guest memory.
#[derive(Clone, Copy, Debug)]
pub struct RingLayout {
    /// Entries; a power of two up to 32768.
    pub size: u16,
    /// Descriptor table (split) or ring (packed), 16 bytes an entry.
    pub desc: usize,
    /// Driver area: available ring, or the driver's event suppression.
    pub avail: usize,
    /// Device area: used ring, or the device's event suppression.
    pub used: usize,
}

impl RingLayout {
    /// Takes room for a ring. The parts start on pairs of cache lines of their own, so that the two sides do not
    /// write to the same line, nor to its neighbour that is fetched along.
    ///
    /// # Errors
    /// `ENOMEM` when guest memory is used up.
    pub fn allocate(memory: &mut GuestMemory, size: u16, packed: bool) -> Result<Self, Errno> {
        let [desc, avail, used] =
            part_bytes(size, packed).map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        Ok(Self {
            size,
            desc: memory.allocate(desc, 128)?,
            avail: memory.allocate(avail, 128)?,
            used: memory.allocate(used, 128)?,
        })
    }

    /// The parts in this process.
    pub fn parts(&self, memory: &GuestMemory) -> RingParts {
        RingParts {
            desc: memory.at(self.desc),
            avail: memory.at(self.avail),
            used: memory.at(self.used),
            size: self.size,
        }
    }
}

/// The parts of a ring in one side's address space.
///
/// Whoever makes one vouches that the parts are readable and writable at their full length and aligned to 16, 2
/// and 4 bytes for as long as a queue works on them.
#[derive(Clone, Copy, Debug)]
pub struct RingParts {
    /// Descriptor area.
    pub desc: *mut u8,
    /// Driver area.
    pub avail: *mut u8,
    /// Device area.
    pub used: *mut u8,
    /// Entries; a power of two.
    pub size: u16,
}

// SAFETY: a ring is shared memory; every field that both sides touch is accessed atomically or volatile, or handed
// over by an index that is.
unsafe impl Send for RingParts {}
