//! Sends packets of the device's own, as if they came from the wire.

use super::batch::BATCH;
use super::deliver::{Delivery, place};
use crate::clock::Clock;
use crate::emulated::worker::queue::WorkerQueue;
use crate::load::Sender;
use crate::ring::DeviceRing;

/// Sends up to a batch of the packets that are due. Returns how many.
#[inline]
pub(in crate::emulated::worker) fn generate<R: DeviceRing>(
    receive: &mut WorkerQueue<R>,
    delivery: &Delivery<'_>,
    sender: &mut Sender,
    bytes: &mut Vec<u8>,
    clock: &Clock,
) -> usize {
    let now = clock.now();
    let mut count = 0;
    bytes.resize(sender.packet_bytes_max(), 0);
    while count < BATCH && receive.is_live() {
        let Some(intended) = sender.due(now) else { break };
        // A packet is made only when a buffer waits: what is due and has none stays due, and late.
        let mut rest = Vec::new();
        let Some(taken) = receive.take(delivery.memory, &mut rest) else { break };
        let len = sender.write(bytes, intended);
        place(receive, delivery, &bytes[..len], (taken, &rest));
        count += 1;
    }
    count
}
