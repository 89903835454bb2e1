//! How the device notices that there is work.

use super::control::Control;
use crate::eventfd::EventFd;
use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use std::mem::MaybeUninit;

/// Number of the wake-up eventfd among the queues'.
const WAKE: u64 = u64::MAX;
/// Events taken at once; what is left comes with the next wait.
const READY_MAX: usize = 16;

/// Sleeps on the eventfds of all queues the way vhost does: it hangs on the wait queue and never reads the
/// counter. Edge-triggered epoll does that from user space: every write wakes, also one that finds the counter
/// above 0, and a counter above 0 at the start fires at once.
#[derive(Debug)]
pub(super) struct Bells {
    epoll: OwnedFd,
}

impl Bells {
    pub(super) fn new(control: &Control) -> Result<Self, Errno> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        epoll::add(&epoll, &control.wake, EventData::new_u64(WAKE), EventFlags::IN | EventFlags::ET)?;
        Ok(Self { epoll })
    }

    /// Listens to a queue's eventfd.
    ///
    /// # Errors
    /// Out of memory or of watches.
    pub(super) fn add(&self, queue: u16, kick: &EventFd) -> Result<(), Errno> {
        let number = EventData::new_u64(u64::from(queue));
        epoll::add(&self.epoll, kick, number, EventFlags::IN | EventFlags::ET)
    }

    /// Listens to it no longer.
    pub(super) fn remove(&self, kick: &EventFd) {
        // A descriptor that was never added has nothing to remove.
        let _ = epoll::delete(&self.epoll, kick);
    }

    /// Sleeps until something rings, or not at all, then calls `rung` with the number of each queue whose doorbell did.
    pub(super) fn wait(&self, block: bool, mut rung: impl FnMut(usize)) {
        let mut ready = [MaybeUninit::<epoll::Event>::uninit(); READY_MAX];
        // Interrupted by a signal: nothing rang, the caller comes back.
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let timeout = if block { None } else { Some(&at_once) };
        let Ok((ready, _)) = epoll::wait(&self.epoll, &mut ready[..], timeout) else { return };
        for event in ready {
            let number = event.data.u64();
            if number != WAKE {
                rung(usize::try_from(number).unwrap_or(usize::MAX));
            }
        }
    }
}
