//! Checks packets and drops them.

use super::batch::{BATCH, Batch, gather, readable};
use crate::clock::Clock;
use crate::emulated::domain::IovaTable;
use crate::emulated::worker::queue::WorkerQueue;
use crate::load::Receiver;
use crate::ring::DeviceRing;

/// Checks up to a batch of packets. Returns how many were taken.
#[inline(always)]
pub(in crate::emulated::worker) fn sink<R: DeviceRing>(
    queue: &mut WorkerQueue<R>,
    memory: &IovaTable,
    receiver: &mut Receiver,
    (batch, bytes): (&mut Batch, &mut Vec<u8>),
    clock: &Clock,
) -> usize {
    let count = batch.fill(queue, memory, BATCH);
    if count == 0 {
        return 0;
    }
    // Read after the packets were taken: none of them was sent later.
    let mut ticks = clock.now();
    let each = receiver.times_each();
    let mut total = 0;
    for (taken, more) in batch.chains(usize::MAX) {
        if each {
            ticks = clock.now();
        }
        let packet = if more.is_empty() && !taken.first.is_writable() {
            // SAFETY: translated in this batch; the map is followed between batches only.
            unsafe { readable(&taken.first) }
        } else {
            gather(taken.first, more, bytes);
            &bytes[..]
        };
        receiver.receive(packet, ticks);
        total += packet.len();
        queue.give_back(taken.token, 0);
    }
    queue.counters.packets += count as u64;
    queue.counters.bytes += total as u64;
    count
}
