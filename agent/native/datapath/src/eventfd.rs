//! Eventfds as vhost uses them: one side writes, the other hangs on the wait queue.

use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use rustix::io::{Errno, read, write};
use std::time::Duration;

/// A non-blocking eventfd.
#[derive(Debug)]
pub struct EventFd(OwnedFd);

impl EventFd {
    /// A new eventfd with counter 0.
    ///
    /// # Errors
    /// Out of file descriptors.
    pub fn new() -> Result<Self, Errno> {
        eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC).map(Self)
    }

    /// Another handle to the eventfd behind a raw file descriptor, as `eventfd_ctx_fdget` takes one.
    ///
    /// # Errors
    /// `EBADF` if it is not open, `EINVAL` if it is not an eventfd.
    pub fn duplicate_raw(raw: RawFd) -> Result<Self, Errno> {
        if raw < 0 {
            return Err(Errno::BADF);
        }
        // SAFETY: the descriptor is only borrowed for the calls below; a number that is not open yields EBADF.
        let borrowed = unsafe { BorrowedFd::borrow_raw(raw) };
        let link =
            rustix::fs::readlink(format!("/proc/self/fd/{raw}"), Vec::new()).map_err(|_| Errno::BADF)?;
        if !link.to_bytes().ends_with(b"[eventfd]") {
            return Err(Errno::INVAL);
        }
        rustix::io::fcntl_dupfd_cloexec(borrowed, 0).map(Self)
    }

    /// Adds one to the counter and wakes whoever waits. A full counter still wakes, so it is not an error.
    pub fn ring(&self) {
        let _ = write(&self.0, &1u64.to_ne_bytes());
    }

    /// Takes the counter: how often it was rung since the last call, 0 if not at all. Does not block.
    pub fn take(&self) -> u64 {
        let mut counter = [0; 8];
        match read(&self.0, &mut counter) {
            Ok(8) => u64::from_ne_bytes(counter),
            _ => 0,
        }
    }

    /// Sleeps until the counter is not 0 or the time is over. Returns whether it was rung.
    pub fn wait(&self, timeout: Duration) -> bool {
        Self::wait_any(&[self], timeout)
    }
}

impl EventFd {
    /// Sleeps until the counter of one of several is not 0 or the time is over.
    pub fn wait_any(fds: &[&Self], timeout: Duration) -> bool {
        let mut fds: Vec<_> = fds.iter().map(|fd| PollFd::new(&fd.0, PollFlags::IN)).collect();
        poll(&mut fds, Some(&timespec(timeout))).is_ok_and(|ready| ready > 0)
    }
}

fn timespec(time: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(time.subsec_nanos()),
    }
}

impl AsFd for EventFd {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl AsRawFd for EventFd {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_add_up_until_they_are_taken() {
        let fd = EventFd::new().unwrap();
        fd.ring();
        fd.ring();
        assert!(fd.wait(Duration::ZERO));
        assert_eq!((fd.take(), fd.take()), (2, 0));
        assert!(!fd.wait(Duration::from_millis(1)));
    }

    #[test]
    fn a_duplicate_shares_the_counter() {
        let fd = EventFd::new().unwrap();
        EventFd::duplicate_raw(fd.as_raw_fd()).unwrap().ring();
        assert_eq!(fd.take(), 1);
    }

    #[test]
    fn other_descriptors_are_told_apart_as_the_kernel_does() {
        let file = std::fs::File::open("/dev/null").unwrap();
        assert_eq!(EventFd::duplicate_raw(file.as_raw_fd()).unwrap_err(), Errno::INVAL);
        assert_eq!(EventFd::duplicate_raw(-2).unwrap_err(), Errno::BADF);
        assert_eq!(EventFd::duplicate_raw(1 << 20).unwrap_err(), Errno::BADF);
    }
}
