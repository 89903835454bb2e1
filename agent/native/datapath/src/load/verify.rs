//! The receiving end: is every packet new, whole, and from this trial?
//!
//! Verified and lost packets are counted independently of the sender and of each other: a packet is verified
//! when it arrives, and lost when the window of sequence numbers that may still arrive has passed over it.

use super::stamp::{Lane, Stamp, Stream};
use crate::abi::virtio::NET_HEADER_BYTES;

/// How far back a packet may arrive late, in packets of its stream.
const WINDOW: u64 = 1 << 16;
const WORDS: usize = (WINDOW / 64) as usize;

/// Counts of one stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PacketCounts {
    /// New, whole, and sent at a sane time.
    pub verified: u64,
    /// Bytes of the verified frames, stamp included, virtio-net header not.
    pub bytes_verified: u64,
    /// Sequence numbers that never came, the tail included.
    pub lost: u64,
    /// Checksum wrong, too short, or an intended send time outside the trial.
    pub corrupt: u64,
    /// Came again.
    pub duplicate: u64,
    /// Came after a later one.
    pub reordered: u64,
}

impl PacketCounts {
    /// The counts of two lanes together.
    pub fn merge(self, other: Self) -> Self {
        Self {
            verified: self.verified + other.verified,
            bytes_verified: self.bytes_verified + other.bytes_verified,
            lost: self.lost + other.lost,
            corrupt: self.corrupt + other.corrupt,
            duplicate: self.duplicate + other.duplicate,
            reordered: self.reordered + other.reordered,
        }
    }
}

/// Sequence numbers of one stream: everything below `base` is settled, a bit says whether `base + i` came.
#[derive(Debug)]
struct Sequence {
    base: u64,
    highest: u64,
    ahead: Box<[u64; WORDS]>,
    counts: PacketCounts,
}

impl Sequence {
    fn new() -> Self {
        Self { base: 0, highest: 0, ahead: Box::new([0; WORDS]), counts: PacketCounts::default() }
    }

    fn bit(sequence: u64) -> (usize, u64) {
        let at = sequence % WINDOW;
        ((at / 64) as usize, 1 << (at % 64))
    }

    /// Whether the packet is new.
    #[inline(always)]
    fn accept(&mut self, sequence: u64, bytes: u64) -> bool {
        if sequence == self.base && self.highest == self.base {
            // In order and nothing ahead: the only path a good device takes.
            self.base += 1;
            self.highest = self.base;
        } else if !self.accept_out_of_order(sequence) {
            return false;
        }
        self.counts.verified += 1;
        self.counts.bytes_verified += bytes;
        true
    }

    #[cold]
    fn accept_out_of_order(&mut self, sequence: u64) -> bool {
        if sequence < self.base {
            self.counts.duplicate += 1;
            return false;
        }
        if sequence >= self.base + WINDOW {
            self.settle(sequence + 1 - WINDOW);
        }
        let (word, bit) = Self::bit(sequence);
        if self.ahead[word] & bit != 0 {
            self.counts.duplicate += 1;
            return false;
        }
        self.ahead[word] |= bit;
        if sequence < self.highest {
            self.counts.reordered += 1;
        }
        self.highest = self.highest.max(sequence + 1);
        self.settle_arrived();
        true
    }

    /// Moves the base over packets that came.
    fn settle_arrived(&mut self) {
        loop {
            let (word, bit) = Self::bit(self.base);
            if self.base == self.highest || self.ahead[word] & bit == 0 {
                return;
            }
            self.ahead[word] &= !bit;
            self.base += 1;
        }
    }

    /// Moves the base to `end`; what did not come until now is lost.
    fn settle(&mut self, end: u64) {
        while self.base < end {
            if self.base >= self.highest {
                self.counts.lost += end - self.base;
                self.base = end;
                break;
            }
            let (word, bit) = Self::bit(self.base);
            self.counts.lost += u64::from(self.ahead[word] & bit == 0);
            self.ahead[word] &= !bit;
            self.base += 1;
        }
        self.highest = self.highest.max(self.base);
        self.settle_arrived();
    }
}

/// Checks the stamps of one lane's packets.
#[derive(Debug)]
pub struct Verifier {
    lane: Lane,
    streams: [Sequence; 2],
    /// Packets sent before this were not sent by this trial.
    earliest_ticks: u64,
}

impl Verifier {
    /// A verifier for the packets of a lane in a trial that began at `earliest_ticks`.
    pub fn new(lane: Lane, earliest_ticks: u64) -> Self {
        Self { lane, streams: [Sequence::new(), Sequence::new()], earliest_ticks }
    }

    fn stream(&mut self, stream: Stream) -> &mut Sequence {
        &mut self.streams[stream as usize]
    }

    /// A packet that is not what was sent. Whose it was cannot be told; the measured stream must not look better than
    /// it is.
    #[cold]
    pub fn reject(&mut self) {
        self.stream(Stream::Measure).counts.corrupt += 1;
    }

    /// Checks the stamp of a whole packet that was there at `now_ticks`. Returns whether the packet is new, of this
    /// lane, and sent at a sane time.
    #[inline(always)]
    pub fn accept(&mut self, stamp: Stamp, packet_bytes: usize, now_ticks: u64) -> bool {
        let sane = stamp.lane() == self.lane
            && stamp.intended_ticks >= self.earliest_ticks
            && stamp.intended_ticks <= now_ticks;
        let sequence = self.stream(stamp.stream());
        if !sane {
            sequence.counts.corrupt += 1;
            return false;
        }
        sequence.accept(stamp.sequence(), (packet_bytes - NET_HEADER_BYTES) as u64)
    }

    /// Packets of a stream that came and were right, so far.
    #[inline]
    pub fn verified(&self, stream: Stream) -> u64 {
        self.streams[stream as usize].counts.verified
    }

    /// Ends a stream of which `sent` packets were sent: what has not come by now is lost.
    pub fn finish(&mut self, stream: Stream, sent: u64) -> PacketCounts {
        let sequence = self.stream(stream);
        sequence.settle(sent);
        sequence.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    const LANE: Lane = Lane::from_driver(3);

    fn stamp(sequence: u64) -> Stamp {
        Stamp::new(Stream::Measure, LANE, sequence, 10)
    }

    fn run(sequences: &[u64], sent: u64) -> PacketCounts {
        let mut verifier = Verifier::new(LANE, 0);
        for &sequence in sequences {
            verifier.accept(stamp(sequence), 76, 20);
        }
        verifier.finish(Stream::Measure, sent)
    }

    #[test]
    fn packets_in_order_are_all_verified() {
        let counts = run(&(0..1000).collect::<Vec<_>>(), 1000);
        assert_eq!((counts.verified, counts.lost, counts.reordered), (1000, 0, 0));
        assert_eq!(counts.bytes_verified, 64_000);
    }

    #[test]
    fn gaps_and_the_tail_are_lost() {
        let counts = run(&[0, 1, 4, 5], 8);
        assert_eq!((counts.verified, counts.lost), (4, 4));
    }

    #[test]
    fn a_late_packet_is_verified_and_counted_as_reordered() {
        let counts = run(&[0, 2, 1, 3], 4);
        assert_eq!((counts.verified, counts.lost, counts.reordered), (4, 0, 1));
    }

    #[test]
    fn repeats_are_duplicates_before_and_behind_the_base() {
        let counts = run(&[0, 0, 2, 2], 3);
        assert_eq!((counts.verified, counts.lost, counts.duplicate), (2, 1, 2));
    }

    #[test]
    fn a_packet_later_than_the_window_stays_lost() {
        let counts = run(&[0, WINDOW + 1, 1], WINDOW + 2);
        assert_eq!((counts.verified, counts.lost, counts.duplicate), (2, WINDOW, 1));
    }

    #[test]
    fn a_packet_from_the_future_from_before_the_trial_or_from_elsewhere_is_corrupt() {
        let mut verifier = Verifier::new(LANE, 100);
        let at = |lane, ticks| Stamp::new(Stream::Measure, lane, 0, ticks);
        assert!(!verifier.accept(at(LANE, 150), 76, 140));
        assert!(!verifier.accept(at(LANE, 90), 76, 140));
        assert!(!verifier.accept(at(Lane::from_device(3), 120), 76, 140));
        verifier.reject();
        assert_eq!(verifier.finish(Stream::Measure, 1).corrupt, 4);
    }

    #[test]
    fn streams_are_counted_apart() {
        let mut verifier = Verifier::new(LANE, 0);
        verifier.accept(Stamp::new(Stream::Warmup, LANE, 0, 10), 76, 20);
        verifier.accept(stamp(0), 76, 20);
        assert_eq!(verifier.finish(Stream::Warmup, 1).verified, 1);
        assert_eq!(verifier.finish(Stream::Measure, 1).verified, 1);
    }

    proptest! {
        #[test]
        fn sent_is_verified_plus_lost(arrivals in prop::collection::vec(0u64..200, 0..400), extra in 0u64..50) {
            let sent = arrivals.iter().max().map_or(0, |max| max + 1) + extra;
            let counts = run(&arrivals, sent);
            let distinct = arrivals.iter().collect::<HashSet<_>>().len() as u64;
            prop_assert_eq!(counts.verified, distinct);
            prop_assert_eq!(counts.verified + counts.lost, sent);
            prop_assert_eq!(counts.duplicate, arrivals.len() as u64 - distinct);
        }

        #[test]
        fn jumps_past_the_window_keep_the_sum(steps in prop::collection::vec(1u64..100_000, 1..30)) {
            let arrivals: Vec<u64> = steps.iter().scan(0, |at, step| { *at += step; Some(*at) }).collect();
            let sent = arrivals.last().unwrap() + 1;
            let counts = run(&arrivals, sent);
            prop_assert_eq!((counts.verified, counts.verified + counts.lost), (arrivals.len() as u64, sent));
        }
    }
}
