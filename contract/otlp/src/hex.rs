//! Ids as the tables and the exporters' views have them: hexadecimal text in lower case.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| digits(*byte)).map(char::from).collect()
}

/// [`hex`], but "" for zeros only.
pub(crate) fn hex_or_nothing(id: &[u8]) -> String {
    if is_zero(id) { String::new() } else { hex(id) }
}

/// [`hex`] of a span id, without the heap: every span has a new one.
#[inline]
pub(crate) fn span_id_hex(id: &[u8]) -> [u8; 16] {
    let mut text = [0; 16];
    for (pair, byte) in text.chunks_exact_mut(2).zip(id) {
        pair.copy_from_slice(&digits(*byte));
    }
    text
}

/// Whether an id is absent, which OTLP also writes as zeros only.
#[inline]
pub(crate) fn is_zero(id: &[u8]) -> bool {
    id.iter().all(|byte| *byte == 0)
}

#[inline]
fn digits(byte: u8) -> [u8; 2] {
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}
