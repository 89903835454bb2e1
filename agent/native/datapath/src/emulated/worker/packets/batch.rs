//! Chains taken together: small enough that the driver need not wait for them, large enough to share the cost.

use crate::abi::virtio::NET_HEADER_BYTES;
use crate::emulated::domain::IovaTable;
use crate::emulated::worker::queue::WorkerQueue;
use crate::load::FRAME_BYTES_MAX;
use crate::prefetch::{packets_ahead, prefetch_to_read, prefetch_to_write};
use crate::ring::{DeviceRing, Segment, Taken};

/// Chains taken before the driver is told.
pub(in crate::emulated::worker) const BATCH: usize = 64;

/// Largest packet, virtio-net header first.
pub(super) const PACKET_BYTES_MAX: usize = NET_HEADER_BYTES + FRAME_BYTES_MAX;

/// Chains of one queue, in the order they were taken. Reused for every batch.
#[derive(Debug)]
pub(in crate::emulated::worker) struct Batch {
    taken: [Taken; BATCH],
    len: usize,
    /// Buffers behind the first of each chain, chain by chain.
    rest: Vec<Segment>,
}

impl Default for Batch {
    fn default() -> Self {
        Self { taken: [Taken::NONE; BATCH], len: 0, rest: Vec::new() }
    }
}

impl Batch {
    /// Takes up to `most` chains, at most a batch. Returns how many.
    #[inline(always)]
    pub(super) fn fill<R: DeviceRing>(
        &mut self,
        queue: &mut WorkerQueue<R>,
        memory: &IovaTable,
        most: usize,
    ) -> usize {
        self.len = 0;
        self.rest.clear();
        while self.len < most.min(BATCH) {
            let Some(taken) = queue.take(memory, &mut self.rest) else { break };
            self.taken[self.len] = taken;
            self.len += 1;
        }
        self.len
    }

    /// Bytes of the first packet, or of its first part; most loads have packets of one size.
    #[inline]
    pub(super) fn first_bytes(&self) -> usize {
        self.taken[..self.len].first().map_or(0, |chain| chain.first.len as usize)
    }

    /// The chains, each with its buffers behind the first. Up to `bytes` of each are asked for while those
    /// before are worked on.
    #[inline(always)]
    pub(super) fn chains(&self, bytes: usize) -> impl Iterator<Item = (Taken, &[Segment])> {
        let (mut rest, taken) = (&self.rest[..], &self.taken[..self.len]);
        let ahead = taken.first().map_or(1, |chain| packets_ahead(bytes.min(chain.first.len as usize)));
        taken.iter().take(ahead).for_each(|taken| prefetch(taken.first, bytes));
        taken.iter().enumerate().map(move |(at, chain)| {
            if let Some(next) = taken.get(at + ahead) {
                prefetch(next.first, bytes);
            }
            let (more, left) = rest.split_at(chain.more as usize);
            rest = left;
            (*chain, more)
        })
    }
}

/// Asks for a packet's bytes, or for room for them; later buffers are rarely there and come without.
#[inline(always)]
fn prefetch(segment: Segment, bytes: usize) {
    let bytes = bytes.min(segment.len as usize);
    if segment.is_writable() {
        prefetch_to_write(segment.start, bytes);
    } else {
        prefetch_to_read(segment.start, bytes);
    }
}

/// The device-readable bytes of a chain, gathered.
pub(in crate::emulated::worker) fn gather(first: Segment, more: &[Segment], bytes: &mut Vec<u8>) {
    bytes.clear();
    for segment in std::iter::once(&first).chain(more).filter(|segment| !segment.is_writable()) {
        // A chain may name the same memory over and over: what is longer than any packet is none.
        if bytes.len() + segment.len as usize > PACKET_BYTES_MAX {
            return bytes.clear();
        }
        // SAFETY: the map says the range is memory; the driver has handed it over until it is used.
        bytes.extend_from_slice(unsafe { readable(segment) });
    }
}

/// The bytes of a buffer.
///
/// A driver that writes to a buffer it has handed over can change them while they are read. They are only ever copied
/// or compared, each of them is as good as any other, and no decision about memory is made from them.
///
/// # Safety
/// The segment was translated under the current memory map, and is dropped before the thread follows another one.
#[inline]
pub(super) unsafe fn readable(segment: &Segment) -> &[u8] {
    // SAFETY: as the caller says.
    unsafe { std::slice::from_raw_parts(segment.start, segment.len as usize) }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;

    fn segment(memory: &mut [u8]) -> Segment {
        let mut segment = Segment::EMPTY;
        (segment.start, segment.len) = (memory.as_mut_ptr(), memory.len() as u32);
        segment
    }

    #[test]
    fn a_chain_is_gathered_up_to_the_largest_packet_and_not_beyond() {
        let mut memory = vec![7; PACKET_BYTES_MAX / 4];
        let (part, mut bytes) = (segment(&mut memory), Vec::new());
        gather(part, &[part; 3], &mut bytes);
        assert_eq!(bytes.len(), part.len as usize * 4);
        // The same memory, named until it would be more than any packet has.
        gather(part, &vec![part; 4096], &mut bytes);
        assert!(bytes.is_empty());
        assert!(bytes.capacity() < 2 * PACKET_BYTES_MAX);
    }
}
