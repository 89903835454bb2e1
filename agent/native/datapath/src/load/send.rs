//! The sending end of a lane: which packet is next, and when it is due.

use super::frame::FrameSource;
use super::pace::Pace;
use super::stamp::{Lane, Stamp, Stream};

/// What a lane sends in one phase.
#[derive(Debug)]
pub struct Sender {
    source: FrameSource,
    lane: Lane,
    stream: Stream,
    /// Send times; `None` for as fast as the ring takes.
    pace: Option<Pace>,
    /// Nothing new is due from here on.
    end_ticks: u64,
    sent: u64,
}

impl Sender {
    /// A sender with nothing to send yet.
    pub fn new(source: FrameSource, lane: Lane) -> Self {
        Self { source, lane, stream: Stream::Warmup, pace: None, end_ticks: 0, sent: 0 }
    }

    /// Begins a phase. With a pace, what is due and finds no room until `end_ticks` stays unsent.
    pub fn begin(&mut self, stream: Stream, pace: Option<Pace>, end_ticks: u64) {
        (self.stream, self.pace, self.end_ticks, self.sent) = (stream, pace, end_ticks, 0);
    }

    /// Packets sent in the phase.
    #[inline]
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// Packets of the phase that were due and never sent; none where there is no pace.
    pub fn unsent(&self) -> u64 {
        self.pace.as_ref().map_or(0, Pace::left)
    }

    /// Intended send time of the next packet if it may be sent now.
    #[inline(always)]
    pub fn due(&self, now_ticks: u64) -> Option<u64> {
        match &self.pace {
            None => (now_ticks < self.end_ticks).then_some(now_ticks),
            Some(pace) => pace.due(now_ticks),
        }
    }

    /// Whether nothing will be due any more.
    #[inline]
    pub fn is_done(&self, now_ticks: u64) -> bool {
        now_ticks >= self.end_ticks || self.pace.as_ref().is_some_and(Pace::is_done)
    }

    /// Bytes of the next packet.
    #[inline]
    pub fn next_bytes(&mut self) -> usize {
        self.source.packet_bytes(self.sent)
    }

    /// Bytes of the largest packet.
    pub fn packet_bytes_max(&self) -> usize {
        self.source.packet_bytes_max()
    }

    /// Writes the next packet, due at `intended_ticks`, and returns its bytes.
    ///
    /// # Panics
    /// If the buffer is smaller than the packet.
    #[inline(always)]
    pub fn write(&mut self, buffer: &mut [u8], intended_ticks: u64) -> usize {
        let stamp = Stamp::new(self.stream, self.lane, self.sent, intended_ticks);
        let len = self.source.write(buffer, stamp);
        self.sent += 1;
        if let Some(pace) = &mut self.pace {
            pace.advance();
        }
        len
    }
}
