//! Guest memory with one ring and its buffers, for every combination of what can be negotiated.

use proptest::prelude::*;
use ringside_datapath::memory::GuestMemory;
use ringside_datapath::ring::{BufferLayout, Buffers, RingFeatures, RingLayout, RingParts, Translate};

/// Bytes from one buffer to the next.
pub(crate) const STRIDE: u32 = 64;
/// Bytes of the first of a buffer's two descriptors, in layouts that have two.
pub(crate) const HEAD: u32 = 12;

pub(crate) const LAYOUTS: [BufferLayout; 3] =
    [BufferLayout::Single, BufferLayout::Chained, BufferLayout::Indirect];

/// What was negotiated about a queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) features: RingFeatures,
    pub(crate) layout: BufferLayout,
    pub(crate) writable: bool,
    pub(crate) size: u16,
}

impl Shape {
    /// Every combination of features and layouts, with rings from `smallest` to 64 entries.
    pub(crate) fn all(smallest: u16) -> impl Iterator<Item = Self> {
        let sizes = (1..=6).map(|log| 1u16 << log).filter(move |&size| size >= smallest);
        sizes.flat_map(|size| (0u8..48).map(move |bits| Self::of(bits, size)))
    }

    /// `bits` below 48: three features, the direction, one of three layouts.
    fn of(bits: u8, size: u16) -> Self {
        let bit = |at: u8| bits >> at & 1 == 1;
        let layout = LAYOUTS[usize::from(bits >> 4)];
        let features = RingFeatures {
            packed: bit(0),
            event_idx: bit(1),
            in_order: bit(2),
            indirect: layout == BufferLayout::Indirect,
        };
        Self { features, layout, writable: bit(3), size }
    }

    /// Descriptors of the ring that a buffer takes.
    pub(crate) fn span(&self) -> u16 {
        if self.layout == BufferLayout::Chained { 2 } else { 1 }
    }
}

/// Any combination, in rings of 2 to 64 entries.
pub(crate) fn any_shape() -> impl Strategy<Value = Shape> {
    (0u8..48, 1u32..7).prop_map(|(bits, log)| Shape::of(bits, 1 << log))
}

pub(crate) struct Bed {
    pub(crate) memory: GuestMemory,
    pub(crate) ring: RingLayout,
    pub(crate) buffers: Buffers,
}

impl Bed {
    pub(crate) fn new(shape: &Shape) -> Self {
        let mut memory = GuestMemory::new(1 << 20).unwrap();
        let ring = RingLayout::allocate(&mut memory, shape.size, shape.features.packed).unwrap();
        let (buffers, _) =
            Buffers::new(&mut memory, shape.layout, shape.writable, shape.size, STRIDE).unwrap();
        Self { memory, ring, buffers }
    }

    pub(crate) fn parts(&self) -> RingParts {
        self.ring.parts(&self.memory)
    }

    pub(crate) fn window(&self) -> Window<'_> {
        Window { memory: &self.memory, limit: self.memory.len() }
    }

    /// Bytes of guest memory from an offset on.
    pub(crate) fn read<const N: usize>(&self, offset: usize) -> [u8; N] {
        assert!(offset + N <= self.memory.len());
        // SAFETY: inside the memory, as was just checked, and no other thread uses it.
        unsafe { self.memory.at(offset).cast::<[u8; N]>().read_unaligned() }
    }

    /// Overwrites guest memory from an offset on.
    pub(crate) fn write(&self, offset: usize, bytes: &[u8]) {
        assert!(offset + bytes.len() <= self.memory.len());
        // SAFETY: inside the memory, as was just checked, and no other thread uses it.
        unsafe { self.memory.at(offset).copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    }
}

/// What the device may touch: the first `limit` bytes of the memory. The rest counts as unmapped.
#[derive(Clone, Copy)]
pub(crate) struct Window<'a> {
    pub(crate) memory: &'a GuestMemory,
    pub(crate) limit: usize,
}

impl Translate for Window<'_> {
    fn translate(&self, address: u64, len: u64, _writable: bool) -> Option<*mut u8> {
        let offset = usize::try_from(address.checked_sub(GuestMemory::iova(0))?).ok()?;
        let inside = offset < self.limit && len <= (self.limit - offset) as u64;
        inside.then(|| self.memory.at(offset))
    }
}
