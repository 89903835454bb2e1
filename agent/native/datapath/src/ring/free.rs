//! The buffers a driver holds, and which of them comes next.

/// Free buffers of a queue. With in-order use they come in ring order and are only counted; otherwise the last one that
/// came back is the next to go, because it is the likeliest to be in a cache.
#[derive(Debug)]
pub(super) struct FreeBuffers {
    in_order: bool,
    /// Buffers of the queue.
    count: u16,
    len: usize,
    /// In order: the next to go.
    next: u16,
    /// Not in order: their numbers.
    stack: Vec<u16>,
}

impl FreeBuffers {
    /// All of `count` buffers.
    pub(super) fn all(count: u16, in_order: bool) -> Self {
        let stack = if in_order { Vec::new() } else { (0..count).rev().collect() };
        Self { in_order, count, len: usize::from(count), next: 0, stack }
    }

    /// Buffers of the queue.
    #[inline(always)]
    pub(super) fn count(&self) -> u16 {
        self.count
    }

    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    pub(super) fn take(&mut self) -> Option<u16> {
        self.len = self.len.checked_sub(1)?;
        if !self.in_order {
            return self.stack.pop();
        }
        let buffer = self.next;
        self.next = self.after(buffer, 1);
        Some(buffer)
    }

    /// The buffer that [`Self::take`] would return after `ahead` others.
    #[inline(always)]
    pub(super) fn peek(&self, ahead: usize) -> Option<u16> {
        if ahead >= self.len {
            return None;
        }
        let in_order = || self.after(self.next, ahead);
        Some(if self.in_order { in_order() } else { self.stack[self.len - 1 - ahead] })
    }

    #[inline(always)]
    pub(super) fn put(&mut self, buffer: u16) {
        self.len += 1;
        if !self.in_order {
            self.stack.push(buffer);
        }
    }

    /// In order: so many have come back.
    #[inline(always)]
    pub(super) fn put_next(&mut self, buffers: usize) {
        debug_assert!(self.in_order);
        self.len += buffers;
    }

    /// The buffer so many places on in ring order; at most one turn.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "below the count, which is 16 bits wide")]
    pub(super) fn after(&self, buffer: u16, places: usize) -> u16 {
        let (at, count) = (usize::from(buffer) + places, usize::from(self.count));
        (if at >= count { at - count } else { at }) as u16
    }

    /// Places from `from` on to `to` in ring order.
    #[inline(always)]
    pub(super) fn places(&self, from: u16, to: u16) -> u16 {
        if to >= from { to - from } else { self.count - (from - to) }
    }
}
