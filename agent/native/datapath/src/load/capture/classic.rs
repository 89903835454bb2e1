//! The classic pcap format (draft-ietf-opsawg-pcap): one link type and one time resolution a file.

use super::Capture;
use super::collector::{Collector, RawFrame};
use pcap_parser::{
    LegacyPcapBlock, Linktype, PcapHeader, parse_pcap_frame, parse_pcap_frame_be, parse_pcap_frame_modified,
    parse_pcap_header,
};

const HEADER_BYTES: usize = 24;

/// Reads a whole file.
pub(super) fn parse(bytes: &[u8]) -> Result<Capture, String> {
    if bytes.len() < HEADER_BYTES {
        return Err(format!("it has {} bytes, less than a header", bytes.len()));
    }
    let (mut rest, header) =
        parse_pcap_header(bytes).map_err(|_| "its first bytes are not those of a capture".to_owned())?;
    if header.network != Linktype::ETHERNET {
        return Err(format!("its link type is {}, expected 1 (Ethernet)", header.network.0));
    }
    let mut collector = Collector::default();
    while !rest.is_empty() {
        let block;
        (rest, block) = next_frame(&header, rest)
            .ok_or_else(|| format!("it ends in the middle of frame {}", collector.len() + 1))?;
        collector.push(&RawFrame {
            data: block.data,
            wire_bytes: block.origlen,
            time_ns: Some(time_ns(&header, &block)),
        })?;
    }
    collector.finish()
}

/// The rest after the next frame, and the frame; `None` if it is not all there.
fn next_frame<'a>(header: &PcapHeader, rest: &'a [u8]) -> Option<(&'a [u8], LegacyPcapBlock<'a>)> {
    let parsed = match (header.is_modified_format(), header.is_bigendian()) {
        (true, _) => parse_pcap_frame_modified(rest),
        (false, true) => parse_pcap_frame_be(rest),
        (false, false) => parse_pcap_frame(rest),
    };
    parsed.ok()
}

fn time_ns(header: &PcapHeader, block: &LegacyPcapBlock) -> i128 {
    let ns_per_unit = if header.is_nanosecond_precision() { 1 } else { 1000 };
    i128::from(block.ts_sec) * 1_000_000_000 + i128::from(block.ts_usec) * ns_per_unit
}

#[cfg(test)]
pub(super) const SHIPPED: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../bench/suites/data/capture.pcap");

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A file in the byte order of its magic number, which also tells the resolution.
    struct File {
        big_endian: bool,
        magic: u32,
    }

    const MICRO: u32 = 0xa1b2_c3d4;
    const NANO: u32 = 0xa1b2_3c4d;
    const MODIFIED: u32 = 0xa1b2_cd34;

    impl File {
        fn word(&self, value: u32) -> [u8; 4] {
            if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
        }

        fn with_frames(&self, link: u32, frames: &[(u32, u32, &[u8])]) -> Vec<u8> {
            let mut bytes = self.word(self.magic).to_vec();
            for value in [0x0004_0002, 0, 0, 65535, link] {
                bytes.extend(self.word(value));
            }
            for (seconds, fraction, data) in frames {
                for value in [*seconds, *fraction, data.len() as u32, 60] {
                    bytes.extend(self.word(value));
                }
                bytes.extend(if self.magic == MODIFIED { &[0; 8][..] } else { &[] });
                bytes.extend(*data);
            }
            bytes
        }
    }

    #[test]
    fn both_byte_orders_and_both_resolutions_are_read() {
        let frames: [(u32, u32, &[u8]); 2] = [(5, 999_999, &[1; 60]), (6, 1, &[2; 59])];
        for (magic, gap_ns) in [(MICRO, 2000), (NANO, 999_000_002), (MODIFIED, 2000)] {
            for big_endian in [false, magic != MODIFIED] {
                let capture = parse(&File { big_endian, magic }.with_frames(1, &frames)).unwrap();
                assert_eq!(capture.offsets_ns().unwrap(), [0, gap_ns], "{magic:x}");
                assert_eq!(capture.frames[1].bytes, [2; 59]);
                assert_eq!(capture.truncated, 1);
            }
        }
    }

    #[test]
    fn another_link_type_is_named() {
        let bytes = File { big_endian: false, magic: MICRO }.with_frames(113, &[]);
        assert!(parse(&bytes).unwrap_err().contains("link type is 113"));
    }

    #[test]
    fn a_capture_cut_short_says_where() {
        let whole = std::fs::read(SHIPPED).unwrap();
        let error = parse(&whole[..24 + 16 + 0x5d + 20]).unwrap_err();
        assert!(error.contains("frame 2"), "{error}");
    }

    proptest! {
        #[test]
        fn damaged_captures_never_panic(
            cut in 0usize..4000,
            flips in prop::collection::vec((0usize..4000, any::<u8>()), 0..20),
        ) {
            let mut bytes = std::fs::read(SHIPPED).unwrap();
            bytes.truncate(cut);
            for (at, value) in flips {
                if let Some(byte) = bytes.get_mut(at) { *byte = value; }
            }
            let _ = parse(&bytes);
        }
    }
}
