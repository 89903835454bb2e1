//! The accesses to memory that both sides of a ring share, as loom sees them: each word is an atomic of loom's, and each
//! field is guarded by a cell that reports two accesses of which none happens before the other.

use loom::cell::UnsafeCell;
pub(super) use loom::sync::atomic::{AtomicU16, Ordering, fence};
use std::cell::Cell;

/// Bytes guarded by one cell. Larger fields are guarded by that of their first bytes; what is smaller and shares a cell
/// changes hands together.
const CELL_BYTES: usize = 4;
const WORD_BYTES: usize = 2;

thread_local! {
    /// The memory of the model that runs on this thread; loom's threads all do.
    static MODEL: Cell<*const Inner> = const { Cell::new(std::ptr::null()) };
}

/// Memory for the rings of one execution of a model. To be made and dropped within it; one at a time.
#[derive(Debug)]
pub struct ModelMemory {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// What fields hold. Words hold theirs in `atomics`.
    bytes: Vec<Cell<u64>>,
    atomics: Vec<AtomicU16>,
    cells: Vec<UnsafeCell<()>>,
}

// SAFETY: loom's threads take turns on one thread of the system.
unsafe impl Send for ModelMemory {}
// SAFETY: the same.
unsafe impl Sync for ModelMemory {}

impl ModelMemory {
    /// At least `len` bytes, all 0.
    pub fn new(len: usize) -> Self {
        let len = len.next_multiple_of(size_of::<u64>());
        let inner = Box::new(Inner {
            bytes: vec![Cell::new(0); len / size_of::<u64>()],
            atomics: (0..len / WORD_BYTES).map(|_| AtomicU16::new(0)).collect(),
            cells: (0..len / CELL_BYTES).map(|_| UnsafeCell::new(())).collect(),
        });
        MODEL.set(&raw const *inner);
        Self { inner }
    }

    /// Address of an offset.
    ///
    /// # Panics
    /// If the offset is outside the memory.
    pub fn at(&self, offset: usize) -> *mut u8 {
        assert!(offset < self.inner.len(), "offset {offset} outside {} bytes", self.inner.len());
        self.inner.bytes.as_ptr().cast_mut().cast::<u8>().wrapping_add(offset)
    }
}

impl Drop for ModelMemory {
    fn drop(&mut self) {
        MODEL.set(std::ptr::null());
    }
}

impl Inner {
    /// The model's memory and the offset of an address in it; nothing for other memory.
    fn find<'a>(at: *const u8) -> Option<(&'a Self, usize)> {
        // SAFETY: set while the memory lives, which the model keeps for longer than its rings.
        let inner = unsafe { MODEL.get().as_ref()? };
        let offset = (at as usize).checked_sub(inner.bytes.as_ptr() as usize)?;
        (offset < inner.len()).then_some((inner, offset))
    }

    fn len(&self) -> usize {
        self.bytes.len() * size_of::<u64>()
    }
}

/// A word that both sides may access at any time.
///
/// # Safety
/// `at` leads to a word of a [`ModelMemory`] that lives for `'a`.
pub(super) unsafe fn atomic<'a>(at: *mut u8) -> &'a AtomicU16 {
    let (inner, offset) = Inner::find(at).expect("a ring of a model stands in a ModelMemory");
    &inner.atomics[offset / WORD_BYTES]
}

/// Reads a field that the other side has handed over.
///
/// # Safety
/// `at` leads to a readable `T`, aligned as `T` is, and any bytes are a `T`.
pub(super) unsafe fn read<T: Copy>(at: *const u8) -> T {
    // SAFETY: as the caller says.
    let read = || unsafe { at.cast::<T>().read_volatile() };
    match Inner::find(at) {
        Some((inner, offset)) => inner.cells[offset / CELL_BYTES].with(|_| read()),
        None => read(),
    }
}

/// Writes a field that this side owns until it hands it over.
///
/// # Safety
/// `at` leads to a writable `T`, aligned as `T` is.
pub(super) unsafe fn write<T: Copy>(at: *mut u8, value: T) {
    // SAFETY: as the caller says.
    let write = || unsafe { at.cast::<T>().write_volatile(value) };
    match Inner::find(at) {
        Some((inner, offset)) => inner.cells[offset / CELL_BYTES].with_mut(|_| write()),
        None => write(),
    }
}
