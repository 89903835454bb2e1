//! Puts packets into the driver's receive buffers.

use super::batch::{BATCH, Batch, PACKET_BYTES_MAX, gather, readable};
use crate::abi::virtio::NET_HEADER_BYTES;
use crate::emulated::dirty_log::DirtyLog;
use crate::emulated::domain::IovaTable;
use crate::emulated::worker::queue::WorkerQueue;
use crate::load::{copy_overlapping, set_num_buffers};
use crate::ring::{DeviceRing, Segment, Taken};

/// What delivering needs besides the queue.
pub(in crate::emulated::worker) struct Delivery<'a> {
    pub(in crate::emulated::worker) memory: &'a IovaTable,
    /// A packet may take several buffers (VIRTIO_NET_F_MRG_RXBUF).
    pub(in crate::emulated::worker) mergeable: bool,
    pub(in crate::emulated::worker) log: Option<&'a DirtyLog>,
}

/// Most buffers that one packet may take: a packet of 64 KiB in the smallest buffers anyone offers.
const MERGED_MAX: usize = 1024;

/// Sends up to a batch of packets back. Returns how many were taken.
#[inline(always)]
pub(in crate::emulated::worker) fn loopback<R: DeviceRing>(
    transmit: &mut WorkerQueue<R>,
    receive: &mut WorkerQueue<R>,
    delivery: &Delivery<'_>,
    (batch, rooms, bytes): (&mut Batch, &mut Batch, &mut Vec<u8>),
) -> usize {
    let count = batch.fill(transmit, delivery.memory, BATCH);
    // Where each packet takes one chain, all of them are taken at once, so that they too are there in time.
    let ahead = if delivery.mergeable || !receive.is_live() { 0 } else { count };
    rooms.fill(receive, delivery.memory, ahead);
    let mut rooms = rooms.chains(batch.first_bytes());
    let mut total = 0;
    for (taken, more) in batch.chains(usize::MAX) {
        let packet = if more.is_empty() && !taken.first.is_writable() {
            // SAFETY: translated in this batch; the map is followed between batches only.
            unsafe { readable(&taken.first) }
        } else {
            gather(taken.first, more, bytes);
            &bytes[..]
        };
        total += packet.len();
        match rooms.next() {
            Some((room, rest)) => place(receive, delivery, packet, (room, rest)),
            None => deliver(receive, delivery, packet),
        }
        transmit.give_back(taken.token, 0);
    }
    transmit.counters.packets += count as u64;
    transmit.counters.bytes += total as u64;
    count
}

/// Delivers a packet (virtio-net header first) into the next receive buffers, or counts why it could not be.
#[inline]
pub(in crate::emulated::worker) fn deliver<R: DeviceRing>(
    receive: &mut WorkerQueue<R>,
    delivery: &Delivery<'_>,
    packet: &[u8],
) {
    let mut rest = Vec::new();
    let taken = if receive.is_live() { receive.take(delivery.memory, &mut rest) } else { None };
    match taken {
        Some(taken) => place(receive, delivery, packet, (taken, &rest)),
        None => receive.count_no_room(),
    }
}

/// Puts a packet into a chain, and into further ones where buffers may be merged.
#[inline(always)]
pub(super) fn place<R: DeviceRing>(
    receive: &mut WorkerQueue<R>,
    delivery: &Delivery<'_>,
    packet: &[u8],
    (taken, rest): (Taken, &[Segment]),
) {
    let Segment { start, iova, len, .. } = taken.first;
    let fits = rest.is_empty() && taken.first.is_writable() && packet.len() <= len as usize;
    if !fits || !(NET_HEADER_BYTES..=PACKET_BYTES_MAX).contains(&packet.len()) {
        return place_in_several(receive, delivery, packet, (taken, rest));
    }
    // SAFETY: the range is mapped, writable memory, which the driver has handed over until it is used. The packet may
    // overlap it if the driver says so.
    unsafe {
        copy_overlapping(packet.as_ptr(), start, packet.len());
        set_num_buffers(std::slice::from_raw_parts_mut(start, NET_HEADER_BYTES), 1);
    }
    if let Some(log) = delivery.log {
        log.mark(iova, packet.len() as u64);
    }
    receive.give_back(taken.token, packet.len());
    receive.counters.packets += 1;
    receive.counters.bytes += packet.len() as u64;
}

/// Spreads a packet over the buffers of a chain, and over further chains where buffers may be merged.
#[cold]
fn place_in_several<R: DeviceRing>(
    receive: &mut WorkerQueue<R>,
    delivery: &Delivery<'_>,
    packet: &[u8],
    (first, rest): (Taken, &[Segment]),
) {
    let mut chains = vec![(first, rest.to_vec())];
    let mut room: usize = writable_bytes(&chains[0]);
    while room < packet.len() && delivery.mergeable && chains.len() < MERGED_MAX && room > 0 {
        let mut rest = Vec::new();
        let Some(taken) = receive.take(delivery.memory, &mut rest) else { break };
        chains.push((taken, rest));
        room += chains.last().map_or(0, writable_bytes);
    }
    if room < packet.len() || !(NET_HEADER_BYTES..=PACKET_BYTES_MAX).contains(&packet.len()) {
        return give_up(receive, delivery, &chains);
    }
    scatter(receive, delivery, packet, &chains);
}

/// A packet that does not fit. More buffers may come where they may be merged: those at hand are kept for then.
fn give_up<R: DeviceRing>(
    receive: &mut WorkerQueue<R>,
    delivery: &Delivery<'_>,
    chains: &[(Taken, Vec<Segment>)],
) {
    if delivery.mergeable && chains.len() < MERGED_MAX {
        for (taken, _) in chains.iter().rev() {
            receive.ring.untake(taken);
        }
        return receive.count_no_room();
    }
    for (taken, _) in chains {
        receive.give_back(taken.token, 0);
    }
    receive.counters.drops.too_long += 1;
}

fn scatter<R: DeviceRing>(
    receive: &mut WorkerQueue<R>,
    delivery: &Delivery<'_>,
    packet: &[u8],
    chains: &[(Taken, Vec<Segment>)],
) {
    let mut bytes = packet.to_vec();
    set_num_buffers(&mut bytes, u16::try_from(chains.len()).unwrap_or(u16::MAX));
    let mut left = &bytes[..];
    for (taken, rest) in chains {
        let before = left.len();
        for segment in std::iter::once(&taken.first).chain(rest).filter(|segment| segment.is_writable()) {
            let (part, behind) = left.split_at(left.len().min(segment.len as usize));
            // SAFETY: mapped, writable memory that the driver has handed over; the part is no longer than it.
            unsafe { std::ptr::copy_nonoverlapping(part.as_ptr(), segment.start, part.len()) };
            if let Some(log) = delivery.log {
                log.mark(segment.iova, part.len() as u64);
            }
            left = behind;
        }
        receive.give_back(taken.token, before - left.len());
    }
    receive.counters.packets += 1;
    receive.counters.bytes += packet.len() as u64;
}

fn writable_bytes((taken, rest): &(Taken, Vec<Segment>)) -> usize {
    std::iter::once(&taken.first)
        .chain(rest)
        .filter(|segment| segment.is_writable())
        .map(|segment| segment.len as usize)
        .sum()
}
