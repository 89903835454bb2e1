//! Threads on cores of their own, ahead of everything else there.

use rustix::process::{getpriority_process, setpriority_process};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// Pins the calling thread to a CPU. Returns whether the kernel agreed; a trial that could not be pinned still
/// runs and its result says so.
pub fn pin_current_thread(cpu: usize) -> bool {
    if cpu >= CpuSet::MAX_CPU {
        return false;
    }
    let mut set = CpuSet::new();
    set.set(cpu);
    sched_setaffinity(None, &set).is_ok()
        && sched_getaffinity(None).is_ok_and(|now| now.count() == 1 && now.is_set(cpu))
}

/// Moves the calling thread away from these CPUs, if it may use others.
pub fn leave_cpus(cpus: &[usize]) {
    let Ok(mut set) = sched_getaffinity(None) else { return };
    cpus.iter().filter(|&&cpu| cpu < CpuSet::MAX_CPU).for_each(|&cpu| set.unset(cpu));
    if set.count() > 0 {
        // Without it the thread shares what is measured, as on a host with no more CPUs.
        let _ = sched_setaffinity(None, &set);
    }
}

/// The most favourable nice value of Linux.
const NICE_MIN: i32 = -20;

/// Puts the calling thread ahead of others on its CPU and returns the nice value it has from then on. On a host whose
/// services share the measured CPUs, they would otherwise show as stalls of milliseconds. Needs CAP_SYS_NICE; without
/// it nothing changes. The value ends with the thread, so there is nothing to undo.
pub fn raise_priority() -> i32 {
    // On Linux the calling thread alone is meant, although POSIX says process.
    let _ = setpriority_process(None, NICE_MIN);
    getpriority_process(None).unwrap_or(0)
}

const AUTOGROUP: &str = "/proc/self/autogroup";

/// Keeps this process's session ahead of others until it is dropped.
///
/// Where the kernel groups tasks by session (`kernel.sched_autogroup_enabled`), nice values count inside a session only,
/// and sessions share a CPU evenly whatever their threads' values are. The session has a nice value of its own
/// (sched(7), "The autogroup feature"), which this sets and puts back.
#[derive(Debug)]
pub struct SessionPriority {
    before: Option<i32>,
}

impl SessionPriority {
    /// Raises the session. Needs CAP_SYS_NICE; without it, or without autogroups, nothing changes.
    pub fn raise() -> Self {
        let before = autogroup_nice().filter(|_| std::fs::write(AUTOGROUP, NICE_MIN.to_string()).is_ok());
        Self { before }
    }
}

impl Drop for SessionPriority {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            let _ = std::fs::write(AUTOGROUP, before.to_string());
        }
    }
}

/// The file reads `/autogroup-25 nice 0`.
fn autogroup_nice() -> Option<i32> {
    std::fs::read_to_string(AUTOGROUP).ok()?.trim().rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_priority_ends_with_its_thread() {
        let before = getpriority_process(None).unwrap();
        let raised = std::thread::spawn(raise_priority).join().unwrap();
        assert!(raised == NICE_MIN || raised == before, "nice {raised}");
        assert_eq!(getpriority_process(None).unwrap(), before);
    }

    #[test]
    fn a_raised_session_is_put_back() {
        let before = autogroup_nice();
        let session = SessionPriority::raise();
        assert!(autogroup_nice() == Some(NICE_MIN) || session.before.is_none());
        drop(session);
        assert_eq!(autogroup_nice(), before);
    }

    #[test]
    fn a_thread_can_be_pinned_to_a_cpu_it_may_use_and_to_no_other() {
        std::thread::spawn(|| {
            let allowed = sched_getaffinity(None).unwrap();
            let cpu = (0..CpuSet::MAX_CPU).find(|&cpu| allowed.is_set(cpu)).unwrap();
            assert!(pin_current_thread(cpu));
            assert!(!pin_current_thread(CpuSet::MAX_CPU - 1));
            assert!(!pin_current_thread(usize::MAX));
        })
        .join()
        .unwrap();
    }
}
