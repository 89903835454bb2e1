//! The device with a model: packets are held for as long as they take to serve, and some meet a fault.

use super::packets::{BATCH, Delivery, deliver, gather};
use super::queue::WorkerQueue;
use crate::abi::virtio::NET_HEADER_BYTES;
use crate::clock::Clock;
use crate::emulated::{DeviceModel, Fate, ModelEngine};
use crate::load::Receiver;
use crate::ring::{DeviceRing, Segment, Token};
use std::collections::VecDeque;
use std::time::Duration;

/// A packet that is to arrive after the next one waits no longer than this for it.
const REORDER_PATIENCE: Duration = Duration::from_millis(1);

/// A packet that was taken and not given back.
#[derive(Debug)]
struct Held {
    pair: usize,
    token: Token,
    /// As it was when it was taken: the memory it stood in may be unmapped while it is held.
    bytes: Vec<u8>,
    release_ticks: u64,
    fate: Fate,
}

/// The two queues of a pair, and its receiving end where the device checks packets.
pub(super) struct Port<'a, R> {
    pub(super) transmit: &'a mut WorkerQueue<R>,
    pub(super) receive: Option<&'a mut WorkerQueue<R>>,
    pub(super) receiver: Option<&'a mut Receiver>,
}

/// A model at work. All queues share its one server.
#[derive(Debug)]
pub(super) struct Modelled {
    pub(super) engine: ModelEngine,
    clock: Clock,
    held: VecDeque<Held>,
    /// Per pair, how many of them are its own.
    held_of: Vec<usize>,
    /// Per pair, a packet that waits for the next one, and until when.
    late: Vec<Option<(Vec<u8>, u64)>>,
    patience_ticks: u64,
    /// Memory of packets that have left.
    spare: Vec<Vec<u8>>,
}

impl Modelled {
    /// The model of a device, if it has one.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a millisecond in ticks")]
    pub(super) fn new(model: &DeviceModel, clock: Clock, pairs: usize) -> Option<Self> {
        Some(Self {
            engine: ModelEngine::new(model, clock)?,
            clock,
            held: VecDeque::new(),
            held_of: vec![0; pairs],
            late: (0..pairs).map(|_| None).collect(),
            patience_ticks: clock.ticks_in(REORDER_PATIENCE) as u64,
            spare: Vec::new(),
        })
    }

    /// Whether packets wait for their time, so that the device may not sleep.
    pub(super) fn is_busy(&self) -> bool {
        !self.held.is_empty() || self.late.iter().any(Option::is_some)
    }

    /// Whether the device does nothing at the moment, or any more.
    pub(super) fn is_out(&self, now_ticks: u64) -> bool {
        self.engine.is_stalled(now_ticks) || self.engine.is_dead(now_ticks)
    }

    /// Takes what waits in a pair's transmit queue, and lets go what has been served. Returns how many packets moved.
    pub(super) fn work<R: DeviceRing>(
        &mut self,
        pair: usize,
        port: &mut Port<'_, R>,
        delivery: &Delivery<'_>,
        rest: &mut Vec<Segment>,
    ) -> usize {
        let now = self.clock.now();
        if self.is_out(now) {
            return 0;
        }
        let mut taken = 0;
        // A driver cannot have more under way than its ring holds, whatever it publishes.
        let room = usize::from(port.transmit.start.size).saturating_sub(self.held_of[pair]).min(BATCH);
        let waits = port.transmit.rung && port.transmit.is_live() && room > 0;
        if waits && self.engine.doorbell_ready(port.transmit.rung_ticks, now) {
            taken = self.admit((pair, room), port.transmit, delivery, rest);
            port.transmit.note_batch(taken);
        }
        taken + self.release(pair, port, delivery, now)
    }

    fn admit<R: DeviceRing>(
        &mut self,
        (pair, room): (usize, usize),
        transmit: &mut WorkerQueue<R>,
        delivery: &Delivery<'_>,
        rest: &mut Vec<Segment>,
    ) -> usize {
        for taken in 0..room {
            rest.clear();
            let Some(chain) = transmit.take(delivery.memory, rest) else { return taken };
            let mut bytes = self.spare.pop().unwrap_or_default();
            gather(chain.first, rest, &mut bytes);
            transmit.counters.packets += 1;
            transmit.counters.bytes += bytes.len() as u64;
            let decision = self.engine.admit(self.clock.now(), bytes.len().saturating_sub(NET_HEADER_BYTES));
            let (release_ticks, fate) = (decision.release_ticks, decision.fate);
            self.held.push_back(Held { pair, token: chain.token, bytes, release_ticks, fate });
            self.held_of[pair] += 1;
        }
        room
    }

    /// Lets go the packets at the front that are this pair's and served; those behind another pair's wait for it.
    fn release<R: DeviceRing>(
        &mut self,
        pair: usize,
        port: &mut Port<'_, R>,
        delivery: &Delivery<'_>,
        now: u64,
    ) -> usize {
        let mut released = 0;
        while self.held.front().is_some_and(|held| held.pair == pair && held.release_ticks <= now) {
            let Some(held) = self.held.pop_front() else { break };
            port.transmit.give_back(held.token, 0);
            self.meet_fate(held, port, delivery);
            released += 1;
        }
        if self.late[pair].as_ref().is_some_and(|&(_, until)| until <= now) {
            self.deliver_late(pair, port, delivery);
        }
        released
    }

    fn meet_fate<R: DeviceRing>(&mut self, held: Held, port: &mut Port<'_, R>, delivery: &Delivery<'_>) {
        let Held { pair, mut bytes, fate, .. } = held;
        self.held_of[pair] -= 1;
        match fate {
            Fate::Deliver => self.arrive(&bytes, port, delivery),
            Fate::Drop => port.transmit.counters.drops.fault += 1,
            Fate::Duplicate => {
                self.arrive(&bytes, port, delivery);
                self.arrive(&bytes, port, delivery);
            }
            Fate::Corrupt { bit } => {
                if let Some(byte) = bytes.get_mut(NET_HEADER_BYTES + bit as usize / 8) {
                    *byte ^= 1 << (bit % 8);
                }
                self.arrive(&bytes, port, delivery);
            }
            Fate::Reorder => {
                self.deliver_late(pair, port, delivery);
                self.late[pair] = Some((bytes, self.clock.now() + self.patience_ticks));
                return;
            }
        }
        self.spare.push(bytes);
        self.deliver_late(pair, port, delivery);
    }

    fn deliver_late<R: DeviceRing>(&mut self, pair: usize, port: &mut Port<'_, R>, delivery: &Delivery<'_>) {
        if let Some((bytes, _)) = self.late[pair].take() {
            self.arrive(&bytes, port, delivery);
            self.spare.push(bytes);
        }
    }

    fn arrive<R: DeviceRing>(&self, packet: &[u8], port: &mut Port<'_, R>, delivery: &Delivery<'_>) {
        match (&mut port.receiver, &mut port.receive) {
            (Some(receiver), _) => receiver.receive(packet, self.clock.now()),
            (None, Some(receive)) => deliver(receive, delivery, packet),
            (None, None) => port.transmit.counters.drops.no_buffer += 1,
        }
    }

    /// Gives back what is held when the device stops: at once, as if all of it were served. A device that is dead keeps
    /// what it has.
    pub(super) fn flush<R: DeviceRing>(
        &mut self,
        pair: usize,
        port: &mut Port<'_, R>,
        delivery: &Delivery<'_>,
    ) {
        if self.engine.is_dead(self.clock.now()) {
            return;
        }
        let (own, others): (VecDeque<_>, VecDeque<_>) =
            std::mem::take(&mut self.held).into_iter().partition(|held| held.pair == pair);
        self.held = others;
        for held in own {
            port.transmit.give_back(held.token, 0);
            self.meet_fate(held, port, delivery);
        }
        self.deliver_late(pair, port, delivery);
    }
}
