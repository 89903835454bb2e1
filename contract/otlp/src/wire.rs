//! The protobuf wire format, as far as OTLP needs it, on plain byte slices.
//!
//! Source: Protocol Buffers documentation, "Encoding". Accepts what prost accepts: padded varints, unknown fields of
//! every wire type, groups.

use crate::error::DecodeError;

/// Groups within groups that are skipped before the message is refused.
const MAX_GROUP_DEPTH: u32 = 100;

/// The value of one field, by wire type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Payload<'a> {
    Varint(u64),
    Fixed64(u64),
    Bytes(&'a [u8]),
    /// A fixed32 or a group: no field of OTLP traces that we read is one.
    Skipped,
}

impl<'a> Payload<'a> {
    pub(crate) fn bytes(self) -> Result<&'a [u8], DecodeError> {
        match self {
            Payload::Bytes(bytes) => Ok(bytes),
            _ => Err(DecodeError::Wire("a string, bytes or message field has another wire type")),
        }
    }

    pub(crate) fn text(self) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| DecodeError::Wire("a string field is not UTF-8"))
    }

    pub(crate) fn varint(self) -> Result<u64, DecodeError> {
        match self {
            Payload::Varint(value) => Ok(value),
            _ => Err(DecodeError::Wire("an integer, enum or bool field has another wire type")),
        }
    }

    pub(crate) fn fixed64(self) -> Result<u64, DecodeError> {
        match self {
            Payload::Fixed64(value) => Ok(value),
            _ => Err(DecodeError::Wire("a fixed64 or double field has another wire type")),
        }
    }
}

/// Walks the fields of one message.
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(crate) fn new(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// The next field's number and value, or `None` at the end of the message.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Option<(u32, Payload<'a>)>, DecodeError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (field, wire_type) = self.tag()?;
        if wire_type == 4 {
            return Err(DecodeError::Wire("a group ends that never started"));
        }
        Ok(Some((field, self.payload(field, wire_type, 0)?)))
    }

    #[inline]
    fn tag(&mut self) -> Result<(u32, u8), DecodeError> {
        let tag =
            u32::try_from(self.varint()?).map_err(|_| DecodeError::Wire("a field number is too large"))?;
        if tag >> 3 == 0 {
            return Err(DecodeError::Wire("field number 0 does not exist"));
        }
        Ok((tag >> 3, (tag & 7) as u8))
    }

    #[inline]
    fn payload(&mut self, field: u32, wire_type: u8, depth: u32) -> Result<Payload<'a>, DecodeError> {
        match wire_type {
            0 => Ok(Payload::Varint(self.varint()?)),
            1 => Ok(Payload::Fixed64(u64::from_le_bytes(self.array()?))),
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| DecodeError::Truncated)?;
                Ok(Payload::Bytes(self.take(length)?))
            }
            3 => self.skip_group(field, depth + 1),
            5 => self.array::<4>().map(|_| Payload::Skipped),
            _ => Err(DecodeError::Wire("wire types 6 and 7 do not exist")),
        }
    }

    fn skip_group(&mut self, group: u32, depth: u32) -> Result<Payload<'a>, DecodeError> {
        if depth > MAX_GROUP_DEPTH {
            return Err(DecodeError::Wire("groups are nested too deeply"));
        }
        loop {
            let (field, wire_type) = self.tag()?;
            match wire_type {
                4 if field == group => return Ok(Payload::Skipped),
                4 => return Err(DecodeError::Wire("a group ends that never started")),
                _ => self.payload(field, wire_type, depth)?,
            };
        }
    }

    #[inline]
    fn varint(&mut self) -> Result<u64, DecodeError> {
        if let [byte @ 0..0x80, rest @ ..] = self.rest {
            self.rest = rest;
            return Ok(u64::from(*byte));
        }
        self.long_varint()
    }

    fn long_varint(&mut self) -> Result<u64, DecodeError> {
        let mut value = 0;
        for (i, byte) in self.rest.iter().take(10).enumerate() {
            if i == 9 && *byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << (7 * i);
            if *byte < 0x80 {
                self.rest = &self.rest[i + 1..];
                return Ok(value);
            }
        }
        Err(if self.rest.len() < 10 {
            DecodeError::Truncated
        } else {
            DecodeError::Wire("a varint exceeds 64 bits")
        })
    }

    #[inline]
    fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(*taken)
    }
}

/// Appends `value` as a base 128 varint, 1 to 10 bytes.
#[inline]
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(low_byte(value) | 0x80);
        value >>= 7;
    }
    out.push(low_byte(value));
}

/// Bytes kept free for a length that is not known yet: a varint padded to five bytes, enough for 32 GiB.
/// Padded varints are valid on the wire, and patching one saves moving all of a message.
const PATCHED_LEN: usize = 5;

/// Starts a message whose length is patched in by [`close_message`]; returns where its content starts.
pub(crate) fn open_message(out: &mut Vec<u8>) -> usize {
    out.extend_from_slice(&[0; PATCHED_LEN]);
    out.len()
}

/// Ends the message whose content starts at `content`.
pub(crate) fn close_message(out: &mut [u8], content: usize) {
    let mut length = (out.len() - content) as u64;
    for (i, byte) in out[content - PATCHED_LEN..content].iter_mut().enumerate() {
        let more = if i + 1 < PATCHED_LEN { 0x80 } else { 0 };
        *byte = low_byte(length & 0x7f) | more;
        length >>= 7;
    }
}

/// Bytes that [`put_varint`] appends for `value`.
#[inline]
pub(crate) const fn varint_len(value: u64) -> usize {
    // 9/64 is just above 1/7, and near enough for every bit count up to 64.
    (((64 - (value | 1).leading_zeros()) * 9 + 64) / 64) as usize
}

#[inline]
pub(crate) const fn low_byte(value: u64) -> u8 {
    (value & 0xff) as u8
}

/// The lowest 32 bits, which is how protobuf reads a number that is longer than its field.
#[inline]
pub(crate) const fn low_u32(value: u64) -> u32 {
    (value & 0xffff_ffff) as u32
}
