//! Threads on cores of their own.

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

#[cfg(test)]
mod tests {
    use super::*;

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
