//! What both receiving ends do with a packet: check it, and note how late it is.

use super::frame::FrameSource;
use super::stamp::{Lane, Stream};
use super::verify::{PacketCounts, Verifier};
use crate::abi::virtio::NET_HEADER_BYTES;
use crate::clock::Clock;
use crate::trace::{Outlier, Slowest};
use hdrhistogram::Histogram;

/// Latencies are kept from 1 ns to one minute with 3 significant digits.
const LATENCY_NS_MAX: u64 = 60_000_000_000;

/// An empty latency histogram: 1 ns to 60 s, 3 significant digits.
#[expect(clippy::missing_panics_doc, reason = "the bounds are constants that the histogram accepts")]
pub fn latency_histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, LATENCY_NS_MAX, 3).expect("1 ns to 60 s with 3 digits is a valid histogram")
}

/// How late packets of the measured stream came, from their intended send times.
#[derive(Clone, Debug)]
pub struct Latency {
    /// Of all of them, ns.
    pub histogram: Histogram<u64>,
    /// The slowest ones.
    pub slowest: Slowest,
}

impl Latency {
    fn new() -> Self {
        Self { histogram: latency_histogram(), slowest: Slowest::new() }
    }

    /// Adds that of another receiving end.
    pub fn merge(&mut self, other: Self) {
        // Both were made with the same bounds, so nothing can be out of range.
        let _ = self.histogram.add(&other.histogram);
        self.slowest.merge(other.slowest);
    }
}

/// What the receiving end checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verify {
    /// Every byte.
    #[default]
    Full,
    /// The stamp: length, position, time, and the checksum that belongs to them.
    Header,
    /// Nothing: packets are counted and not looked at.
    Off,
}

/// How a receiving end works.
#[derive(Clone, Debug)]
pub struct ReceiverOptions {
    /// The trial's clock.
    pub clock: Clock,
    /// The packets that will come.
    pub expected: FrameSource,
    /// What is checked of them.
    pub verify: Verify,
    /// Whether their latency is noted. Needs stamps, so not with [`Verify::Off`].
    pub with_latency: bool,
}

/// The receiving end of a lane.
#[derive(Debug)]
#[repr(align(128))]
pub struct Receiver {
    clock: Clock,
    expected: FrameSource,
    verify: Verify,
    verifier: Verifier,
    /// `None` where it is not asked for; apart, because it is large and most loads do without.
    latency: Option<Box<Latency>>,
    /// Packets and bytes that came while nothing is checked.
    unchecked: (u64, u64),
}

impl Receiver {
    /// A receiver for a lane of a trial that begins now.
    pub fn new(options: &ReceiverOptions, lane: Lane) -> Self {
        let clock = options.clock;
        Self {
            clock,
            expected: options.expected.clone(),
            verify: options.verify,
            verifier: Verifier::new(lane, clock.now()),
            latency: options.with_latency.then(|| Box::new(Latency::new())),
            unchecked: (0, 0),
        }
    }

    /// Whether each packet's arrival has to be timed; else one time for a batch will do.
    #[inline]
    pub fn times_each(&self) -> bool {
        self.latency.is_some()
    }

    /// Checks a packet (virtio-net header first) that arrived at `ticks`.
    #[inline(always)]
    pub fn receive(&mut self, packet: &[u8], ticks: u64) {
        let stamp = match self.verify {
            Verify::Full => self.expected.verify(packet),
            Verify::Header => self.expected.read_stamp(packet),
            Verify::Off => return self.count(packet.len()),
        };
        let Some(stamp) = stamp else { return self.verifier.reject() };
        if !self.verifier.accept(stamp, packet.len(), ticks) || stamp.stream() != Stream::Measure {
            return;
        }
        if let Some(latency) = &mut self.latency {
            let latency_ticks = ticks - stamp.intended_ticks;
            latency.histogram.saturating_record(self.clock.to_ns(latency_ticks).max(1));
            latency.slowest.note(latency_ticks, || Outlier {
                queue: stamp.lane().queue(),
                sequence: stamp.sequence(),
                intended_ticks: stamp.intended_ticks,
                arrived_ticks: ticks,
            });
        }
    }

    /// Counts a packet without looking at it.
    #[inline]
    pub fn count(&mut self, packet_bytes: usize) {
        self.unchecked.0 += 1;
        self.unchecked.1 += packet_bytes.saturating_sub(NET_HEADER_BYTES) as u64;
    }

    /// Packets of a stream that came and were right, so far. Where nothing is checked, packets of both streams.
    #[inline]
    pub fn arrived(&self, stream: Stream) -> u64 {
        if self.verify == Verify::Off { self.unchecked.0 } else { self.verifier.verified(stream) }
    }

    /// Ends the measured stream of `sent` packets after a warm-up of `warmup` packets.
    ///
    /// Where nothing is checked, whatever came beyond the warm-up counts as measured: both streams are emptied
    /// before the next begins.
    pub fn finish(mut self, warmup: u64, sent: u64) -> (PacketCounts, Option<Box<Latency>>) {
        if self.verify != Verify::Off {
            return (self.verifier.finish(Stream::Measure, sent), self.latency);
        }
        let (packets, bytes) = self.unchecked;
        let verified = packets.saturating_sub(warmup).min(sent);
        let share =
            if packets == 0 { 0 } else { u128::from(bytes) * u128::from(verified) / u128::from(packets) };
        let bytes_verified = u64::try_from(share).unwrap_or(u64::MAX);
        (PacketCounts { verified, bytes_verified, lost: sent - verified, ..PacketCounts::default() }, None)
    }
}
