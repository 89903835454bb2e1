//! The accesses to memory that both sides of a ring share. `sync_under_loom.rs` takes the place of this file where loom
//! tries out all orders of them (`--cfg loom`, `tests/loom_rings.rs`).

pub(super) use std::sync::atomic::{AtomicU16, Ordering, fence};

/// A word that both sides may access at any time.
///
/// # Safety
/// `at` leads to two bytes, aligned to 2, that stay readable and writable for `'a`.
#[inline(always)]
pub(super) unsafe fn atomic<'a>(at: *mut u8) -> &'a AtomicU16 {
    // SAFETY: as the caller says.
    unsafe { AtomicU16::from_ptr(at.cast()) }
}

/// Reads a field that the other side has handed over. Volatile: the other side may be hostile and write to it all the
/// same, so every field is read once and then owned.
///
/// # Safety
/// `at` leads to a readable `T`, aligned as `T` is, and any bytes are a `T`.
#[inline(always)]
pub(super) unsafe fn read<T: Copy>(at: *const u8) -> T {
    // SAFETY: as the caller says.
    unsafe { at.cast::<T>().read_volatile() }
}

/// Writes a field that this side owns until it hands it over. Volatile for the same reason.
///
/// # Safety
/// `at` leads to a writable `T`, aligned as `T` is.
#[inline(always)]
pub(super) unsafe fn write<T: Copy>(at: *mut u8, value: T) {
    // SAFETY: as the caller says.
    unsafe { at.cast::<T>().write_volatile(value) };
}
