//! What every packet carries at its end: where it belongs, when it should have been sent, and a checksum over all
//! of its frame. 20 bytes, little endian: word (u64), intended send time in ticks (u64), CRC-32C (u32).

/// Bytes of a stamp.
pub const STAMP_BYTES: usize = 20;
/// Bytes of a stamp before its checksum.
pub(super) const STAMPED_BYTES: usize = 16;

/// Which part of a trial a packet belongs to: only the measured part counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Before the measurement.
    Warmup,
    /// The measurement.
    Measure,
}

/// Which way a packet goes: its queue pair, and who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane(u8);

impl Lane {
    /// From the driver through a queue pair (0 to 63).
    pub const fn from_driver(pair: u16) -> Self {
        Self::new(pair, 0)
    }

    /// From the device through a queue pair (0 to 63).
    pub const fn from_device(pair: u16) -> Self {
        Self::new(pair, 1 << 6)
    }

    /// Index of the virtqueue it is sent through.
    pub const fn queue(self) -> u16 {
        let (pair, from_device) = (self.0 & 63, self.0 >> 6 & 1);
        2 * pair as u16 + 1 - from_device as u16
    }

    const fn new(pair: u16, sender: u8) -> Self {
        Self((pair & 63) as u8 | sender)
    }
}

const MEASURE_BIT: u64 = 1 << 63;
const LANE_SHIFT: u32 = 56;
const SEQUENCE_MASK: u64 = (1 << LANE_SHIFT) - 1;

/// What a packet carries: stream, lane and sequence in one word, and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    word: u64,
    /// When it should have been sent, in ticks of the trial's clock.
    pub intended_ticks: u64,
}

impl Stamp {
    /// The stamp of packet `sequence` (56 bits, from 0) of its stream and lane.
    #[inline(always)]
    pub fn new(stream: Stream, lane: Lane, sequence: u64, intended_ticks: u64) -> Self {
        let measure = if stream == Stream::Measure { MEASURE_BIT } else { 0 };
        Self { word: measure | u64::from(lane.0) << LANE_SHIFT | sequence & SEQUENCE_MASK, intended_ticks }
    }

    /// As it stands in a packet.
    #[inline(always)]
    pub(super) fn words(self) -> (u64, u64) {
        (self.word, self.intended_ticks)
    }

    /// From the words of a packet.
    #[inline(always)]
    pub(super) fn from_words(word: u64, intended_ticks: u64) -> Self {
        Self { word, intended_ticks }
    }

    /// Part of the trial.
    #[inline(always)]
    pub fn stream(self) -> Stream {
        if self.word & MEASURE_BIT == 0 { Stream::Warmup } else { Stream::Measure }
    }

    /// Where it belongs.
    #[inline(always)]
    pub fn lane(self) -> Lane {
        Lane((self.word >> LANE_SHIFT) as u8 & 0x7f)
    }

    /// Position in its stream and lane.
    #[inline(always)]
    pub fn sequence(self) -> u64 {
        self.word & SEQUENCE_MASK
    }
}
