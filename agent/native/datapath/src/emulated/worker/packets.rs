//! What the device does with packets: check them, or send them back.

use super::queue::WorkerQueue;
use crate::emulated::domain::IovaTable;
use crate::load::{Receiver, set_single_buffer};
use crate::ring::Chain;

/// Chains taken before the driver is told: small enough that it need not wait, large enough to share the cost.
pub(super) const BATCH: usize = 32;

/// Scratch space that is reused for every packet.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    transmit: Chain,
    receive: Chain,
    bytes: Vec<u8>,
}

/// Checks up to a batch of packets. Returns how many were taken.
pub(super) fn sink(
    queue: &mut WorkerQueue,
    memory: &IovaTable,
    receiver: &mut Receiver,
    scratch: &mut Scratch,
    now_ticks: u64,
) -> usize {
    let mut taken = 0;
    while taken < BATCH {
        match queue.device.pop(memory, &mut scratch.transmit) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                queue.break_down(error);
                break;
            }
        }
        let ticks = receiver.arrival(now_ticks);
        if let Some((start, len)) = scratch.transmit.single(false) {
            // SAFETY: the map says the range is memory; the driver has handed it over until it is used.
            receiver.receive(unsafe { std::slice::from_raw_parts(start, len) }, ticks);
        } else {
            gather(&scratch.transmit, &mut scratch.bytes);
            receiver.receive(&scratch.bytes, ticks);
        }
        queue.device.push_used(scratch.transmit.head, 0);
        taken += 1;
    }
    taken
}

/// Sends up to a batch of packets back. Returns how many were taken, and how many of them found no room.
pub(super) fn loopback(
    transmit: &mut WorkerQueue,
    receive: &mut WorkerQueue,
    memory: &IovaTable,
    scratch: &mut Scratch,
) -> (usize, u64) {
    let (mut taken, mut dropped) = (0, 0);
    while taken < BATCH {
        match transmit.device.pop(memory, &mut scratch.transmit) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                transmit.break_down(error);
                break;
            }
        }
        if !send_back(receive, memory, scratch) {
            dropped += 1;
        }
        transmit.device.push_used(scratch.transmit.head, 0);
        taken += 1;
    }
    (taken, dropped)
}

fn send_back(receive: &mut WorkerQueue, memory: &IovaTable, scratch: &mut Scratch) -> bool {
    if receive.broken.is_some() {
        return false;
    }
    if !receive.device.has_chain() {
        receive.refresh();
    }
    match receive.device.pop(memory, &mut scratch.receive) {
        Ok(true) => {}
        Ok(false) => return false,
        Err(error) => {
            receive.break_down(error);
            return false;
        }
    }
    let written = copy(&scratch.transmit, &scratch.receive, &mut scratch.bytes);
    receive.device.push_used(scratch.receive.head, u32::try_from(written.unwrap_or(0)).unwrap_or(0));
    written.is_some()
}

/// Copies a packet into a receive chain and marks it as one buffer. `None` if it does not fit.
fn copy(from: &Chain, to: &Chain, bytes: &mut Vec<u8>) -> Option<usize> {
    if let (Some((source, len)), Some((target, room))) = (from.single(false), to.single(true)) {
        if len > room {
            return None;
        }
        // SAFETY: both ranges are mapped memory, handed over by the driver until they are used. They may
        // overlap if the driver says so, hence `copy` and not `copy_nonoverlapping`.
        let target = unsafe {
            std::ptr::copy(source, target, len);
            std::slice::from_raw_parts_mut(target, len)
        };
        mark(target);
        return Some(len);
    }
    gather(from, bytes);
    mark(bytes);
    scatter(bytes, to)
}

fn mark(packet: &mut [u8]) {
    if packet.len() >= crate::abi::virtio::NET_HEADER_BYTES {
        set_single_buffer(packet);
    }
}

/// The device-readable bytes of a chain.
fn gather(chain: &Chain, bytes: &mut Vec<u8>) {
    bytes.clear();
    for &(start, len, writable) in &chain.buffers {
        if !writable {
            // SAFETY: the map says the range is memory; the driver has handed it over until it is used.
            bytes.extend_from_slice(unsafe { std::slice::from_raw_parts(start, len) });
        }
    }
}

fn scatter(bytes: &[u8], chain: &Chain) -> Option<usize> {
    let room: usize = chain.buffers.iter().filter(|buffer| buffer.2).map(|buffer| buffer.1).sum();
    if room < bytes.len() {
        return None;
    }
    let mut rest = bytes;
    for &(start, len, _) in chain.buffers.iter().filter(|buffer| buffer.2) {
        let (part, left) = rest.split_at(len.min(rest.len()));
        // SAFETY: as in `copy`; `part` is no longer than the buffer.
        unsafe { std::ptr::copy(part.as_ptr(), start, part.len()) };
        rest = left;
    }
    Some(bytes.len())
}
