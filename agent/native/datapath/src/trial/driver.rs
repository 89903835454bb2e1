//! The driver thread's loops: send at full speed or at a pace, receive what comes back.

use super::config::{Direction, TrialConfig, Workload};
use super::datapath::{Datapath, DatapathQueue};
use crate::clock::Clock;
use crate::emulated::DoorbellKind;
use crate::load::{FrameSource, Pace, Receiver, Stamp, Stream};
use crate::trace::EventRing;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long packets that are still under way are waited for after the last was sent.
const DRAIN: Duration = Duration::from_millis(200);
/// Longest sleep on a call: the bound on noticing that time is up.
const SLEEP: Duration = Duration::from_millis(1);
/// A packet counts as late when it was handed over this long after its time although the ring had room.
const LATE: Duration = Duration::from_micros(20);
/// Share of late packets from which on the result measures the generator.
const LATE_SHARE_MAX: f64 = 0.01;

/// What one phase of load did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PhaseLoad {
    /// Packets published.
    pub(super) sent: u64,
    /// Packets that were due but never got room in the ring.
    pub(super) unsent: u64,
    /// Packets handed over late although the ring had room.
    late: u64,
    pub(super) start_ticks: u64,
    /// When the last packet was back.
    pub(super) end_ticks: u64,
}

impl PhaseLoad {
    #[expect(clippy::cast_precision_loss, reason = "packet counts stay far below 2^53")]
    pub(super) fn generator_limited(&self) -> bool {
        self.late as f64 > self.sent as f64 * LATE_SHARE_MAX
    }
}

/// What a trial lends its driver.
pub(super) struct DriverContext<'a> {
    pub(super) clock: Clock,
    pub(super) cancelled: &'a AtomicBool,
    /// Where the driver records its doorbells.
    pub(super) events: EventRing,
}

/// The load of one trial.
pub(super) struct Driver<'a> {
    datapath: &'a mut Datapath,
    frames: FrameSource,
    clock: Clock,
    cancelled: &'a AtomicBool,
    /// The receiving end where packets come back; the device's otherwise.
    receiver: Option<Receiver>,
    events: EventRing,
    burst: u32,
    workload: Workload,
    /// Whether the driver learns of used buffers by calls, or by looking.
    by_calls: bool,
}

impl<'a> Driver<'a> {
    pub(super) fn new(
        datapath: &'a mut Datapath,
        frames: FrameSource,
        config: &TrialConfig,
        context: DriverContext<'a>,
    ) -> Self {
        let DriverContext { clock, cancelled, events } = context;
        let loops_back = config.direction == Direction::Loopback;
        let mut driver = Self {
            datapath,
            frames,
            clock,
            cancelled,
            receiver: loops_back.then(|| Receiver::new(clock, config.wants_latency())),
            events,
            burst: config.burst,
            workload: config.workload,
            by_calls: config.doorbell == DoorbellKind::Eventfd,
        };
        driver.datapath.transmit.ring.set_calls(false);
        driver.datapath.receive.ring.set_calls(loops_back && driver.by_calls);
        if loops_back {
            driver.offer_receive_buffers();
        }
        driver
    }

    fn offer_receive_buffers(&mut self) {
        let receive = &mut self.datapath.receive;
        while let Some(buffer) = receive.ring.take_free() {
            receive.ring.offer(buffer);
        }
        receive.notifier.publish_and_kick(&mut receive.ring, &self.clock, &mut self.events);
    }

    /// Puts load on the device for a time and waits until everything is back.
    pub(super) fn run(&mut self, stream: Stream, duration: Duration) -> PhaseLoad {
        let mut load = PhaseLoad { start_ticks: self.clock.now(), ..PhaseLoad::default() };
        match self.workload {
            Workload::Throughput => self.send_at_full_speed(stream, duration, &mut load),
            Workload::Latency { rate_pps } => self.send_at_rate(stream, duration, rate_pps, &mut load),
        }
        self.drain(stream, &mut load);
        load
    }

    /// The receiving end, where packets come back, and the driver's doorbell events.
    pub(super) fn finish(self) -> (Option<Receiver>, EventRing) {
        (self.receiver, self.events)
    }

    #[inline]
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ticks fit")]
    fn deadline(&self, duration: Duration) -> u64 {
        self.clock.now() + self.clock.ticks_in(duration) as u64
    }

    fn send_at_full_speed(&mut self, stream: Stream, duration: Duration, load: &mut PhaseLoad) {
        let deadline = self.deadline(duration);
        loop {
            let now = self.clock.now();
            if now >= deadline || self.is_cancelled() {
                return;
            }
            reclaim(&mut self.datapath.transmit);
            self.receive_if_called();
            let room = self.datapath.transmit.ring.free_len().min(self.burst as usize);
            if room == 0 {
                self.wait_for_room();
                continue;
            }
            for _ in 0..room {
                self.push(stream, load.sent, now);
                load.sent += 1;
            }
            self.publish();
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "packet counts and ticks fit"
    )]
    fn send_at_rate(&mut self, stream: Stream, duration: Duration, rate_pps: f64, load: &mut PhaseLoad) {
        let total = (rate_pps * duration.as_secs_f64()).ceil() as u64;
        let interval = self.clock.ticks_in(Duration::from_secs(1)) / rate_pps;
        let late_after = self.clock.ticks_in(LATE) as u64;
        let mut pace = Pace::new(load.start_ticks, interval, self.burst, total);
        let mut had_room = true;
        // What is due at the end and finds no room until then stays unsent.
        let give_up = self.deadline(duration + DRAIN);
        while !pace.is_done() && !self.is_cancelled() {
            let now = self.clock.now();
            reclaim(&mut self.datapath.transmit);
            self.receive_if_called();
            let before = load.sent;
            while let Some(intended) = pace.due(now) {
                if self.datapath.transmit.ring.free_len() == 0 {
                    had_room = false;
                    break;
                }
                self.push(stream, load.sent, intended);
                load.sent += 1;
                load.late += u64::from(had_room && now - intended > late_after);
                pace.advance();
            }
            if load.sent > before {
                self.publish();
                had_room |= self.datapath.transmit.ring.free_len() > 0;
            } else if now > give_up {
                break;
            }
        }
        load.unsent = pace.left();
    }

    #[inline]
    fn push(&mut self, stream: Stream, sequence: u64, intended_ticks: u64) {
        let transmit = &mut self.datapath.transmit;
        let Some(buffer) = transmit.ring.take_free() else { return };
        let len = self.frames.write(transmit.buffer(buffer), Stamp { stream, sequence, intended_ticks });
        transmit.ring.push(buffer, u32::try_from(len).unwrap_or(u32::MAX));
    }

    #[inline]
    fn publish(&mut self) {
        let transmit = &mut self.datapath.transmit;
        transmit.notifier.publish_and_kick(&mut transmit.ring, &self.clock, &mut self.events);
    }

    /// The ring is full: looks again, or sleeps until the device calls.
    fn wait_for_room(&mut self) {
        if !self.by_calls {
            std::hint::spin_loop();
            return;
        }
        let transmit = &mut self.datapath.transmit;
        if !transmit.ring.set_calls(true) && transmit.notifier.call.wait(SLEEP) {
            transmit.notifier.take_call(&transmit.ring, &self.clock, &mut self.events);
        }
        transmit.ring.set_calls(false);
    }

    /// Where calls say that packets came, looks only when one was rung.
    #[inline]
    fn receive_if_called(&mut self) {
        let Datapath { receive, .. } = &mut *self.datapath;
        if !self.by_calls || receive.notifier.take_call(&receive.ring, &self.clock, &mut self.events) {
            self.receive_used();
        }
    }

    /// Takes every packet that came back and offers its buffer again.
    #[inline]
    fn receive_used(&mut self) {
        let Some(receiver) = &mut self.receiver else { return };
        let receive = &mut self.datapath.receive;
        let batch_ticks = self.clock.now();
        let mut taken = false;
        while let Some((buffer, len)) = receive.ring.pop_used() {
            let ticks = receiver.arrival(batch_ticks);
            let bytes = receive.buffer(buffer);
            let len = (len as usize).min(bytes.len());
            receiver.receive(&bytes[..len], ticks);
            receive.ring.offer(buffer);
            taken = true;
        }
        if taken {
            receive.notifier.publish_and_kick(&mut receive.ring, &self.clock, &mut self.events);
        }
    }

    /// Waits until every sent packet is used, and back where packets come back. Ends the phase with the last of
    /// them, so that waiting for lost ones does not count as time.
    fn drain(&mut self, stream: Stream, load: &mut PhaseLoad) {
        let deadline = self.deadline(DRAIN);
        let mut last = None;
        loop {
            let now = self.clock.now();
            reclaim(&mut self.datapath.transmit);
            self.receive_used();
            self.datapath.receive.notifier.take_call(
                &self.datapath.receive.ring,
                &self.clock,
                &mut self.events,
            );
            let back = self.receiver.as_ref().map(|receiver| receiver.verified(stream));
            let held = self.datapath.transmit.ring.outstanding();
            if last.replace((back, held)) != Some((back, held)) {
                load.end_ticks = now;
            }
            let done = held == 0 && back.is_none_or(|back| back >= load.sent);
            if done || now >= deadline || self.is_cancelled() {
                return;
            }
        }
    }
}

/// Takes back every buffer the device is done with.
#[inline]
fn reclaim(queue: &mut DatapathQueue) {
    while let Some((buffer, _)) = queue.ring.pop_used() {
        queue.ring.release(buffer);
    }
}
