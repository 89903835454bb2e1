//! How the device notices that there is work.

use super::control::Control;
use super::queue::WorkerQueue;
use crate::eventfd::EventFd;
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
    pub(super) fn new(queues: &[WorkerQueue], control: &Control) -> Result<Self, Errno> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        let add = |fd: &EventFd, number| {
            epoll::add(&epoll, fd, EventData::new_u64(number), EventFlags::IN | EventFlags::ET)
        };
        for queue in queues {
            if let Some(kick) = &queue.start.kick {
                add(kick, u64::from(queue.index))?;
            }
        }
        add(&control.wake, WAKE)?;
        Ok(Self { epoll })
    }

    /// Sleeps until something rings, then calls `rung` with the number of each queue whose doorbell did.
    pub(super) fn wait(&self, mut rung: impl FnMut(usize)) {
        let mut ready = [MaybeUninit::<epoll::Event>::uninit(); READY_MAX];
        // Interrupted by a signal: nothing rang, the caller comes back.
        let Ok((ready, _)) = epoll::wait(&self.epoll, &mut ready[..], None) else { return };
        for event in ready {
            let number = event.data.u64();
            if number != WAKE {
                rung(usize::try_from(number).unwrap_or(usize::MAX));
            }
        }
    }
}
