//! What others may tell a running device thread: stop, follow the memory map, use other files.

use crate::emulated::dirty_log::DirtyLog;
use crate::eventfd::EventFd;
use rustix::io::Errno;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Set when the thread has ended: it has seen every change there will ever be.
const ENDED: u64 = u64::MAX;

/// A change to a running device.
#[derive(Debug)]
pub(super) enum Order {
    Kick(u16, Option<Arc<EventFd>>),
    Call(u16, Option<Arc<EventFd>>),
    Err(u16, Option<Arc<EventFd>>),
    Enable(u16, bool),
    Log(Option<Arc<DirtyLog>>),
    /// Writes the positions of all rings down, in [`Control::bases`].
    ReportBases,
}

struct AcknowledgeEnd(Arc<Control>);

impl Drop for AcknowledgeEnd {
    fn drop(&mut self) {
        self.0.acknowledge(ENDED);
        self.0.carry_out(ENDED);
    }
}

#[derive(Debug)]
#[repr(align(128))]
pub(crate) struct Control {
    stop: AtomicBool,
    seen_generation: AtomicU64,
    orders: Mutex<Vec<Order>>,
    /// Orders given, and carried out.
    given: AtomicU64,
    done: AtomicU64,
    /// Ring positions as of the last [`Order::ReportBases`].
    pub(super) bases: Box<[AtomicU32]>,
    /// Wakes a thread that sleeps on its doorbells.
    pub(super) wake: EventFd,
}

impl Control {
    pub(super) fn new(queues: usize) -> Result<Self, Errno> {
        Ok(Self {
            stop: AtomicBool::new(false),
            seen_generation: AtomicU64::new(0),
            orders: Mutex::default(),
            given: AtomicU64::new(0),
            done: AtomicU64::new(0),
            bases: (0..queues).map(|_| AtomicU32::new(0)).collect(),
            wake: EventFd::new()?,
        })
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.wake.ring();
    }

    #[inline]
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The thread no longer uses anything older than this state of the memory map.
    pub(super) fn acknowledge(&self, generation: u64) {
        // Release: every access to unmapped memory must be over when the other side reads this.
        self.seen_generation.store(generation, Ordering::Release);
    }

    /// Acknowledges everything when it is dropped, also by a panic: nobody may wait for a thread that is gone.
    pub(super) fn acknowledge_end(self: &Arc<Self>) -> impl Drop + use<> {
        AcknowledgeEnd(Arc::clone(self))
    }

    /// Waits until the thread follows this state of the memory map.
    pub(in crate::emulated) fn wait_until_seen(&self, generation: u64) {
        while self.seen_generation.load(Ordering::Acquire) < generation {
            self.wake.ring();
            std::thread::sleep(Duration::from_micros(20));
        }
    }

    /// Gives an order and waits until the thread has carried it out.
    pub(super) fn order(&self, order: Order) {
        let ticket = {
            let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
            orders.push(order);
            // Release: pairs with the acquire in `has_orders`.
            self.given.fetch_add(1, Ordering::Release) + 1
        };
        while self.done.load(Ordering::Acquire) < ticket {
            self.wake.ring();
            std::thread::sleep(Duration::from_micros(20));
        }
    }

    #[inline]
    pub(super) fn has_orders(&self) -> bool {
        self.given.load(Ordering::Relaxed) != self.done.load(Ordering::Relaxed)
    }

    /// Orders that wait, and the ticket that says they were carried out.
    pub(super) fn take_orders(&self) -> (Vec<Order>, u64) {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        (std::mem::take(&mut orders), self.given.load(Ordering::Acquire))
    }

    pub(super) fn carry_out(&self, ticket: u64) {
        // Release: the thread no longer uses what an order replaced.
        self.done.store(ticket, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_thread_that_panicked() {
        let control = Arc::new(Control::new(1).unwrap());
        let thread = {
            let control = Arc::clone(&control);
            std::thread::spawn(move || {
                let _end = control.acknowledge_end();
                panic!("expected by the test");
            })
        };
        control.wait_until_seen(7);
        control.order(Order::ReportBases);
        assert!(thread.join().is_err());
    }
}
