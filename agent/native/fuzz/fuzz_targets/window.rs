//! Memory that ends where it ends: the pages before and behind it cannot be touched.

use ringside_datapath::ring::{Segment, Translate};
use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect};

pub(crate) const WINDOW_BYTES: usize = 64 << 10;
const GUARD_BYTES: usize = 1 << 20;
/// I/O virtual address of the first byte: close to the end of the address space, where sums overflow.
pub(crate) const WINDOW_IOVA: u64 = u64::MAX - 2 * WINDOW_BYTES as u64 + 1;

/// The window, made once for a process.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    start: *mut u8,
}

// SAFETY: plain memory that is never unmapped.
unsafe impl Send for Window {}
// SAFETY: the same; whoever writes to it does so alone.
unsafe impl Sync for Window {}

impl Window {
    pub(crate) fn map() -> Self {
        let len = WINDOW_BYTES + 2 * GUARD_BYTES;
        // SAFETY: a new mapping at an address of the kernel's choice.
        let start =
            unsafe { mmap_anonymous(std::ptr::null_mut(), len, ProtFlags::empty(), MapFlags::PRIVATE) };
        let start = start.expect("address space").cast::<u8>().wrapping_add(GUARD_BYTES);
        // SAFETY: inside the new mapping.
        unsafe { mprotect(start.cast(), WINDOW_BYTES, MprotectFlags::READ | MprotectFlags::WRITE) }
            .expect("memory");
        Self { start }
    }

    pub(crate) fn at(&self, offset: usize) -> *mut u8 {
        assert!(offset < WINDOW_BYTES);
        self.start.wrapping_add(offset)
    }

    pub(crate) fn clear(&self) {
        // SAFETY: the window, whole.
        unsafe { self.start.write_bytes(0, WINDOW_BYTES) };
    }

    /// Writes what fits.
    pub(crate) fn write(&self, offset: usize, bytes: &[u8]) {
        let offset = offset % WINDOW_BYTES;
        let len = bytes.len().min(WINDOW_BYTES - offset);
        // SAFETY: `len` bytes fit behind the offset.
        unsafe { self.at(offset).copy_from_nonoverlapping(bytes.as_ptr(), len) };
    }

    /// Reads or writes a buffer as a device would: every byte of it.
    pub(crate) fn touch(&self, segment: &Segment) {
        for offset in 0..segment.len as usize {
            let byte = segment.start.wrapping_add(offset);
            // SAFETY: what the ring says; the guard pages catch it if it is not true.
            unsafe {
                let value = byte.read_volatile();
                if segment.is_writable() {
                    byte.write_volatile(value);
                }
            }
        }
    }
}

impl Translate for Window {
    fn translate(&self, address: u64, len: u64, _writable: bool) -> Option<*mut u8> {
        let offset = usize::try_from(address.checked_sub(WINDOW_IOVA)?).ok()?;
        let inside = offset < WINDOW_BYTES && len <= (WINDOW_BYTES - offset) as u64;
        inside.then(|| self.at(offset))
    }
}
