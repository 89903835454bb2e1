//! CPU cycles of a thread, from the processor's own counter by way of perf_event_open(2).
//!
//! Many machines do not count: a virtual machine without a performance monitoring unit, a container whose seccomp
//! filter refuses the call, `kernel.perf_event_paranoid` above 2. A trial goes on without the figure there.

use rustix::fd::{FromRawFd, OwnedFd};

/// Counts the cycles of the thread that started it until it is dropped. It may be read from any thread.
#[derive(Debug)]
pub struct CycleCounter {
    event: OwnedFd,
    includes_kernel: bool,
}

impl CycleCounter {
    /// Begins to count the calling thread: user and kernel mode where that is allowed, else user mode only. `None` where
    /// the machine does not count at all.
    pub fn start() -> Option<Self> {
        let open = |includes_kernel| {
            open_event(&Attributes::cycles(includes_kernel)).map(|event| Self { event, includes_kernel })
        };
        open(true).or_else(|| open(false))
    }

    /// Whether cycles in the kernel count too.
    pub fn includes_kernel(&self) -> bool {
        self.includes_kernel
    }

    /// Cycles since the start, scaled up where the counter had to be shared. `None` if it never got its turn.
    pub fn read(&self) -> Option<u64> {
        let mut bytes = [0; size_of::<[u64; 3]>()];
        let len = rustix::io::read(&self.event, &mut bytes).ok()?;
        if len < bytes.len() {
            return None;
        }
        let mut words = bytes.as_chunks().0.iter().map(|&word| u64::from_ne_bytes(word));
        scaled(words.next()?, words.next()?, words.next()?)
    }
}

/// What was counted while the event ran, extended to the time it was meant to (perf_event_open(2), "Reading results").
fn scaled(count: u64, enabled_ns: u64, running_ns: u64) -> Option<u64> {
    if running_ns == 0 {
        return None;
    }
    let whole = u128::from(count) * u128::from(enabled_ns) / u128::from(running_ns);
    Some(u64::try_from(whole).unwrap_or(u64::MAX))
}

/// `struct perf_event_attr` up to `PERF_ATTR_SIZE_VER0`, which every kernel takes.
#[repr(C)]
struct Attributes {
    kind: u32,
    size: u32,
    config: u64,
    sample_period: u64,
    sample_type: u64,
    read_format: u64,
    flags: u64,
    wakeup_events: u32,
    breakpoint_type: u32,
    config1: u64,
}

const PERF_TYPE_HARDWARE: u32 = 0;
const PERF_COUNT_HW_CPU_CYCLES: u64 = 0;
const PERF_ATTR_SIZE_VER0: u32 = 64;
const PERF_FORMAT_TOTAL_TIMES: u64 = 1 | 2;
const FLAG_EXCLUDE_KERNEL: u64 = 1 << 5;
const FLAG_EXCLUDE_HYPERVISOR: u64 = 1 << 6;
const PERF_FLAG_FD_CLOEXEC: libc::c_ulong = 8;

const _: () = assert!(size_of::<Attributes>() == PERF_ATTR_SIZE_VER0 as usize);

impl Attributes {
    fn cycles(includes_kernel: bool) -> Self {
        let exclude_kernel = if includes_kernel { 0 } else { FLAG_EXCLUDE_KERNEL };
        Self {
            kind: PERF_TYPE_HARDWARE,
            size: PERF_ATTR_SIZE_VER0,
            config: PERF_COUNT_HW_CPU_CYCLES,
            sample_period: 0,
            sample_type: 0,
            read_format: PERF_FORMAT_TOTAL_TIMES,
            flags: exclude_kernel | FLAG_EXCLUDE_HYPERVISOR,
            wakeup_events: 0,
            breakpoint_type: 0,
            config1: 0,
        }
    }
}

/// The event of the calling thread, on whatever CPU it runs.
fn open_event(attributes: &Attributes) -> Option<OwnedFd> {
    let (this_thread, any_cpu, no_group): (libc::pid_t, libc::c_int, libc::c_int) = (0, -1, -1);
    // SAFETY: the kernel reads `size` bytes of the attributes, which is their size, and keeps no pointer.
    let fd = unsafe {
        libc::syscall(
            libc::SYS_perf_event_open,
            std::ptr::from_ref(attributes),
            this_thread,
            any_cpu,
            no_group,
            PERF_FLAG_FD_CLOEXEC,
        )
    };
    let fd = libc::c_int::try_from(fd).ok().filter(|&fd| fd >= 0)?;
    // SAFETY: the kernel has just made this descriptor for us, and nobody else knows it.
    Some(unsafe { OwnedFd::from_raw_fd(fd) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Where a machine counts is not for a test to demand.
    #[test]
    fn a_counter_either_counts_on_or_is_not_there() {
        let Some(counter) = CycleCounter::start() else { return };
        let before = counter.read();
        std::hint::black_box(
            (0..100_000u64).fold(1, |product: u64, factor| product.wrapping_mul(factor | 1)),
        );
        let after = counter.read();
        assert!(after >= before, "{before:?} cycles, then {after:?}");
    }

    /// The kernel's own clock of a task, which needs no counter in the processor, goes the same way.
    #[test]
    fn an_event_is_read_as_the_kernel_lays_it_out() {
        const PERF_TYPE_SOFTWARE: u32 = 1;
        let task_clock = Attributes { kind: PERF_TYPE_SOFTWARE, config: 1, ..Attributes::cycles(false) };
        let Some(event) = open_event(&task_clock) else { return };
        let counter = CycleCounter { event, includes_kernel: false };
        let before = counter.read().unwrap();
        while counter.read().unwrap() == before {}
    }

    #[test]
    fn a_count_is_extended_by_the_time_the_counter_was_shared() {
        assert_eq!(scaled(1000, 500, 500), Some(1000));
        assert_eq!(scaled(1000, 500, 250), Some(2000));
        assert_eq!(scaled(1000, 500, 0), None);
    }

    proptest! {
        #[test]
        fn scaling_never_overflows_nor_shrinks(count: u64, running in 1u64.., more: u32) {
            let scaled = scaled(count, running.saturating_add(u64::from(more)), running);
            prop_assert!(scaled >= Some(count));
        }
    }
}
