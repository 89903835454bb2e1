//! Packets as far as they are known before a trial begins.

use super::crc::Patch;
use super::image::Image;
use super::stamp::STAMP_BYTES;
use crate::abi::virtio::NET_HEADER_BYTES;
use crc32c::crc32c;

/// Ethernet, IPv4 and UDP headers of a generated frame.
pub(super) const HEADER_BYTES: usize = 42;
/// Offset of the UDP source port in a generated frame.
pub(super) const SOURCE_PORT: usize = 34;
/// Source port of the first flow (RFC 2544, appendix C.2.2).
pub(super) const FIRST_PORT: u16 = 0xc020;

/// A packet without its stamp: virtio-net header, then the frame up to the stamp.
#[derive(Clone, Debug)]
pub(super) struct Template {
    /// Virtio-net header (zeros) and frame.
    pub(super) image: Image,
    /// Checksum of the frame in `image`, so that a send only adds the stamp's.
    pub(super) crc: u32,
    /// How the checksum changes with the source port, where there are several flows.
    pub(super) port: Option<Box<Patch>>,
}

impl Template {
    /// Of a frame's bytes before its stamp.
    pub(super) fn new(frame: &[u8], flows: u32) -> Self {
        let port = (flows > 1).then(|| Patch::new(frame.len(), SOURCE_PORT));
        Self { image: Image::new(&[&[0; NET_HEADER_BYTES], frame].concat()), crc: crc32c(frame), port }
    }

    /// Bytes of the packet, stamp included.
    pub(super) fn packet_bytes(&self) -> usize {
        self.image.len() + STAMP_BYTES
    }
}

/// Ethernet, IPv4 (addresses and ports of RFC 2544, appendix C.2.2) and UDP, then a pattern that counts on from
/// `first`. Without the stamp.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the pattern wraps; larger frames than a length field can name say 0"
)]
pub(super) fn udp_frame(frame_bytes: usize, first: u8) -> Vec<u8> {
    let ip_bytes = u16::try_from(frame_bytes - 14).unwrap_or(0);
    let mut frame = Vec::with_capacity(frame_bytes);
    frame.extend([0x02, 0, 0, 0, 0, 0x02, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0x00]);
    frame.extend([0x45, 0]);
    frame.extend(ip_bytes.to_be_bytes());
    frame.extend([0, 0, 0, 0, 64, 17, 0, 0, 198, 18, 0, 1, 198, 19, 0, 1]);
    let checksum = internet_checksum(&frame[14..34]);
    frame[24..26].copy_from_slice(&checksum.to_be_bytes());
    frame.extend(FIRST_PORT.to_be_bytes());
    frame.extend([0x00, 0x07]);
    frame.extend(ip_bytes.saturating_sub(20).to_be_bytes());
    frame.extend([0, 0]);
    frame.extend((frame.len()..frame_bytes - STAMP_BYTES).map(|at| first.wrapping_add(at as u8)));
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
mod tests {
    use super::*;

    #[test]
    fn the_ip_header_of_a_generated_frame_checks_out() {
        let frame = udp_frame(128, 0);
        assert_eq!(internet_checksum(&frame[14..34]), 0);
        assert_eq!(frame.len(), 128 - STAMP_BYTES);
    }
}
