//! How the device learns that there is work, in its three ways.

use super::queue::WorkerQueue;
use super::thread::Worker;
use crate::emulated::Idle;
use crate::emulated::doorbell_pages::DoorbellPages;
use crate::ring::DeviceRing;
use ringside_otlp::doorbell::Method;

impl<R: DeviceRing> Worker<R> {
    /// Works until the device is stopped.
    pub(super) fn wait_and_work(&mut self) {
        match (self.doorbells(), self.options.idle) {
            (Some(doorbells), _) => self.poll_doorbells(&doorbells),
            (None, Idle::Polling) => self.poll_rings(),
            (None, Idle::Sleeping) => self.sleep_on_eventfds(),
        }
    }

    fn transmits(&mut self) -> impl Iterator<Item = &mut WorkerQueue<R>> {
        self.queues.iter_mut().skip(1).step_by(2).flatten()
    }

    /// As hardware: a doorbell makes the device look at the ring, and nothing else does.
    fn poll_doorbells(&mut self, doorbells: &DoorbellPages) {
        while self.goes_on() {
            let (events, clock) = (&mut self.events, &self.options.packets.clock);
            for queue in self.queues.iter_mut().flatten() {
                if let Some(value) = doorbells.take(queue.index).filter(|_| queue.is_live()) {
                    let position = queue.ring.position_of(position_in(value), queue.rung_position);
                    queue.note_kick(position, Method::Mmio, clock, events);
                    // Nobody rings for receive buffers (see `Worker::run`), so no doorbell says how many there are.
                    if queue.transmits() {
                        queue.announce(position);
                    }
                }
            }
            if self.work() == 0 {
                self.rearm();
                std::hint::spin_loop();
            }
        }
    }

    /// With VIRTIO_F_EVENT_IDX a driver rings once for each position it was asked for: asks for the next.
    fn rearm(&mut self) {
        if self.by_position {
            for queue in self.transmits().filter(|queue| !queue.rung) {
                queue.ring.set_kicks(true);
                queue.rung = queue.look_again();
            }
        }
    }

    /// As a busy-polling vhost worker: it wants no kicks and looks at the rings itself.
    fn poll_rings(&mut self) {
        for queue in self.transmits() {
            queue.ring.set_kicks(false);
        }
        while self.goes_on() {
            for queue in self.transmits() {
                queue.rung = true;
            }
            if self.work() == 0 {
                std::hint::spin_loop();
            }
        }
    }

    /// As a vhost worker: sleeps on eventfds, works the rings empty without kicks, asks for kicks, sleeps.
    fn sleep_on_eventfds(&mut self) {
        while self.goes_on() {
            let block = !self.is_busy();
            let (queues, events, clock) = (&mut self.queues, &mut self.events, &self.options.packets.clock);
            self.bells.wait(block, |index| {
                if let Some(queue) =
                    queues.get_mut(index).and_then(Option::as_mut).filter(|queue| queue.is_live())
                {
                    let position = queue.ring.published_by_driver();
                    queue.note_kick(position, Method::Eventfd, clock, events);
                }
            });
            self.work_rings_empty();
        }
    }

    fn work_rings_empty(&mut self) {
        let mut any = false;
        for queue in self.transmits().filter(|queue| queue.rung) {
            queue.ring.set_kicks(false);
            any = true;
        }
        while self.goes_on() && self.work() > 0 {}
        // What was published between the last look and the switch would otherwise wait for the next kick. Asking by
        // position is for one kick: with whatever is found the device has to ask anew.
        while any && self.goes_on() && self.asks_and_finds() {
            while self.goes_on() && self.work() > 0 {}
        }
    }

    /// Asks for kicks. Whether there is work in spite of it.
    fn asks_and_finds(&mut self) -> bool {
        let mut found = false;
        for queue in self.transmits() {
            queue.ring.set_kicks(true);
            queue.rung = queue.look_again();
            found |= queue.rung;
        }
        found
    }
}

/// virtio 1.4, 2.9: the ring position is the upper half of a doorbell.
fn position_in(doorbell: u32) -> u16 {
    (doorbell >> 16) as u16
}
