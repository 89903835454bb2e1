//! The driver's side of a virtqueue, whatever its format.

use super::sync::{Ordering, fence};
use super::{Buffers, RingFeatures, RingParts};

/// How sure one side has to be that the other does not want to be notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// A glance: costs nothing, and can miss a wish of the last moment.
    Glance,
    /// What was published is visible before the wish is read, so that both sides never go to sleep on each other. Costs
    /// a full fence, which waits for everything written so far.
    Sure,
}

impl Certainty {
    #[inline(always)]
    pub(super) fn enforce(self) {
        if self == Self::Sure {
            // Full fence: the index must be visible before the wish is read (2.7.13.4.1, 2.7.8.2, 2.8.21.3.1).
            fence(Ordering::SeqCst);
        }
    }
}

/// A queue as its driver works it. Buffer `i` is always the same memory; what changes hands is the right to touch it.
pub trait DriverRing: Send + Sized {
    /// A driver for a fresh ring over these buffers.
    fn new(parts: RingParts, features: RingFeatures, buffers: &Buffers) -> Self;

    /// Buffers of the queue.
    fn buffers(&self) -> usize;

    /// Buffers the driver holds.
    fn free_len(&self) -> usize;

    /// Takes a free buffer's number. With in-order use they come in ring order and have to be offered in it.
    fn take_free(&mut self) -> Option<u16>;

    /// The buffer that [`Self::take_free`] would return after `ahead` others, if that many are free.
    fn peek_free(&self, ahead: usize) -> Option<u16>;

    /// Offers a buffer taken before, with this many bytes. Not visible before [`Self::publish`].
    fn offer(&mut self, buffer: u16, len: u32);

    /// Shows the device what was offered. Returns the free-running ring position.
    fn publish(&mut self) -> u64;

    /// Whether the device is seen to want to hear of what was published. A yes is final. A no may come from before the
    /// device changed its mind: before the driver stops looking it has to ask for [`Certainty::Sure`].
    fn device_wants_kick(&mut self, certainty: Certainty) -> bool;

    /// Buffers published since the last call of this.
    fn take_batch(&mut self) -> u32;

    /// The next buffer the device is done with, and the bytes it wrote. The caller keeps it until it is offered or
    /// [released](Self::release). With in-order use a queue does the same with all of them: which buffer is free next
    /// follows from how many were taken and released.
    fn pop_used(&mut self) -> Option<(u16, u32)>;

    /// Gives a buffer back to the free ones.
    fn release(&mut self, buffer: u16);

    /// Takes back every buffer the device is done with and frees it.
    fn reclaim(&mut self) {
        while let Some((buffer, _)) = self.pop_used() {
            self.release(buffer);
        }
    }

    /// Free-running count of buffers the device has shown as used.
    fn used_seen(&self) -> u64;

    /// Asks the device to call, or not to. Returns true when buffers were used in the meantime: with calls just
    /// switched on, the driver must look before it sleeps.
    fn set_calls(&mut self, wanted: bool) -> bool;

    /// The upper half of a doorbell with VIRTIO_F_NOTIFICATION_DATA (2.9).
    fn notification_position(&self) -> u16;

    /// Buffers the device holds, and those offered but not published.
    fn outstanding(&self) -> usize {
        self.buffers() - self.free_len()
    }
}
