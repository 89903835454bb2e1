//! What others may tell a running device thread: stop, or follow the memory map.

use crate::eventfd::EventFd;
use rustix::io::Errno;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Set when the thread has ended: it has seen every change there will ever be.
const ENDED: u64 = u64::MAX;

struct AcknowledgeEnd(Arc<Control>);

impl Drop for AcknowledgeEnd {
    fn drop(&mut self) {
        self.0.acknowledge(ENDED);
    }
}

#[derive(Debug)]
pub(crate) struct Control {
    stop: AtomicBool,
    seen_generation: AtomicU64,
    /// Wakes a thread that sleeps on its doorbells.
    pub(super) wake: EventFd,
}

impl Control {
    pub(super) fn new() -> Result<Self, Errno> {
        Ok(Self { stop: AtomicBool::new(false), seen_generation: AtomicU64::new(0), wake: EventFd::new()? })
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_thread_that_panicked() {
        let control = Arc::new(Control::new().unwrap());
        let thread = {
            let control = Arc::clone(&control);
            std::thread::spawn(move || {
                let _end = control.acknowledge_end();
                panic!("expected by the test");
            })
        };
        control.wait_until_seen(7);
        assert!(thread.join().is_err());
    }
}
