//! The driver thread's loops: send at full speed, at a pace or in answer; receive what comes back.

mod lane;
mod receive;

use super::config::{Direction, Schedule, TrialConfig, Workload};
use super::datapath::Datapath;
use crate::clock::Clock;
use crate::emulated::{DoorbellKind, LoadPhase, Traffic};
use crate::eventfd::EventFd;
use crate::load::{Lane, Pace, Receiver, ReceiverOptions, Sender, Stream, Timing};
use crate::ring::DriverRing;
use crate::trace::EventRing;
use lane::{Budget, SendingLane};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long packets that are still under way are waited for after the last that came, beside what the device's model
/// delays them by.
const DRAIN: Duration = Duration::from_millis(200);
/// Longest sleep on a call: the bound on noticing that time is up.
const SLEEP: Duration = Duration::from_millis(1);
/// A packet counts as late when it was handed over this long after its time although the ring had room.
const LATE: Duration = Duration::from_micros(20);

/// What one phase of load did.
#[derive(Clone, Debug, Default)]
pub(super) struct PhaseLoad {
    /// Packets published, per queue pair.
    pub(super) sent: Vec<u64>,
    /// Packets the device sent, per queue pair; empty where it sends none of its own.
    pub(super) device_sent: Vec<u64>,
    /// Packets that were due but never got room in the ring.
    pub(super) unsent: u64,
    /// The load could not keep up although the device would have taken more.
    pub(super) generator_limited: bool,
    pub(super) start_ticks: u64,
    /// When the last packet was back.
    pub(super) end_ticks: u64,
}

/// What a trial lends its driver.
pub(super) struct DriverContext<'a> {
    pub(super) clock: Clock,
    pub(super) cancelled: &'a AtomicBool,
    /// Where the driver records its doorbells.
    pub(super) events: EventRing,
    pub(super) traffic: Arc<Traffic>,
    /// The packets, and how they are checked.
    pub(super) packets: ReceiverOptions,
    /// When packets are due, where the workload says so.
    pub(super) timing: Option<Timing>,
}

/// The load of one trial.
pub(super) struct Driver<'a, R> {
    datapath: &'a mut Datapath<R>,
    clock: Clock,
    cancelled: &'a AtomicBool,
    lanes: Vec<SendingLane>,
    /// The receiving ends where packets come back or in; the device's otherwise.
    receivers: Vec<Receiver>,
    /// A packet that came in several buffers, put together.
    gathered: Vec<u8>,
    events: EventRing,
    traffic: Arc<Traffic>,
    timing: Option<Timing>,
    budget: Budget,
    device_sends: bool,
    mergeable: bool,
    drain: Duration,
    /// Whether the driver learns of used buffers by calls, or by looking.
    by_calls: bool,
}

/// When the packets of a workload are due; `None` where they are not paced.
pub(super) fn timing(
    config: &TrialConfig,
    clock: &Clock,
    offsets_ns: &[u64],
) -> Result<Option<Timing>, super::TrialError> {
    match config.workload {
        Workload::Latency(Schedule::Rate(rate_pps)) => {
            let interval = clock.ticks_in(Duration::from_secs(1)) / rate_pps * f64::from(config.queue_pairs);
            Ok(Some(Timing::constant(interval, config.burst)))
        }
        Workload::Latency(Schedule::Recorded { speed }) => {
            let ticks_per_ns = clock.ticks_in(Duration::from_secs(1)) / 1e9;
            Ok(Some(Timing::recorded(offsets_ns, speed, ticks_per_ns)?))
        }
        Workload::Throughput | Workload::PingPong { .. } => Ok(None),
    }
}

impl<'a, R: DriverRing> Driver<'a, R> {
    pub(super) fn new(
        datapath: &'a mut Datapath<R>,
        config: &TrialConfig,
        context: DriverContext<'a>,
    ) -> Self {
        let DriverContext { clock, cancelled, events, traffic, packets, timing } = context;
        let pairs = 0..config.queue_pairs;
        let receives = config.direction != Direction::Oneway;
        let back = |pair| match config.direction {
            Direction::Bidirectional => Lane::from_device(pair),
            _ => Lane::from_driver(pair),
        };
        let lane = |pair| SendingLane::new(Sender::new(packets.expected.clone(), Lane::from_driver(pair)));
        let receiver = |pair| Receiver::new(&packets, back(pair));
        let mut driver = Self {
            datapath,
            clock,
            cancelled,
            lanes: pairs.clone().map(lane).collect(),
            receivers: if receives { pairs.map(receiver).collect() } else { Vec::new() },
            gathered: Vec::new(),
            events,
            traffic,
            timing,
            budget: Budget::of(config),
            device_sends: config.direction == Direction::Bidirectional,
            mergeable: config.mergeable,
            drain: DRAIN + config.model.longest_delay(config.ring_size),
            by_calls: config.doorbell == DoorbellKind::Eventfd,
        };
        let calls = receives && driver.by_calls;
        for pair in &mut driver.datapath.pairs {
            pair.transmit.ring.set_calls(false);
            pair.receive.ring.set_calls(calls);
        }
        if receives {
            driver.offer_receive_buffers();
        }
        driver
    }

    /// Puts load on the device for a time and waits until everything is back.
    pub(super) fn run(&mut self, stream: Stream, duration: Duration) -> PhaseLoad {
        let start_ticks = self.clock.now();
        self.begin(stream, start_ticks, duration);
        let late_after = whole(self.clock.ticks_in(LATE));
        loop {
            let mut moved = 0;
            for pair in 0..self.lanes.len() {
                let ring = &mut self.datapath.pairs[pair].transmit.ring;
                // With half of the ring free there is no need to look, and looking costs both sides a cache line.
                if 2 * ring.free_len() < ring.buffers() {
                    ring.reclaim();
                }
                moved += self.receive_if_called(pair);
                moved += self.send(pair, stream, late_after);
            }
            let now = self.clock.now();
            if self.lanes.iter().all(|lane| lane.sender.is_done(now)) || self.is_cancelled() {
                break;
            }
            if moved == 0 {
                self.wait();
            }
        }
        let (end_ticks, device_sent) = self.drain(stream, start_ticks);
        PhaseLoad {
            sent: self.lanes.iter().map(|lane| lane.sender.sent()).collect(),
            device_sent,
            unsent: self.lanes.iter().map(|lane| lane.sender.unsent()).sum(),
            generator_limited: self.budget.is_limited_by_generator(&self.lanes),
            start_ticks,
            end_ticks,
        }
    }

    fn begin(&mut self, stream: Stream, start_ticks: u64, duration: Duration) {
        let load_ticks = self.clock.ticks_in(duration);
        // What is due at the end and finds no room until then stays unsent.
        let patience = if self.timing.is_some() { self.drain } else { Duration::ZERO };
        let end_ticks = start_ticks + whole(self.clock.ticks_in(duration + patience));
        let pairs = u16::try_from(self.lanes.len()).unwrap_or(u16::MAX);
        for (pair, lane) in (0u16..).zip(&mut self.lanes) {
            let timing = self.timing.clone().map(|timing| timing.staggered(pair, pairs));
            lane.begin(stream, timing.map(|timing| Pace::new(start_ticks, timing, load_ticks)), end_ticks);
        }
        let timing = self.timing.clone();
        self.traffic.begin(LoadPhase { stream, start_ticks, load_ticks, end_ticks, timing });
    }

    /// The receiving ends, where the driver has them, and its doorbell events.
    pub(super) fn finish(self) -> (Vec<Receiver>, EventRing) {
        self.events.show();
        (self.receivers, self.events)
    }

    #[inline]
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Sends what is due on a pair, as far as there is room.
    #[inline]
    fn send(&mut self, pair: usize, stream: Stream, late_after: u64) -> usize {
        let (lane, transmit) = (&mut self.lanes[pair], &mut self.datapath.pairs[pair].transmit);
        let arrived = self.receivers.get(pair).map_or(0, |receiver| receiver.arrived(stream));
        let count =
            lane.fill(transmit, self.budget.left(lane.sender.sent(), arrived), self.clock.now(), late_after);
        if count > 0 {
            transmit.counters.batches.record(u32::try_from(count).unwrap_or(u32::MAX));
            transmit.notifier.publish_and_kick(&mut transmit.ring, &self.clock, &mut self.events);
        }
        count
    }

    /// Nothing could be done: looks again, or sleeps until the device calls.
    fn wait(&mut self) {
        for pair in &mut self.datapath.pairs {
            pair.receive.notifier.settle(&mut pair.receive.ring, &self.clock, &mut self.events);
            pair.transmit.notifier.settle(&mut pair.transmit.ring, &self.clock, &mut self.events);
            pair.transmit.ring.reclaim();
        }
        let now = self.clock.now();
        let idle = self.lanes.iter().any(|lane| lane.sender.due(now).is_none() && !lane.sender.is_done(now));
        // Whoever waits for a time does not sleep: waking up would cost more than the gap.
        if !self.by_calls || (idle && self.timing.is_some()) {
            std::hint::spin_loop();
            return;
        }
        let mut found = false;
        for pair in &mut self.datapath.pairs {
            found |= pair.transmit.ring.set_calls(true);
        }
        if !found {
            let calls: Vec<_> = self
                .datapath
                .pairs
                .iter()
                .flat_map(|pair| [pair.transmit.notifier.call.as_ref(), pair.receive.notifier.call.as_ref()])
                .collect();
            EventFd::wait_any(&calls, SLEEP);
        }
        for pair in &mut self.datapath.pairs {
            let transmit = &mut pair.transmit;
            transmit.notifier.take_call(&transmit.ring, &self.clock, &mut self.events);
            transmit.ring.set_calls(false);
        }
    }

    /// Waits until every sent packet is used, and back where packets come back, and what the device sent is in. Ends
    /// the phase with the last of them, so that waiting for lost ones does not count as time.
    fn drain(&mut self, stream: Stream, start_ticks: u64) -> (u64, Vec<u64>) {
        for pair in &mut self.datapath.pairs {
            pair.transmit.notifier.settle(&mut pair.transmit.ring, &self.clock, &mut self.events);
        }
        let patience = whole(self.clock.ticks_in(self.drain));
        let mut deadline = self.clock.now() + patience;
        let (mut last, mut end_ticks) = (None, start_ticks);
        loop {
            let now = self.clock.now();
            let mut held = 0;
            for pair in 0..self.lanes.len() {
                self.datapath.pairs[pair].transmit.ring.reclaim();
                held += self.datapath.pairs[pair].transmit.ring.outstanding();
                self.receive_whether_called_or_not(pair);
            }
            let arrived: u64 = self.receivers.iter().map(|receiver| receiver.arrived(stream)).sum();
            if last.replace((arrived, held)) != Some((arrived, held)) {
                (end_ticks, deadline) = (now, now + patience);
            }
            let device_sent = self.traffic.sent();
            let due = match &device_sent {
                Some(sent) if self.device_sends => sent.iter().sum(),
                _ if self.receivers.is_empty() => 0,
                _ => self.lanes.iter().map(|lane| lane.sender.sent()).sum(),
            };
            let done = held == 0 && arrived >= due && (device_sent.is_some() || !self.device_sends);
            if done || now >= deadline || self.is_cancelled() {
                return (end_ticks, device_sent.unwrap_or_default());
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "times of a trial in ticks fit")]
fn whole(ticks: f64) -> u64 {
    ticks as u64
}
