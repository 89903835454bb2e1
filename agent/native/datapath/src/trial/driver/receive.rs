//! The receiving half of the driver.

use super::super::datapath::DatapathQueue;
use super::Driver;
use crate::abi::virtio::{NET_HEADER_BYTES, NET_HEADER_NUM_BUFFERS};
use crate::ring::DriverRing;

impl<R: DriverRing> Driver<'_, R> {
    pub(super) fn offer_receive_buffers(&mut self) {
        for pair in &mut self.datapath.pairs {
            let receive = &mut pair.receive;
            let len = receive.buffer_len();
            while let Some(buffer) = receive.ring.take_free() {
                receive.ring.offer(buffer, len);
            }
            receive.notifier.publish_and_kick(&mut receive.ring, &self.clock, &mut self.events);
        }
    }

    /// Where calls say that packets came, looks only when one was rung.
    #[inline]
    pub(super) fn receive_if_called(&mut self, pair: usize) -> usize {
        if self.receivers.is_empty() {
            return 0;
        }
        if !self.by_calls {
            return self.receive_used(pair);
        }
        let receive = &mut self.datapath.pairs[pair].receive;
        if !receive.notifier.take_call(&receive.ring, &self.clock, &mut self.events) {
            return 0;
        }
        let mut taken = self.receive_used(pair);
        // Asked for anew, calls may have been missed meanwhile.
        while self.datapath.pairs[pair].receive.ring.set_calls(true) {
            taken += self.receive_used(pair);
        }
        taken
    }

    pub(super) fn receive_whether_called_or_not(&mut self, pair: usize) {
        if self.receivers.is_empty() {
            return;
        }
        self.receive_used(pair);
        let receive = &mut self.datapath.pairs[pair].receive;
        receive.notifier.settle(&mut receive.ring, &self.clock, &mut self.events);
        receive.notifier.take_call(&receive.ring, &self.clock, &mut self.events);
    }

    /// Takes every packet that came and offers its buffers again. Returns how many.
    #[inline]
    fn receive_used(&mut self, pair: usize) -> usize {
        let mut count = 0;
        loop {
            let batch = self.receive_batch(pair);
            count += batch;
            if batch < BATCH {
                break;
            }
        }
        if count == 0 {
            self.datapath.pairs[pair].receive.counters.empty_polls += 1;
        }
        count
    }

    #[inline(always)]
    fn receive_batch(&mut self, pair: usize) -> usize {
        let (receive, receiver) = (&mut self.datapath.pairs[pair].receive, &mut self.receivers[pair]);
        let mut used = [(0u16, 0u32); BATCH];
        let mut count = 0;
        while count < BATCH
            && let Some(next) = receive.ring.pop_used()
        {
            used[count] = next;
            count += 1;
        }
        if count == 0 {
            return 0;
        }
        // Read after the packets were taken: none of them was sent later.
        let mut ticks = self.clock.now();
        let (ahead, stride, each) = (receive.ahead(), receive.buffer_len(), receiver.times_each());
        used[..count].iter().take(ahead).for_each(|&(buffer, len)| receive.prefetch_used(buffer, len));
        let (mut at, mut bytes) = (0, 0);
        while at < count {
            let (buffer, len) = (used[at].0, (used[at].1 as usize).min(receive.stride));
            if let Some(&(buffer, len)) = used[..count].get(at + ahead) {
                receive.prefetch_used(buffer, len);
            }
            if each {
                ticks = self.clock.now();
            }
            at += 1;
            if self.mergeable && buffers_of(receive.buffer(buffer)) > 1 {
                at += gather(receive, (buffer, len), &used[at..count], &mut self.gathered);
                receiver.receive(&self.gathered, ticks);
                bytes += self.gathered.len();
            } else {
                receiver.receive(&receive.buffer(buffer)[..len], ticks);
                receive.ring.offer(buffer, stride);
                bytes += len;
            }
        }
        receive.counters.packets += count as u64;
        receive.counters.bytes += bytes as u64;
        receive.counters.batches.record(u32::try_from(count).unwrap_or(u32::MAX));
        receive.notifier.publish_and_kick(&mut receive.ring, &self.clock, &mut self.events);
        count
    }
}

/// Buffers taken at once, and given back at once: often enough that the device does not run out of them.
const BATCH: usize = 64;

/// `num_buffers` of a packet's header.
#[inline]
fn buffers_of(packet: &[u8]) -> u16 {
    u16::from_le_bytes([packet[NET_HEADER_NUM_BUFFERS], packet[NET_HEADER_BYTES - 1]])
}

/// Puts a packet that came in several buffers together and offers them again. Its parts were shown together
/// (5.1.6.4.1): they stand behind it in this batch, or are next in the ring. Returns how many it found in the batch.
#[cold]
fn gather<R: DriverRing>(
    receive: &mut DatapathQueue<R>,
    (buffer, len): (u16, usize),
    behind: &[(u16, u32)],
    bytes: &mut Vec<u8>,
) -> usize {
    let (parts, stride) = (usize::from(buffers_of(receive.buffer(buffer))), receive.buffer_len());
    bytes.clear();
    bytes.extend_from_slice(&receive.buffer(buffer)[..len]);
    receive.ring.offer(buffer, stride);
    let in_batch = behind.len().min(parts - 1);
    let mut known = behind.iter().copied();
    for _ in 1..parts {
        let Some((buffer, len)) = known.next().or_else(|| receive.ring.pop_used()) else { break };
        let len = (len as usize).min(receive.stride);
        bytes.extend_from_slice(&receive.buffer(buffer)[..len]);
        receive.ring.offer(buffer, stride);
    }
    in_batch
}
