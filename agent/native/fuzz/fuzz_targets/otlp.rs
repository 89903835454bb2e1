//! OTLP requests as the controller gets them, of every signal and in both encodings. The first byte says which. Whatever
//! is in a body, what comes out of it is bounded by its length.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringside_otlp::{Encoding, decode_logs, decode_metrics, decode_traces};

/// Bytes of a block without rows: names and types of its columns.
const BLOCK_BYTES: usize = 4096;
/// Bytes of a block per byte of the body: a data point of two bytes becomes a row of some two hundred.
const GROWTH: usize = 128;

fuzz_target!(|data: &[u8]| {
    let Some((which, body)) = data.split_first() else { return };
    let encoding = if which & 1 == 0 { Encoding::Protobuf } else { Encoding::Json };
    let block = match (which >> 1) % 3 {
        0 => decode_traces(body, encoding).map(|columns| columns.to_native()),
        1 => decode_metrics(body, encoding).map(|columns| columns.to_native()),
        _ => decode_logs(body, encoding).map(|columns| columns.to_native()),
    };
    if let Ok(block) = block {
        assert!(block.len() <= BLOCK_BYTES + GROWTH * body.len(), "{} bytes of {}", block.len(), body.len());
    }
});
