//! The device thread: its queues, and what it does with the packets in them.

use super::bells::Bells;
use super::control::{Control, Order};
use super::modelled::{Modelled, Port};
use super::packets::{Batch, Delivery, generate, loopback, sink};
use super::queue::WorkerQueue;
use super::start::StartDevice;
use super::{DeviceReport, QueueFault};
use crate::abi::virtio::{F_EVENT_IDX, NET_F_MRG_RXBUF};
use crate::counters::QueueCounters;
use crate::cpu::{pin_current_thread, raise_priority};
use crate::cycles::CycleCounter;
use crate::emulated::dirty_log::DirtyLog;
use crate::emulated::domain::IovaTable;
use crate::emulated::doorbell_pages::DoorbellPages;
use crate::emulated::{DeviceOptions, Role};
use crate::load::{Lane, Pace, Receiver, Sender, Stream};
use crate::ring::{DeviceRing, Segment};
use crate::trace::EventRing;
use std::sync::Arc;
use std::sync::atomic::Ordering;

pub(super) struct Worker<R> {
    pub(super) options: Arc<DeviceOptions>,
    start: StartDevice,
    control: Arc<Control>,
    memory: Arc<IovaTable>,
    generation: u64,
    /// Receive and transmit queue of each pair; `None` for a queue that is not set up.
    pub(super) queues: Vec<Option<WorkerQueue<R>>>,
    pub(super) bells: Bells,
    /// One per pair where the device checks packets.
    receivers: Vec<Receiver>,
    /// One per pair where the device sends its own.
    senders: Vec<Sender>,
    /// Number of the phase of traffic at hand, while its packets are being sent.
    sending: Option<u64>,
    seen_phase: u64,
    pub(super) events: EventRing,
    /// The device's model, if it has one.
    model: Option<Modelled>,
    batch: Batch,
    rooms: Batch,
    rest: Vec<Segment>,
    bytes: Vec<u8>,
    mergeable: bool,
    /// Doorbells are asked for position by position.
    pub(super) by_position: bool,
    log: Option<Arc<DirtyLog>>,
    /// Since the measured phase began.
    cycles: Option<CycleCounter>,
}

impl<R: DeviceRing> Worker<R> {
    pub(super) fn new(
        mut start: StartDevice,
        control: Arc<Control>,
        (generation, memory): (u64, Arc<IovaTable>),
        queues: Vec<Option<WorkerQueue<R>>>,
        bells: Bells,
    ) -> Self {
        let options = Arc::clone(&start.options);
        let pairs = 0..options.queue_pairs;
        let model = Modelled::new(&options.model, options.packets.clock, pairs.len());
        let receives = options.role != Role::Loopback;
        let receiver = |pair| Receiver::new(&options.packets, Lane::from_driver(pair));
        let sender = |pair| Sender::new(options.packets.expected.clone(), Lane::from_device(pair));
        Self {
            receivers: if receives { pairs.clone().map(receiver).collect() } else { Vec::new() },
            senders: if options.role == Role::Both { pairs.map(sender).collect() } else { Vec::new() },
            events: std::mem::take(&mut start.events),
            mergeable: start.features & NET_F_MRG_RXBUF != 0,
            by_position: start.features & F_EVENT_IDX != 0,
            log: start.log.take(),
            options,
            start,
            control,
            memory,
            generation,
            queues,
            bells,
            sending: None,
            seen_phase: 0,
            model,
            batch: Batch::default(),
            rooms: Batch::default(),
            rest: Vec::new(),
            bytes: Vec::new(),
            cycles: None,
        }
    }

    pub(super) fn run(mut self) -> DeviceReport {
        let pinned = self.options.cpu.is_some_and(pin_current_thread);
        let nice = raise_priority();
        let end = self.control.acknowledge_end();
        self.control.acknowledge(self.generation);
        // Receive buffers are looked for when there is a packet to put into them; kicks for them are of no use.
        for queue in self.queues.iter_mut().step_by(2).flatten() {
            queue.ring.set_kicks(false);
        }
        self.wait_and_work();
        self.flush_model();
        self.events.show();
        drop(end);
        self.report(pinned, nice)
    }

    fn report(self, pinned: bool, nice: i32) -> DeviceReport {
        let fault =
            |queue: &WorkerQueue<R>| queue.broken.map(|error| QueueFault { queue: queue.index, error });
        let base = |queue: &Option<WorkerQueue<R>>| queue.as_ref().map_or(0, |queue| queue.ring.base());
        let counted = |(index, queue): (usize, &Option<WorkerQueue<R>>)| {
            let losses = self.events.losses().get(index).copied().unwrap_or_default();
            queue.as_ref().map_or(QueueCounters::default(), WorkerQueue::counted).with_losses(losses)
        };
        DeviceReport {
            faults: self.queues.iter().flatten().filter_map(fault).collect(),
            bases: self.queues.iter().map(base).collect(),
            queues: self.queues.iter().enumerate().map(counted).collect(),
            sent: self.senders.iter().map(Sender::sent).collect(),
            cycles: self.cycles.and_then(|cycles| cycles.read()),
            unsent: self.senders.iter().map(Sender::unsent).sum(),
            receivers: self.receivers,
            events: self.events,
            pinned,
            nice,
        }
    }

    /// Whether to go on. Follows the memory map, orders and the phases of traffic on the way.
    #[inline]
    pub(super) fn goes_on(&mut self) -> bool {
        if self.start.domain.generation() != self.generation {
            self.follow_memory();
        }
        if self.control.has_orders() {
            self.follow_orders();
        }
        if self.options.traffic.number() != self.seen_phase {
            self.follow_traffic();
        }
        !self.control.is_stopped()
    }

    #[cold]
    fn follow_memory(&mut self) {
        (self.generation, self.memory) = self.start.domain.snapshot();
        for queue in self.queues.iter_mut().flatten() {
            queue.follow(&self.memory);
        }
        self.control.acknowledge(self.generation);
    }

    #[cold]
    fn follow_orders(&mut self) {
        let (orders, ticket) = self.control.take_orders();
        for order in orders {
            self.follow_order(order);
        }
        self.control.carry_out(ticket);
    }

    fn follow_order(&mut self, order: Order) {
        let index = match &order {
            Order::Log(log) => return self.log.clone_from(log),
            Order::ReportBases => return self.report_bases(),
            Order::Kick(index, _)
            | Order::Call(index, _)
            | Order::Err(index, _)
            | Order::Enable(index, _) => *index,
        };
        let Some(queue) = self.queues.get_mut(usize::from(index)).and_then(Option::as_mut) else { return };
        match order {
            Order::Kick(_, kick) => {
                if let Some(old) = &queue.start.kick {
                    self.bells.remove(old);
                }
                // Without a watch the queue would never be heard again: it is looked at as if it had rung.
                queue.rung |= kick.as_deref().is_some_and(|kick| self.bells.add(index, kick).is_err());
                queue.start.kick = kick;
            }
            Order::Call(_, call) => queue.start.call = call,
            Order::Err(_, err) => queue.start.err = err,
            // What was published while it was off has been announced already, to nobody.
            Order::Enable(_, enabled) => {
                (queue.start.enabled, queue.rung) = (enabled, true);
                queue.ring.look_freely();
            }
            Order::Log(_) | Order::ReportBases => {}
        }
    }

    fn report_bases(&self) {
        for (queue, base) in self.queues.iter().zip(&self.control.bases) {
            base.store(queue.as_ref().map_or(0, |queue| queue.ring.base()), Ordering::Relaxed);
        }
    }

    #[cold]
    fn follow_traffic(&mut self) {
        self.seen_phase = self.options.traffic.number();
        let Some(phase) = self.options.traffic.phase() else { return };
        if phase.stream == Stream::Measure {
            if let Some(model) = &mut self.model {
                model.engine.begin_measure(phase.start_ticks);
            }
            self.cycles = CycleCounter::start();
        }
        let pairs = self.options.queue_pairs;
        for (pair, sender) in (0u16..).zip(&mut self.senders) {
            let pace = phase.timing.as_ref().map(|timing| {
                Pace::new(phase.start_ticks, timing.clone().staggered(pair, pairs), phase.load_ticks)
            });
            sender.begin(phase.stream, pace, phase.end_ticks);
        }
        self.sending = (!self.senders.is_empty()).then_some(self.seen_phase);
        if self.sending.is_none() {
            self.options.traffic.end(self.seen_phase, Vec::new());
        }
    }

    pub(super) fn doorbells(&self) -> Option<Arc<DoorbellPages>> {
        self.start.doorbells.clone()
    }

    /// Whether packets wait for their time, so that the device may not sleep.
    pub(super) fn is_busy(&self) -> bool {
        let rung =
            || self.queues.iter().flatten().any(|queue| queue.transmits() && queue.rung && queue.is_live());
        self.sending.is_some() || self.model.as_ref().is_some_and(|model| model.is_busy() || rung())
    }

    /// Gives back what the model holds.
    fn flush_model(&mut self) {
        let Some(model) = &mut self.model else { return };
        let (clock, log) = (&self.options.packets.clock, self.log.as_deref());
        let delivery = Delivery { memory: &self.memory, mergeable: self.mergeable, log };
        for (pair, queues) in self.queues.chunks_exact_mut(2).enumerate() {
            let [receive, Some(transmit)] = queues else { continue };
            let mut port =
                Port { transmit, receive: receive.as_mut(), receiver: self.receivers.get_mut(pair) };
            model.flush(pair, &mut port, &delivery);
            for queue in queues.iter_mut().flatten() {
                queue.publish_and_call(clock, log, &mut self.events);
                queue.settle(clock, &mut self.events);
            }
        }
    }

    /// Works off up to a batch of each pair. Returns how many packets were moved.
    #[inline]
    pub(super) fn work(&mut self) -> usize {
        let mut moved = 0;
        for pair in 0..self.queues.len() / 2 {
            moved += self.work_pair(pair);
        }
        if self.sending.is_some() {
            self.end_sending();
        }
        moved
    }

    #[inline]
    fn work_pair(&mut self, pair: usize) -> usize {
        let [receive, transmit] = &mut self.queues[2 * pair..2 * pair + 2] else { return 0 };
        let clock = &self.options.packets.clock;
        let log = self.log.as_deref();
        let delivery = Delivery { memory: &self.memory, mergeable: self.mergeable, log };
        let mut moved = 0;
        let is_out = self.model.as_ref().is_some_and(|model| model.is_out(clock.now()));
        if let (Some(sender), Some(receive), false) = (self.senders.get_mut(pair), receive.as_mut(), is_out) {
            moved += generate(receive, &delivery, sender, &mut self.bytes, clock);
        }
        if let (Some(model), Some(transmit)) = (&mut self.model, transmit.as_mut()) {
            let mut port =
                Port { transmit, receive: receive.as_mut(), receiver: self.receivers.get_mut(pair) };
            moved += model.work(pair, &mut port, &delivery, &mut self.rest);
            transmit.publish_and_call(clock, log, &mut self.events);
            transmit.settle(clock, &mut self.events);
        } else if let Some(transmit) = transmit.as_mut().filter(|queue| queue.rung && queue.is_live()) {
            let taken = match (self.receivers.get_mut(pair), receive.as_mut()) {
                (Some(receiver), _) => {
                    sink(transmit, &self.memory, receiver, (&mut self.batch, &mut self.bytes), clock)
                }
                (None, Some(receive)) => {
                    let scratch = (&mut self.batch, &mut self.rooms, &mut self.bytes);
                    loopback(transmit, receive, &delivery, scratch)
                }
                (None, None) => 0,
            };
            transmit.note_batch(taken);
            transmit.publish_and_call(clock, log, &mut self.events);
            if taken == 0 {
                transmit.settle(clock, &mut self.events);
            }
            moved += taken;
        }
        if let Some(receive) = receive {
            receive.publish_and_call(clock, log, &mut self.events);
            if moved == 0 {
                receive.settle(clock, &mut self.events);
            }
        }
        moved
    }

    /// Tells the other side of the wire when everything that was due is sent.
    fn end_sending(&mut self) {
        let now = self.options.packets.clock.now();
        if let Some(number) = self.sending.take_if(|_| self.senders.iter().all(|sender| sender.is_done(now)))
        {
            self.options.traffic.end(number, self.senders.iter().map(Sender::sent).collect());
        }
    }
}
