//! An endless sequence of packets, the same at both ends: the position says which frame it is, down to the byte.
//!
//! A generated frame is as large as asked for, stamp included. A replayed frame keeps its bytes and gets the stamp
//! as a trailer behind them, where a parser expects padding. Sizes are bytes in guest memory after the virtio-net
//! header: virtio carries no frame check sequence.

use super::bytes;
use super::crc::append_words;
use super::stamp::{STAMP_BYTES, STAMPED_BYTES, Stamp};
use super::template::{FIRST_PORT, HEADER_BYTES, SOURCE_PORT, Template, udp_frame};
use crate::abi::virtio::{NET_HEADER_BYTES, NET_HEADER_NUM_BUFFERS};

/// Smallest generated frame.
const FRAME_BYTES_MIN: usize = HEADER_BYTES + STAMP_BYTES;
/// Largest frame: what 16 bits of length can name, as in segmentation offloads.
pub const FRAME_BYTES_MAX: usize = 65_535;

/// Frames that cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A generated frame without room for headers and stamp, or with more than a packet can hold.
    #[error(
        "a frame of {0} bytes: expected {FRAME_BYTES_MIN} (headers and stamp) to {FRAME_BYTES_MAX} bytes"
    )]
    Size(usize),
    /// Nothing to replay.
    #[error("the capture holds no frames")]
    Empty,
}

/// The sequence of packets. Both ends keep one of their own; the sender writes from it, the receiver compares with it.
#[derive(Clone, Debug)]
pub struct FrameSource {
    templates: Box<[Template]>,
    flows: u32,
    /// Position that `template` and `flow` belong to.
    position: u64,
    template: usize,
    flow: u32,
}

/// Payload patterns of frames of one size. A number that no power of two is a multiple of: at the next turn of a ring
/// a buffer carries another pattern, so that bytes left over from the last turn are noticed.
const PATTERNS: u8 = 3;

impl FrameSource {
    fn new(templates: Vec<Template>, flows: u32) -> Self {
        Self {
            templates: templates.into_boxed_slice(),
            flows: flows.max(1),
            position: 0,
            template: 0,
            flow: 0,
        }
    }

    /// UDP frames of these sizes in bytes, stamp included, one behind the other; packets take turns among `flows`
    /// source ports.
    ///
    /// # Errors
    /// [`FrameError::Size`] outside 62 to [`FRAME_BYTES_MAX`] bytes.
    pub fn generated(sizes: &[usize], flows: u32) -> Result<Self, FrameError> {
        if let Some(&size) = sizes.iter().find(|&&size| !(FRAME_BYTES_MIN..=FRAME_BYTES_MAX).contains(&size))
        {
            return Err(FrameError::Size(size));
        }
        let templates = (0..PATTERNS).flat_map(|pattern| {
            let template = move |&size| Template::new(&udp_frame(size, pattern.wrapping_mul(85)), flows);
            sizes.iter().map(template)
        });
        Ok(Self::new(templates.collect(), flows))
    }

    /// The frames of a capture, in order, again and again.
    ///
    /// # Errors
    /// [`FrameError::Empty`], [`FrameError::Size`] for a frame that leaves no room for its stamp.
    pub fn replay<'a>(frames: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, FrameError> {
        let mut templates = Vec::new();
        for frame in frames {
            if frame.len() + STAMP_BYTES > FRAME_BYTES_MAX {
                return Err(FrameError::Size(frame.len() + STAMP_BYTES));
            }
            templates.push(Template::new(frame, 1));
        }
        if templates.is_empty() { Err(FrameError::Empty) } else { Ok(Self::new(templates, 1)) }
    }

    /// Bytes of the largest packet, virtio-net header and stamp included.
    pub fn packet_bytes_max(&self) -> usize {
        self.templates.iter().map(Template::packet_bytes).max().unwrap_or(0)
    }

    /// Goes to a position of the sequence; cheap when it is the next one.
    #[inline(always)]
    fn seek(&mut self, position: u64) {
        if position == self.position {
            return;
        }
        if position == self.position + 1 {
            self.template = if self.template + 1 == self.templates.len() { 0 } else { self.template + 1 };
            self.flow = if self.flow + 1 == self.flows { 0 } else { self.flow + 1 };
        } else {
            self.jump(position);
        }
        self.position = position;
    }

    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "remainders are below what they are divided by")]
    fn jump(&mut self, position: u64) {
        self.template = (position % self.templates.len() as u64) as usize;
        self.flow = (position % u64::from(self.flows)) as u32;
    }

    /// Bytes of the packet at a position.
    #[inline]
    pub fn packet_bytes(&mut self, position: u64) -> usize {
        self.seek(position);
        self.templates[self.template].packet_bytes()
    }

    /// The source port of the flow at hand, as it stands in the frame.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ports wrap around")]
    fn port(&self) -> [u8; 2] {
        FIRST_PORT.wrapping_add(self.flow as u16).to_be_bytes()
    }

    /// The template at hand and its checksum for the flow at hand.
    #[inline(always)]
    fn current(&self) -> (&Template, u32) {
        let template = &self.templates[self.template];
        match &template.port {
            None => (template, template.crc),
            Some(patch) => {
                let (port, first) = (self.port(), FIRST_PORT.to_be_bytes());
                (template, template.crc ^ patch.delta([port[0] ^ first[0], port[1] ^ first[1]]))
            }
        }
    }

    /// Writes a packet (virtio-net header, frame, stamp) to the start of `buffer` and returns its bytes.
    ///
    /// # Panics
    /// If the buffer is smaller than the packet.
    #[inline(always)]
    pub fn write(&mut self, buffer: &mut [u8], stamp: Stamp) -> usize {
        self.seek(stamp.sequence());
        let (template, crc) = self.current();
        let ((word, intended_ticks), body_end) = (stamp.words(), template.image.len());
        let packet = &mut buffer[..body_end + STAMP_BYTES];
        bytes::copy(&template.image, packet);
        if template.port.is_some() {
            let at = NET_HEADER_BYTES + SOURCE_PORT;
            packet[at..at + 2].copy_from_slice(&self.port());
        }
        packet[body_end..body_end + 8].copy_from_slice(&word.to_le_bytes());
        packet[body_end + 8..body_end + 16].copy_from_slice(&intended_ticks.to_le_bytes());
        let crc = append_words(crc, word, intended_ticks);
        packet[body_end + STAMPED_BYTES..].copy_from_slice(&crc.to_le_bytes());
        packet.len()
    }

    /// The stamp of a packet (virtio-net header first) if the stamp is the one of this sequence: length and checksum
    /// are right for its position. The frame's other bytes are not looked at.
    #[inline(always)]
    pub fn read_stamp(&mut self, packet: &[u8]) -> Option<Stamp> {
        let (rest, crc) = packet.split_last_chunk::<4>()?;
        let (rest, intended) = rest.split_last_chunk::<8>()?;
        let (body, word) = rest.split_last_chunk::<8>()?;
        let (word, intended_ticks) = (u64::from_le_bytes(*word), u64::from_le_bytes(*intended));
        let stamp = Stamp::from_words(word, intended_ticks);
        self.seek(stamp.sequence());
        let (template, expected) = self.current();
        let fits = body.len() == template.image.len();
        (fits && append_words(expected, word, intended_ticks) == u32::from_le_bytes(*crc)).then_some(stamp)
    }

    /// The stamp of a packet if every byte of it is the one that was sent.
    ///
    /// The frame is compared with the sequence's own copy, which is as strict as recomputing the checksum over it and
    /// takes a third of the time: equal bytes have the checksum that the copy is known to have.
    #[inline(always)]
    pub fn verify(&mut self, packet: &[u8]) -> Option<Stamp> {
        let stamp = self.read_stamp(packet)?;
        let template = &self.templates[self.template];
        let (sent, came) =
            (&template.image[NET_HEADER_BYTES..], &packet[NET_HEADER_BYTES..template.image.len()]);
        let same = if template.port.is_none() {
            bytes::equal(sent, came)
        } else {
            let (before, after) = (..SOURCE_PORT, SOURCE_PORT + 2..);
            sent[before] == came[before]
                && came[SOURCE_PORT..SOURCE_PORT + 2] == self.port()
                && sent[after.clone()] == came[after]
        };
        same.then_some(stamp)
    }
}

/// Sets the header of a received packet: it came in this many buffers (virtio 1.4, 5.1.6.4).
#[inline]
pub(crate) fn set_num_buffers(packet: &mut [u8], buffers: u16) {
    packet[NET_HEADER_NUM_BUFFERS..NET_HEADER_BYTES].copy_from_slice(&buffers.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::super::stamp::{Lane, Stream};
    use super::*;
    use proptest::prelude::*;

    fn stamp(sequence: u64) -> Stamp {
        Stamp::new(Stream::Measure, Lane::from_driver(1), sequence, 77)
    }

    #[test]
    fn a_generated_frame_is_as_large_as_asked_for() {
        for size in [62, 64, 1518, 9000, FRAME_BYTES_MAX] {
            let mut source = FrameSource::generated(&[size], 1).unwrap();
            let mut buffer = vec![0xff; source.packet_bytes_max()];
            assert_eq!(source.write(&mut buffer, stamp(3)), NET_HEADER_BYTES + size);
            assert_eq!(source.verify(&buffer), Some(stamp(3)));
        }
        for size in [0, 61, FRAME_BYTES_MAX + 1] {
            assert_eq!(FrameSource::generated(&[size], 1).unwrap_err(), FrameError::Size(size));
        }
    }

    #[test]
    fn a_replayed_frame_keeps_its_bytes_and_the_capture_starts_over() {
        let frames: [&[u8]; 2] = [&[1, 2, 3], &[4; 60]];
        let mut source = FrameSource::replay(frames).unwrap();
        let mut buffer = vec![0; source.packet_bytes_max()];
        for turn in 0..4u64 {
            let len = source.write(&mut buffer, stamp(turn));
            let body = &buffer[NET_HEADER_BYTES..len - STAMP_BYTES];
            assert_eq!(body, frames[usize::try_from(turn).unwrap() % 2]);
            assert_eq!(source.verify(&buffer[..len]).unwrap().sequence(), turn);
        }
        assert_eq!(FrameSource::replay([]).unwrap_err(), FrameError::Empty);
    }

    #[test]
    fn bytes_left_over_from_the_last_turn_of_a_ring_are_noticed() {
        let mut source = FrameSource::generated(&[256], 1).unwrap();
        let (mut before, mut now) = (vec![0; source.packet_bytes_max()], vec![0; source.packet_bytes_max()]);
        for turn in 0..4 {
            source.write(&mut before, stamp(turn * 128));
            let len = source.write(&mut now, stamp((turn + 1) * 128));
            now[100..120].copy_from_slice(&before[100..120]);
            assert_eq!(source.verify(&now[..len]), None);
            assert!(source.read_stamp(&now[..len]).is_some());
        }
    }

    #[test]
    fn flows_take_turns_in_the_source_port_and_keep_the_checksum_right() {
        let mut source = FrameSource::generated(&[64, 1518], 5).unwrap();
        let mut ports = std::collections::BTreeSet::new();
        let mut buffer = vec![0; source.packet_bytes_max()];
        for sequence in 0..20 {
            let len = source.write(&mut buffer, stamp(sequence));
            let frame = &buffer[NET_HEADER_BYTES..len];
            let (covered, crc) = frame.split_last_chunk::<4>().unwrap();
            assert_eq!(crc32c::crc32c(covered), u32::from_le_bytes(*crc));
            assert_eq!(source.clone().verify(&buffer[..len]), Some(stamp(sequence)));
            ports.insert([frame[SOURCE_PORT], frame[SOURCE_PORT + 1]]);
        }
        assert_eq!(ports.len(), 5);
    }

    proptest! {
        #[test]
        fn any_flipped_bit_is_noticed(size in 62usize..300, flows in 1u32..9, sequence in 0u64..1000, bit in any::<prop::sample::Index>()) {
            let mut source = FrameSource::generated(&[size], flows).unwrap();
            let mut buffer = vec![0; source.packet_bytes_max()];
            let len = source.write(&mut buffer, stamp(sequence));
            let bit = bit.index((len - NET_HEADER_BYTES) * 8);
            buffer[NET_HEADER_BYTES + bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(source.verify(&buffer[..len]), None);
        }

        #[test]
        fn arbitrary_bytes_are_no_packet_but_no_danger(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(FrameSource::generated(&[64], 3).unwrap().verify(&bytes), None);
        }
    }
}
