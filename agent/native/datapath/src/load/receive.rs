//! What both receiving ends do with a packet: check it, and note how late it is.

use super::verify::{PacketCounts, Received, Verifier};
use super::{Stamp, Stream};
use crate::clock::Clock;
use hdrhistogram::Histogram;

/// Latencies are kept from 1 ns to one minute with 3 significant digits.
const LATENCY_NS_MAX: u64 = 60_000_000_000;

/// An empty latency histogram: 1 ns to 60 s, 3 significant digits.
#[expect(clippy::missing_panics_doc, reason = "the bounds are constants that the histogram accepts")]
pub fn latency_histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, LATENCY_NS_MAX, 3).expect("1 ns to 60 s with 3 digits is a valid histogram")
}

/// A receiving end.
#[derive(Debug)]
pub struct Receiver {
    clock: Clock,
    verifier: Verifier,
    /// Of the measured stream, from the intended send time; `None` where latency is not asked for.
    latency: Option<Histogram<u64>>,
}

impl Receiver {
    /// A receiver for a trial that begins now.
    pub fn new(clock: Clock, with_latency: bool) -> Self {
        Self { clock, verifier: Verifier::new(clock.now()), latency: with_latency.then(latency_histogram) }
    }

    /// The time a packet that is taken now arrived: read per packet where latency is measured, else `batch_ticks`.
    #[inline]
    pub fn arrival(&self, batch_ticks: u64) -> u64 {
        if self.latency.is_some() { self.clock.now() } else { batch_ticks }
    }

    /// Checks a packet (virtio-net header first) that arrived at `ticks`.
    #[inline]
    pub fn receive(&mut self, packet: &[u8], ticks: u64) {
        let Received::Verified(Stamp { stream: Stream::Measure, intended_ticks, .. }) =
            self.verifier.receive(packet, ticks)
        else {
            return;
        };
        if let Some(latency) = &mut self.latency {
            latency.saturating_record(self.clock.to_ns(ticks - intended_ticks).max(1));
        }
    }

    /// Verified packets of a stream so far.
    #[inline]
    pub fn verified(&self, stream: Stream) -> u64 {
        self.verifier.verified(stream)
    }

    /// Ends the measured stream of `sent` packets.
    pub fn finish(mut self, sent: u64) -> (PacketCounts, Option<Histogram<u64>>) {
        (self.verifier.finish(Stream::Measure, sent), self.latency)
    }
}
