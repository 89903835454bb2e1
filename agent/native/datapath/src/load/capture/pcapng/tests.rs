#![expect(clippy::cast_possible_truncation, reason = "small numbers")]

use super::*;
use proptest::prelude::*;

const ETHERNET: u16 = 1;
const COOKED: u16 = 113;
const TSRESOL: u16 = 9;
const TSOFFSET: u16 = 14;

/// Writes a section block by block.
struct Writer {
    big_endian: bool,
    bytes: Vec<u8>,
}

impl Writer {
    fn new(big_endian: bool) -> Self {
        let mut writer = Self { big_endian, bytes: Vec::new() };
        writer.section();
        writer
    }

    fn word(&self, value: u32) -> [u8; 4] {
        if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    fn half(&self, value: u16) -> [u8; 2] {
        if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    fn block(&mut self, kind: u32, body: &[u8]) {
        let padded = body.len().next_multiple_of(4);
        let len = self.word(padded as u32 + 12);
        self.bytes.extend(self.word(kind));
        self.bytes.extend(len);
        self.bytes.extend(body);
        self.bytes.extend(vec![0; padded - body.len()]);
        self.bytes.extend(len);
    }

    fn section(&mut self) {
        let mut body = self.word(0x1a2b_3c4d).to_vec();
        body.extend(self.half(1));
        body.extend(self.half(0));
        body.extend([0xff; 8]);
        self.block(0x0a0d_0d0a, &body);
    }

    fn interface(&mut self, link: u16, snap_bytes: u32, options: &[(u16, &[u8])]) {
        let mut body = self.half(link).to_vec();
        body.extend([0; 2]);
        body.extend(self.word(snap_bytes));
        for (code, value) in options {
            body.extend(self.half(*code));
            body.extend(self.half(value.len() as u16));
            body.extend(*value);
            body.extend(vec![0; value.len().next_multiple_of(4) - value.len()]);
        }
        self.block(1, &body);
    }

    fn words(&self, values: &[u32], data: &[u8]) -> Vec<u8> {
        let mut body: Vec<u8> = values.iter().flat_map(|&value| self.word(value)).collect();
        body.extend(data);
        body
    }

    fn enhanced(&mut self, interface: u32, ticks: u64, data: &[u8], wire_bytes: u32) {
        let words = [interface, (ticks >> 32) as u32, ticks as u32, data.len() as u32, wire_bytes];
        self.block(6, &self.words(&words, data));
    }

    fn simple(&mut self, data: &[u8], wire_bytes: u32) {
        self.block(3, &self.words(&[wire_bytes], data));
    }

    fn obsolete(&mut self, interface: u16, ticks: u64, data: &[u8]) {
        let mut body = self.half(interface).to_vec();
        body.extend(self.half(0xffff));
        let words = [(ticks >> 32) as u32, ticks as u32, data.len() as u32, data.len() as u32];
        body.extend(self.words(&words, data));
        self.block(2, &body);
    }
}

/// A file with everything in it that is read.
fn sample(big_endian: bool) -> Vec<u8> {
    let mut file = Writer::new(big_endian);
    file.interface(ETHERNET, 0, &[]);
    file.interface(COOKED, 0, &[]);
    file.enhanced(0, 5_000_000, &[1; 61], 61);
    file.enhanced(1, 5_000_001, &[2; 60], 60);
    file.simple(&[3; 62], 62);
    file.obsolete(0, 5_000_002, &[4; 63]);
    file.block(0x0bad, &[0; 8]);
    file.enhanced(0, 5_000_003, &[5; 64], 1500);
    file.bytes
}

#[test]
fn the_three_kinds_of_packets_are_read_in_both_byte_orders() {
    for big_endian in [false, true] {
        let capture = parse(&sample(big_endian)).unwrap();
        let frames: Vec<_> =
            capture.frames.iter().map(|frame| (frame.bytes.clone(), frame.offset_ns)).collect();
        let expected = [
            (vec![1; 61], Some(0)),
            (vec![3; 62], None),
            (vec![4; 63], Some(2000)),
            (vec![5; 64], Some(3000)),
        ];
        assert_eq!(frames, expected);
        assert_eq!((capture.truncated, capture.other_links), (1, 1));
        assert!(capture.offsets_ns().unwrap_err().to_string().contains("frame 2"));
    }
}

#[test]
fn interfaces_with_their_own_resolution_and_offset_share_one_time_line() {
    for big_endian in [false, true] {
        let mut file = Writer::new(big_endian);
        let offset = if big_endian { 10i64.to_be_bytes() } else { 10i64.to_le_bytes() };
        file.interface(ETHERNET, 0, &[(TSRESOL, &[9])]);
        file.interface(ETHERNET, 0, &[(TSRESOL, &[0x80 | 10]), (TSOFFSET, &offset)]);
        file.enhanced(0, 12_000_000_001, &[0; 60], 60);
        file.enhanced(1, 2 * 1024 + 512, &[0; 60], 60);
        assert_eq!(parse(&file.bytes).unwrap().offsets_ns().unwrap(), [0, 499_999_999]);
    }
}

#[test]
fn a_simple_packet_ends_where_its_interface_cut_it() {
    let mut file = Writer::new(false);
    file.interface(ETHERNET, 61, &[]);
    file.simple(&[3; 61], 1500);
    let capture = parse(&file.bytes).unwrap();
    assert_eq!((capture.frames[0].bytes.len(), capture.truncated), (61, 1));
}

#[test]
fn a_new_section_brings_its_own_byte_order_and_interfaces() {
    let mut bytes = sample(false);
    bytes.extend(sample(true));
    assert_eq!(parse(&bytes).unwrap().frames.len(), 8);

    let mut file = Writer::new(false);
    file.interface(ETHERNET, 0, &[]);
    file.section();
    file.enhanced(0, 0, &[0; 60], 60);
    let error = parse(&file.bytes).unwrap_err();
    assert!(error.contains("byte 76") && error.contains("interface 0, of 0"), "{error}");
}

#[test]
fn a_packet_longer_than_its_block_is_refused() {
    let mut file = Writer::new(false);
    file.interface(ETHERNET, 0, &[]);
    file.simple(&[0; 60], 64);
    let error = parse(&file.bytes).unwrap_err();
    assert!(error.contains("64 bytes, of which 60"), "{error}");
}

#[test]
fn a_file_cut_short_says_where() {
    let whole = sample(false);
    let error = parse(&whole[..whole.len() - 1]).unwrap_err();
    assert!(error.contains("cut short"), "{error}");
}

#[test]
fn only_packets_of_other_links_are_no_capture() {
    let mut file = Writer::new(false);
    file.interface(COOKED, 0, &[]);
    file.enhanced(0, 0, &[0; 60], 60);
    assert!(parse(&file.bytes).unwrap_err().contains("none of its 1 packets"));
}

#[test]
fn every_resolution_gives_a_time() {
    for resolution in 0..=u8::MAX {
        let interface = Interface {
            link: Linktype::ETHERNET,
            snap_bytes: 0,
            ticks_per_second: ticks_per_second(resolution),
            offset_seconds: i64::MIN,
        };
        interface.time_ns(u64::MAX);
    }
    assert_eq!(ticks_per_second(6), 1_000_000);
    assert_eq!(ticks_per_second(0x80 | 20), 1 << 20);
}

proptest! {
    #[test]
    fn damaged_captures_never_panic(
        big_endian: bool,
        cut in 0usize..700,
        flips in prop::collection::vec((0usize..700, any::<u8>()), 0..6),
    ) {
        let mut bytes = sample(big_endian);
        bytes.truncate(cut);
        for (at, value) in flips {
            if let Some(byte) = bytes.get_mut(at) { *byte = value; }
        }
        let _ = parse(&bytes);
    }

    #[test]
    fn arbitrary_blocks_never_panic(big_endian: bool, kind in 0u32..12, body in prop::collection::vec(any::<u8>(), 0..80)) {
        let mut file = Writer::new(big_endian);
        file.interface(ETHERNET, 0, &[]);
        file.block(kind, &body);
        let _ = parse(&file.bytes);
    }

    #[test]
    fn frames_come_back_as_written(big_endian: bool, frames in prop::collection::vec((any::<u32>(), prop::collection::vec(any::<u8>(), 0..100)), 1..20)) {
        let mut file = Writer::new(big_endian);
        file.interface(ETHERNET, 0, &[]);
        for (ticks, data) in &frames {
            file.enhanced(0, u64::from(*ticks), data, data.len() as u32);
        }
        let capture = parse(&file.bytes).unwrap();
        let read: Vec<_> = capture.frames.iter().map(|frame| &frame.bytes).collect();
        let written: Vec<_> = frames.iter().map(|(_, data)| data).collect();
        prop_assert_eq!(read, written);
    }
}

#[test]
fn regression_a_block_shorter_than_its_own_frame_is_damaged() {
    for big_endian in [false, true] {
        for kind in [0, 1, 2, 3, 4, 5, 6, 9, 10, 0xbad, 0x4000_0bad, 0x8000_0001] {
            for len in 0..12 {
                let mut writer = Writer::new(big_endian);
                let at = writer.bytes.len();
                let words = [writer.word(kind), writer.word(len), writer.word(len)].concat();
                writer.bytes.extend(words);
                let error = parse(&writer.bytes).unwrap_err();
                assert_eq!(error, format!("the block at byte {at} is damaged or cut short"));
            }
        }
    }
}
