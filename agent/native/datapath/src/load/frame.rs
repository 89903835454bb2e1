//! Frames with a stamp at their end: sequence number, intended send time, checksum over everything before it.
//!
//! A generated frame is as large as asked for, stamp included. A replayed frame keeps its bytes and gets the
//! stamp as a trailer behind them, where a parser expects padding. Sizes are bytes in guest memory after the
//! virtio-net header: virtio carries no frame check sequence.

use crate::abi::virtio::{NET_HEADER_BYTES, NET_HEADER_NUM_BUFFERS};
use crc32c::{crc32c, crc32c_append};

/// Bytes of a stamp.
pub const STAMP_BYTES: usize = 20;
/// Ethernet, IPv4 and UDP headers of a generated frame.
const HEADER_BYTES: usize = 42;

/// Smallest generated frame.
const FRAME_BYTES_MIN: usize = HEADER_BYTES + STAMP_BYTES;

/// Which part of a trial a packet belongs to: only the measured part counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Before the measurement.
    Warmup,
    /// The measurement.
    Measure,
}

const MEASURE_BIT: u64 = 1 << 63;

/// What a packet carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Part of the trial.
    pub stream: Stream,
    /// Position in the stream, from 0.
    pub sequence: u64,
    /// When it should have been sent, in ticks of the trial's clock.
    pub intended_ticks: u64,
}

/// Frames that cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A generated frame without room for headers and stamp.
    #[error("a frame of {0} bytes is too small: headers and stamp take {FRAME_BYTES_MIN}")]
    TooSmall(usize),
    /// Nothing to replay.
    #[error("the capture holds no frames")]
    Empty,
}

#[derive(Clone, Debug)]
struct Template {
    bytes: Vec<u8>,
    /// Checksum of `bytes`, so that a send only adds the stamp's.
    crc: u32,
}

impl Template {
    fn new(bytes: Vec<u8>) -> Self {
        let crc = crc32c(&bytes);
        Self { bytes, crc }
    }
}

/// An endless sequence of frames: one size, or a capture over and over.
#[derive(Clone, Debug)]
pub struct FrameSource {
    templates: Vec<Template>,
    next: usize,
}

impl FrameSource {
    /// UDP frames of one size in bytes, stamp included.
    ///
    /// # Errors
    /// [`FrameError::TooSmall`] below 62 bytes.
    pub fn fixed(frame_bytes: usize) -> Result<Self, FrameError> {
        if frame_bytes < FRAME_BYTES_MIN {
            return Err(FrameError::TooSmall(frame_bytes));
        }
        Ok(Self { templates: vec![Template::new(udp_frame(frame_bytes))], next: 0 })
    }

    /// The frames of a capture, in order, again and again.
    ///
    /// # Errors
    /// [`FrameError::Empty`].
    pub fn replay(frames: Vec<Vec<u8>>) -> Result<Self, FrameError> {
        if frames.is_empty() {
            return Err(FrameError::Empty);
        }
        Ok(Self { templates: frames.into_iter().map(Template::new).collect(), next: 0 })
    }

    /// Bytes of the largest packet, virtio-net header and stamp included.
    pub fn packet_bytes_max(&self) -> usize {
        let largest = self.templates.iter().map(|template| template.bytes.len()).max().unwrap_or(0);
        NET_HEADER_BYTES + largest + STAMP_BYTES
    }

    /// Writes the next packet (virtio-net header, frame, stamp) to the start of `buffer` and returns its bytes.
    ///
    /// # Panics
    /// If the buffer is smaller than [`Self::packet_bytes_max`].
    #[inline]
    pub fn write(&mut self, buffer: &mut [u8], stamp: Stamp) -> usize {
        let template = &self.templates[self.next];
        self.next = if self.next + 1 == self.templates.len() { 0 } else { self.next + 1 };
        let body_end = NET_HEADER_BYTES + template.bytes.len();
        let end = body_end + STAMP_BYTES;
        let packet = &mut buffer[..end];
        packet[..NET_HEADER_BYTES].fill(0);
        packet[NET_HEADER_BYTES..body_end].copy_from_slice(&template.bytes);
        let sequence = stamp.sequence | if stamp.stream == Stream::Measure { MEASURE_BIT } else { 0 };
        packet[body_end..body_end + 8].copy_from_slice(&sequence.to_le_bytes());
        packet[body_end + 8..body_end + 16].copy_from_slice(&stamp.intended_ticks.to_le_bytes());
        let crc = crc32c_append(template.crc, &packet[body_end..body_end + 16]);
        packet[body_end + 16..end].copy_from_slice(&crc.to_le_bytes());
        end
    }
}

impl Stamp {
    /// The stamp of a packet (virtio-net header first), if it is whole and its checksum right.
    #[inline]
    pub fn read(packet: &[u8]) -> Option<Self> {
        let frame = packet.get(NET_HEADER_BYTES..)?;
        let (body, crc) = frame.split_last_chunk::<4>()?;
        if crc32c(body) != u32::from_le_bytes(*crc) {
            return None;
        }
        let (rest, intended) = body.split_last_chunk::<8>()?;
        let (_, sequence) = rest.split_last_chunk::<8>()?;
        let sequence = u64::from_le_bytes(*sequence);
        Some(Self {
            stream: if sequence & MEASURE_BIT == 0 { Stream::Warmup } else { Stream::Measure },
            sequence: sequence & !MEASURE_BIT,
            intended_ticks: u64::from_le_bytes(*intended),
        })
    }
}

/// Sets the header of a received packet: it came in one buffer (virtio 1.4, 5.1.6.4).
#[inline]
pub(crate) fn set_single_buffer(packet: &mut [u8]) {
    packet[NET_HEADER_NUM_BUFFERS..NET_HEADER_BYTES].copy_from_slice(&1u16.to_le_bytes());
}

/// Ethernet, IPv4 (addresses and ports of RFC 2544, appendix C.2.2) and UDP, then a counting pattern.
#[expect(
    clippy::cast_possible_truncation,
    reason = "frame sizes fit the 16-bit length fields; the pattern wraps"
)]
fn udp_frame(frame_bytes: usize) -> Vec<u8> {
    let ip_bytes = (frame_bytes - 14) as u16;
    let mut frame = Vec::with_capacity(frame_bytes);
    frame.extend([0x02, 0, 0, 0, 0, 0x02, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0x00]);
    frame.extend([0x45, 0]);
    frame.extend(ip_bytes.to_be_bytes());
    frame.extend([0, 0, 0, 0, 64, 17, 0, 0, 198, 18, 0, 1, 198, 19, 0, 1]);
    let checksum = internet_checksum(&frame[14..34]);
    frame[24..26].copy_from_slice(&checksum.to_be_bytes());
    frame.extend([0xc0, 0x20, 0x00, 0x07]);
    frame.extend((ip_bytes - 20).to_be_bytes());
    frame.extend([0, 0]);
    frame.extend((frame.len()..frame_bytes - STAMP_BYTES).map(|at| at as u8));
    frame
}

/// RFC 1071.
#[expect(clippy::cast_possible_truncation, reason = "folded to 16 bits")]
fn internet_checksum(bytes: &[u8]) -> u16 {
    let mut sum: u32 = bytes.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1])).sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stamp(sequence: u64) -> Stamp {
        Stamp { stream: Stream::Measure, sequence, intended_ticks: 77 }
    }

    #[test]
    fn a_generated_frame_is_as_large_as_asked_for() {
        for size in [62, 64, 1518, 9000] {
            let mut source = FrameSource::fixed(size).unwrap();
            let mut buffer = vec![0xff; source.packet_bytes_max()];
            assert_eq!(source.write(&mut buffer, stamp(3)), NET_HEADER_BYTES + size);
            assert_eq!(Stamp::read(&buffer), Some(stamp(3)));
        }
        assert_eq!(FrameSource::fixed(61).unwrap_err(), FrameError::TooSmall(61));
    }

    #[test]
    fn the_ip_header_of_a_generated_frame_checks_out() {
        let frame = udp_frame(128);
        assert_eq!(internet_checksum(&frame[14..34]), 0);
        assert_eq!(frame.len(), 128 - STAMP_BYTES);
    }

    #[test]
    fn a_replayed_frame_keeps_its_bytes_and_the_capture_starts_over() {
        let frames = vec![vec![1, 2, 3], vec![4; 60]];
        let mut source = FrameSource::replay(frames.clone()).unwrap();
        let mut buffer = vec![0; source.packet_bytes_max()];
        for turn in 0..4u64 {
            let len = source.write(&mut buffer, stamp(turn));
            let body = &buffer[NET_HEADER_BYTES..len - STAMP_BYTES];
            assert_eq!(body, frames[turn as usize % 2]);
            assert_eq!(Stamp::read(&buffer[..len]).unwrap().sequence, turn);
        }
        assert_eq!(FrameSource::replay(vec![]).unwrap_err(), FrameError::Empty);
    }

    proptest! {
        #[test]
        fn any_flipped_bit_is_noticed(size in 62usize..300, bit in any::<prop::sample::Index>()) {
            let mut source = FrameSource::fixed(size).unwrap();
            let mut buffer = vec![0; source.packet_bytes_max()];
            let len = source.write(&mut buffer, stamp(9));
            let bit = bit.index((len - NET_HEADER_BYTES) * 8);
            buffer[NET_HEADER_BYTES + bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(Stamp::read(&buffer[..len]), None);
        }

        #[test]
        fn arbitrary_bytes_are_no_packet_but_no_danger(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Stamp::read(&bytes);
        }
    }
}
