//! The pcapng format (draft-ietf-opsawg-pcapng): sections of blocks, each section with its byte order and interfaces.

use super::Capture;
use super::collector::{Collector, RawFrame};
use pcap_parser::{
    Block, InterfaceDescriptionBlock, Linktype, SectionHeaderBlock, parse_block_be, parse_block_le,
};

/// First bytes of a file, the same in both byte orders.
pub(super) const MAGIC: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];

/// Type and length before a block's content, and the length again behind it.
const BLOCK_FRAME_BYTES: u32 = 12;

/// Reads a whole file. Blocks that carry no packet are passed over.
pub(super) fn parse(bytes: &[u8]) -> Result<Capture, String> {
    let mut collector = Collector::default();
    let mut section = Section::default();
    let mut rest = bytes;
    while !rest.is_empty() {
        let at = bytes.len() - rest.len();
        let damaged = || format!("the block at byte {at} is damaged or cut short");
        if !section.has_frame(rest) {
            return Err(damaged());
        }
        let parsed = if section.big_endian { parse_block_be(rest) } else { parse_block_le(rest) };
        let block;
        (rest, block) = parsed.map_err(|_| damaged())?;
        section
            .take(&block, &mut collector)
            .map_err(|fault| format!("in the block at byte {at}, {fault}"))?;
    }
    collector.finish()
}

/// What the blocks of a section have in common.
#[derive(Default)]
struct Section {
    big_endian: bool,
    interfaces: Vec<Interface>,
}

impl Section {
    fn take(&mut self, block: &Block, collector: &mut Collector) -> Result<(), String> {
        match block {
            Block::SectionHeader(header) => *self = Self::begin(header)?,
            Block::InterfaceDescription(description) => {
                self.interfaces.push(Interface::new(description, self.big_endian));
            }
            Block::EnhancedPacket(packet) => {
                let ticks = u64::from(packet.ts_high) << 32 | u64::from(packet.ts_low);
                let raw = RawPacket {
                    padded: packet.data,
                    captured_bytes: packet.caplen,
                    wire_bytes: packet.origlen,
                    ticks: Some(ticks),
                };
                self.push(packet.if_id, &raw, collector)?;
            }
            Block::SimplePacket(packet) => {
                // It has no captured length of its own: the interface cuts it.
                let limit = self.interface(0)?.snap_bytes;
                let raw = RawPacket {
                    padded: packet.data,
                    captured_bytes: packet.origlen.min(limit),
                    wire_bytes: packet.origlen,
                    ticks: None,
                };
                self.push(0, &raw, collector)?;
            }
            Block::Unknown(unknown) if self.word(unknown.block_type.to_le_bytes()) == OBSOLETE_PACKET => {
                let (interface, raw) = self.obsolete_packet(unknown.data)?;
                self.push(interface, &raw, collector)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(header: &SectionHeaderBlock) -> Result<Self, String> {
        if header.major_version != 1 {
            return Err(format!("the format's version is {}, expected 1", header.major_version));
        }
        Ok(Self { big_endian: header.big_endian(), interfaces: Vec::new() })
    }

    /// Whether the block at hand is as long as its own type and two lengths, which the parser takes for granted. It
    /// knows better about section headers, which may have another byte order.
    fn has_frame(&self, rest: &[u8]) -> bool {
        let len = rest.get(4..8).and_then(|bytes| bytes.try_into().ok());
        rest.starts_with(&MAGIC) || len.is_none_or(|bytes| self.word(bytes) >= BLOCK_FRAME_BYTES)
    }

    fn interface(&self, id: u32) -> Result<&Interface, String> {
        let found = usize::try_from(id).ok().and_then(|id| self.interfaces.get(id));
        found.ok_or_else(|| format!("a packet of interface {id}, of {} described", self.interfaces.len()))
    }

    fn push(&self, interface: u32, packet: &RawPacket, collector: &mut Collector) -> Result<(), String> {
        let interface = self.interface(interface)?;
        if interface.link != Linktype::ETHERNET {
            collector.skip();
            return Ok(());
        }
        let (captured, held) = (packet.captured_bytes, packet.padded.len());
        let data = packet
            .padded
            .get(..captured as usize)
            .ok_or_else(|| format!("a packet of {captured} bytes, of which {held} are there"))?;
        let time_ns = packet.ticks.map(|ticks| interface.time_ns(ticks));
        collector.push(&RawFrame { data, wire_bytes: packet.wire_bytes, time_ns })
    }

    fn word(&self, bytes: [u8; 4]) -> u32 {
        if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }

    /// Appendix A of the draft: interface (16 bits), drops (16 bits), then as in an Enhanced Packet Block.
    fn obsolete_packet<'a>(&self, body: &'a [u8]) -> Result<(u32, RawPacket<'a>), String> {
        let (header, padded) =
            body.split_first_chunk::<20>().ok_or("an obsolete packet shorter than its header")?;
        let words = header.as_chunks().0;
        let interface = [header[0], header[1]];
        let interface =
            if self.big_endian { u16::from_be_bytes(interface) } else { u16::from_le_bytes(interface) };
        let ticks = u64::from(self.word(words[1])) << 32 | u64::from(self.word(words[2]));
        let raw = RawPacket {
            padded,
            captured_bytes: self.word(words[3]),
            wire_bytes: self.word(words[4]),
            ticks: Some(ticks),
        };
        Ok((u32::from(interface), raw))
    }
}

/// Block type of the packet block that the Enhanced Packet Block replaced.
const OBSOLETE_PACKET: u32 = 2;

/// What the three kinds of packet blocks say.
struct RawPacket<'a> {
    /// The captured bytes, then padding, then perhaps options.
    padded: &'a [u8],
    captured_bytes: u32,
    wire_bytes: u32,
    /// In the interface's resolution.
    ticks: Option<u64>,
}

/// What an interface's packets have in common.
struct Interface {
    link: Linktype,
    /// Most bytes captured of a packet.
    snap_bytes: u32,
    ticks_per_second: u128,
    offset_seconds: i64,
}

impl Interface {
    fn new(description: &InterfaceDescriptionBlock, big_endian: bool) -> Self {
        // The parser reads the offset as little-endian in every section.
        let offset = description.if_tsoffset;
        Self {
            link: description.linktype,
            snap_bytes: if description.snaplen == 0 { u32::MAX } else { description.snaplen },
            ticks_per_second: ticks_per_second(description.if_tsresol),
            offset_seconds: if big_endian { offset.swap_bytes() } else { offset },
        }
    }

    fn time_ns(&self, ticks: u64) -> i128 {
        let ns = u128::from(ticks) * 1_000_000_000 / self.ticks_per_second;
        let offset_ns = i128::from(self.offset_seconds) * 1_000_000_000;
        ns.cast_signed() + offset_ns
    }
}

/// Option `if_tsresol`: a negative power of two where the top bit is set, else of ten. A power of ten that does not fit
/// makes any 64-bit time less than a nanosecond, and so does the largest number that does.
fn ticks_per_second(resolution: u8) -> u128 {
    let exponent = u32::from(resolution & 0x7f);
    if resolution & 0x80 == 0 { 10u128.checked_pow(exponent).unwrap_or(u128::MAX) } else { 1 << exponent }
}

#[cfg(test)]
mod tests;
