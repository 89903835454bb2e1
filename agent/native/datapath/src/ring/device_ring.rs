//! The device's side of a virtqueue, whatever its format.

use super::{Certainty, QueueError, RingFeatures, RingParts, Segment, Taken, Token, Translate};

/// A queue as its device works it: takes what the driver offers, trusts none of it, answers in batches.
pub trait DeviceRing: Send + Sized {
    /// A device at the given ring position (the word of VHOST_SET_VRING_BASE).
    fn new(parts: RingParts, features: RingFeatures, base: u32) -> Self;

    /// Goes on with the same ring at other addresses of this process.
    fn relocate(&mut self, parts: RingParts);

    /// Ring position to go on from (VHOST_GET_VRING_BASE).
    fn base(&self) -> u32;

    /// Takes the next chain the driver has published. Its buffers after the first are appended to `rest`.
    ///
    /// # Errors
    /// What is wrong with the chain; no byte outside the mapped memory has been touched, and nothing was taken.
    fn pop(&mut self, memory: &impl Translate, rest: &mut Vec<Segment>) -> Result<Option<Taken>, QueueError>;

    /// Takes note of a position that a doorbell carried (VIRTIO_F_NOTIFICATION_DATA). From then on the queue takes what
    /// was announced, and spares itself looking at the index that says the same.
    ///
    /// # Errors
    /// A position that no driver can have reached.
    fn announce(&mut self, position: u64) -> Result<(), QueueError>;

    /// Looks at the index again until the next announcement: doorbells may have been missed.
    fn look_freely(&mut self);

    /// Puts the chain that was taken last back, untouched: it will be taken again.
    fn untake(&mut self, taken: &Taken);

    /// Whether a chain waits, without taking it.
    ///
    /// # Errors
    /// An index that no driver can have reached.
    fn has_chain(&mut self) -> Result<bool, QueueError>;

    /// Free-running position of what the driver has published.
    fn published_by_driver(&self) -> u64;

    /// Free-running position that a doorbell's upper half stands for, counted on from `from`.
    fn position_of(&self, notification: u16, from: u64) -> u64;

    /// Free-running position of the next chain to take.
    fn position(&self) -> u64;

    /// Gives a chain back with the bytes written. Not visible before [`Self::publish`].
    fn push_used(&mut self, token: Token, written: u32);

    /// Shows the driver what was given back. Returns false if that was nothing.
    fn publish(&mut self) -> bool;

    /// Free-running count of chains that were published as used.
    fn published(&self) -> u64;

    /// Whether the driver is seen to want to hear of what was published; as [`super::DriverRing::device_wants_kick`].
    fn driver_wants_call(&mut self, certainty: Certainty) -> bool;

    /// Chains published since the last call of this.
    fn take_batch(&mut self) -> u32;

    /// Asks the driver to kick, or not to. With kicks just switched on, the device must look again before it sleeps.
    fn set_kicks(&mut self, wanted: bool);
}
