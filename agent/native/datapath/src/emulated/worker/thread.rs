//! The device thread's loop, in its three ways of waiting.

use super::bells::Bells;
use super::control::Control;
use super::packets::{Scratch, loopback, sink};
use super::queue::{StartQueue, WorkerQueue};
use super::{DeviceReport, QueueFault};
use crate::abi::virtio::{RX_QUEUE, TX_QUEUE};
use crate::cpu::{pin_current_thread, raise_priority};
use crate::emulated::domain::{IommuDomain, IovaTable};
use crate::emulated::doorbell_pages::DoorbellPages;
use crate::emulated::{DeviceOptions, Idle, Role};
use crate::load::Receiver;
use crate::trace::EventRing;
use ringside_otlp::doorbell::Method;
use rustix::io::Errno;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;

/// What a start hands to the device thread.
#[derive(Debug)]
pub(crate) struct StartDevice {
    pub(in crate::emulated) options: DeviceOptions,
    pub(in crate::emulated) domain: Arc<IommuDomain>,
    pub(in crate::emulated) doorbells: Option<Arc<DoorbellPages>>,
    pub(in crate::emulated) events: EventRing,
    pub(in crate::emulated) queues: Vec<StartQueue>,
}

/// A started device.
#[derive(Debug)]
pub(crate) struct RunningDevice {
    control: Arc<Control>,
    thread: JoinHandle<DeviceReport>,
}

impl RunningDevice {
    /// Starts the device thread on these queues.
    ///
    /// # Errors
    /// `EINVAL` if a ring is not mapped; what creating a thread or an epoll instance answers.
    pub(in crate::emulated) fn start(start: StartDevice) -> Result<Self, Errno> {
        let StartDevice { options, domain, doorbells, events, queues } = start;
        let control = Arc::new(Control::new()?);
        domain.attach(&control);
        let (generation, memory) = domain.snapshot();
        let queues = (0u16..)
            .zip(queues)
            .map(|(index, start)| start.ring(&*memory).map(|ring| WorkerQueue::new(index, start, ring)))
            .collect::<Option<Vec<_>>>()
            .ok_or(Errno::INVAL)?;
        let bells = Bells::new(&queues, &control)?;
        let worker = Worker {
            options,
            domain,
            control: Arc::clone(&control),
            doorbells,
            memory,
            generation,
            queues,
            bells,
            receiver: (options.role == Role::Sink)
                .then(|| Receiver::new(options.clock, options.with_latency)),
            events,
            scratch: Scratch::default(),
            dropped_no_buffer: 0,
        };
        let thread =
            std::thread::Builder::new().name("ringside-device".to_owned()).spawn(move || worker.run());
        Ok(Self { control, thread: thread.map_err(|_| Errno::AGAIN)? })
    }

    /// Stops the thread; buffers it has taken are used by then.
    pub(in crate::emulated) fn stop(self) -> DeviceReport {
        self.control.stop();
        match self.thread.join() {
            Ok(report) => report,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

struct Worker {
    options: DeviceOptions,
    domain: Arc<IommuDomain>,
    control: Arc<Control>,
    doorbells: Option<Arc<DoorbellPages>>,
    memory: Arc<IovaTable>,
    generation: u64,
    queues: Vec<WorkerQueue>,
    bells: Bells,
    receiver: Option<Receiver>,
    events: EventRing,
    scratch: Scratch,
    dropped_no_buffer: u64,
}

impl Worker {
    fn run(mut self) -> DeviceReport {
        let pinned = self.options.cpu.is_some_and(pin_current_thread);
        let nice = raise_priority();
        let end = self.control.acknowledge_end();
        self.control.acknowledge(self.generation);
        // Receive buffers are looked for when there is a packet to put into them; kicks for them are of no use.
        self.queues[usize::from(RX_QUEUE)].device.set_kicks(false);
        match (self.doorbells.clone(), self.options.idle) {
            (Some(doorbells), _) => self.poll_doorbells(&doorbells),
            (None, Idle::Polling) => self.poll_rings(),
            (None, Idle::Sleeping) => self.sleep_on_eventfds(),
        }
        drop(end);
        self.report(pinned, nice)
    }

    fn report(self, pinned: bool, nice: i32) -> DeviceReport {
        let faults = self
            .queues
            .iter()
            .filter_map(|queue| queue.broken.map(|error| QueueFault { queue: queue.index, error }));
        DeviceReport {
            faults: faults.collect(),
            bases: self.queues.iter().map(|queue| queue.device.base()).collect(),
            calls: self.queues.iter().map(|queue| queue.calls).sum(),
            calls_suppressed: self.queues.iter().map(|queue| queue.calls_suppressed).sum(),
            receiver: self.receiver,
            events: self.events,
            dropped_no_buffer: self.dropped_no_buffer,
            pinned,
            nice,
        }
    }

    /// Whether to go on. Follows the memory map on the way.
    #[inline]
    fn goes_on(&mut self) -> bool {
        if self.domain.generation() != self.generation {
            self.follow_memory();
        }
        !self.control.is_stopped()
    }

    #[cold]
    fn follow_memory(&mut self) {
        (self.generation, self.memory) = self.domain.snapshot();
        for queue in &mut self.queues {
            queue.follow(&self.memory);
        }
        self.control.acknowledge(self.generation);
    }

    /// As hardware: a doorbell makes the device look at the ring, and nothing else does.
    fn poll_doorbells(&mut self, doorbells: &DoorbellPages) {
        while self.goes_on() {
            self.observe_doorbell(doorbells, RX_QUEUE);
            self.observe_doorbell(doorbells, TX_QUEUE);
            if self.work() == 0 {
                std::hint::spin_loop();
            }
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    fn observe_doorbell(&mut self, doorbells: &DoorbellPages, index: u16) {
        // Acquire: what was published before the doorbell must be visible after it.
        let value = doorbells.word(index).load(Ordering::Acquire);
        let queue = &mut self.queues[usize::from(index)];
        let next = (value >> 16) as u16;
        let ahead = next.wrapping_sub(queue.rung_index as u16);
        if ahead != 0 && queue.broken.is_none() {
            queue.note_kick(
                queue.rung_index + u64::from(ahead),
                Method::Mmio,
                &self.options.clock,
                &mut self.events,
            );
            queue.refresh();
        }
    }

    /// As a busy-polling vhost worker: it wants no kicks and looks at the ring itself.
    fn poll_rings(&mut self) {
        self.queues[usize::from(TX_QUEUE)].device.set_kicks(false);
        while self.goes_on() {
            self.queues[usize::from(TX_QUEUE)].refresh();
            if self.work() == 0 {
                std::hint::spin_loop();
            }
        }
    }

    /// As a vhost worker: sleeps on eventfds, works the ring empty without kicks, asks for kicks, sleeps.
    fn sleep_on_eventfds(&mut self) {
        while self.goes_on() {
            let (queues, events, clock) = (&mut self.queues, &mut self.events, &self.options.clock);
            self.bells.wait(|index| {
                if let Some(queue) = queues.get_mut(index).filter(|queue| queue.broken.is_none()) {
                    let seen = queue.refresh();
                    queue.note_kick(seen, Method::Eventfd, clock, events);
                }
            });
            self.work_ring_empty();
        }
    }

    fn work_ring_empty(&mut self) {
        loop {
            self.transmit().device.set_kicks(false);
            while self.goes_on() && self.refresh_and_work() > 0 {}
            self.transmit().device.set_kicks(true);
            // What was published between the last look and the switch would otherwise wait for the next kick.
            self.transmit().refresh();
            if !self.transmit().device.has_chain() || self.transmit().broken.is_some() || !self.goes_on() {
                return;
            }
        }
    }

    fn transmit(&mut self) -> &mut WorkerQueue {
        &mut self.queues[usize::from(TX_QUEUE)]
    }

    fn refresh_and_work(&mut self) -> usize {
        self.transmit().refresh();
        self.work()
    }

    /// Works off up to a batch of the chains seen by the last refresh. Returns how many.
    #[inline]
    fn work(&mut self) -> usize {
        let [receive, transmit] = &mut self.queues[..] else { return 0 };
        if !transmit.device.has_chain() || transmit.broken.is_some() {
            return 0;
        }
        let clock = &self.options.clock;
        let taken = match &mut self.receiver {
            Some(receiver) => sink(transmit, &self.memory, receiver, &mut self.scratch, clock.now()),
            None => {
                let (taken, dropped) = loopback(transmit, receive, &self.memory, &mut self.scratch);
                self.dropped_no_buffer += dropped;
                receive.publish_and_call(clock, &mut self.events);
                taken
            }
        };
        transmit.publish_and_call(clock, &mut self.events);
        taken
    }
}
