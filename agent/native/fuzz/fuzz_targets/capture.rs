//! Bytes of a capture file: frames that can be replayed, or a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringside_datapath::load::parse_capture;

/// Larger than any frame of a capture that Wireshark writes.
const SNAP_BYTES_MAX: usize = 1 << 20;

fuzz_target!(|bytes: &[u8]| {
    match parse_capture(bytes) {
        Ok(capture) => {
            assert!(!capture.frames.is_empty());
            assert!(capture.frames.iter().all(|frame| frame.bytes.len() <= bytes.len().min(SNAP_BYTES_MAX)));
            assert!(capture.offsets_ns().map_or(true, |offsets_ns| offsets_ns.is_sorted()));
        }
        Err(reason) => assert!(!reason.is_empty()),
    }
});
