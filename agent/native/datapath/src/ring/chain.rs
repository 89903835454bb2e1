//! Buffers as a device takes them.

use super::QueueError;
use crate::abi::virtio::DESC_F_WRITE;

/// From I/O virtual addresses to this process.
pub trait Translate {
    /// Start of `len` bytes at `address`, or `None` if they are not mapped as a whole with this access.
    fn translate(&self, address: u64, len: u64, writable: bool) -> Option<*mut u8>;
}

/// One buffer of a chain, in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// First byte.
    pub start: *mut u8,
    /// The same as the driver names it, for the log of what the device wrote.
    pub iova: u64,
    /// Bytes.
    pub len: u32,
    access: Access,
}

/// Who may touch a buffer. As wide as what stands beside it: padding would have the processor copy segments in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
enum Access {
    DeviceReads,
    DeviceWrites,
}

// SAFETY: the pointer leads to guest memory, which is shared between threads by nature; whoever dereferences it
// answers for the races.
unsafe impl Send for Segment {}

impl Segment {
    /// A segment that no buffer stands for.
    pub const EMPTY: Self =
        Self { start: std::ptr::null_mut(), iova: 0, len: 0, access: Access::DeviceReads };

    /// Whether the device writes it; else it reads.
    #[inline]
    pub fn is_writable(&self) -> bool {
        self.access == Access::DeviceWrites
    }

    /// The mapped buffer of a descriptor.
    #[inline(always)]
    pub(super) fn map(memory: &impl Translate, addr: u64, len: u32, flags: u16) -> Result<Self, QueueError> {
        let writable = flags & DESC_F_WRITE != 0;
        let access = if writable { Access::DeviceWrites } else { Access::DeviceReads };
        match memory.translate(addr, u64::from(len), writable) {
            Some(start) => Ok(Self { start, iova: addr, len, access }),
            None => Err(QueueError::Unmapped { address: addr, len }),
        }
    }
}

/// How a chain is given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Head descriptor of a split chain, buffer id of a packed one.
    pub id: u16,
    /// Descriptors it takes in a packed ring.
    pub descriptors: u16,
}

/// A chain the device has taken: the first buffer at hand, the others in the caller's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// How to give it back.
    pub token: Token,
    /// The first buffer, which for most packets is the only one.
    pub first: Segment,
    /// How many buffers follow in the list that was passed to `pop`.
    pub more: u32,
}

impl Taken {
    /// Nothing taken.
    pub const NONE: Self = Self { token: Token { id: 0, descriptors: 0 }, first: Segment::EMPTY, more: 0 };
}

/// The buffers of a chain while it is walked: the first apart, the others in the caller's list.
pub(super) struct Walk<'a> {
    first: Option<Segment>,
    rest: &'a mut Vec<Segment>,
    last_is_writable: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn into(rest: &'a mut Vec<Segment>) -> Self {
        Self { first: None, rest, last_is_writable: false }
    }

    /// Appends a buffer and checks the order: what the device reads comes before what it writes.
    #[inline]
    pub(super) fn push(&mut self, next: Segment) -> Result<(), QueueError> {
        if self.last_is_writable && !next.is_writable() {
            return Err(QueueError::ReadableBehindWritable);
        }
        self.last_is_writable = next.is_writable();
        match self.first {
            None => self.first = Some(next),
            Some(_) => self.rest.push(next),
        }
        Ok(())
    }

    /// The first buffer, or nothing as long as there is none.
    #[inline]
    pub(super) fn first(&self) -> Option<Segment> {
        self.first
    }
}

/// Buffers of a chain: below the number of descriptors of a ring and a table.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "a ring and a table have 65536 descriptors together")]
pub(super) fn count(buffers: usize) -> u32 {
    buffers as u32
}
