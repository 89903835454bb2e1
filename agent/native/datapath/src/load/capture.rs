//! Frames from a pcap file.

use pcap_parser::{
    Linktype, PcapHeader, parse_pcap_frame, parse_pcap_frame_be, parse_pcap_frame_modified, parse_pcap_header,
};
use std::path::{Path, PathBuf};

/// Largest frame that is replayed.
const CAPTURED_FRAME_BYTES_MAX: usize = 9216;
/// Most frames that are read; what a trial replays must fit memory.
const CAPTURED_FRAMES_MAX: usize = 1 << 20;

/// Captures that cannot be replayed.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// Not there, or not readable.
    #[error(
        "cannot read the capture {path}: {source}; check the path (relative paths start at the suite's folder) and its permissions"
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not a capture, or a damaged one.
    #[error(
        "{path} cannot be replayed: {reason}; expected a classic pcap file of Ethernet frames (convert others with: editcap -F pcap)"
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// Reads the frames of a classic pcap file (draft-ietf-opsawg-pcap) with Ethernet link type, as captured.
///
/// # Errors
/// [`CaptureError`], with the file and the reason.
pub fn read_capture(path: &Path) -> Result<Vec<Vec<u8>>, CaptureError> {
    let bytes =
        std::fs::read(path).map_err(|source| CaptureError::Unreadable { path: path.to_owned(), source })?;
    parse(&bytes).map_err(|reason| CaptureError::Malformed { path: path.to_owned(), reason })
}

const PCAPNG_MAGIC: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];
const HEADER_BYTES: usize = 24;

fn parse(bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    if bytes.starts_with(&PCAPNG_MAGIC) {
        return Err("it is in the pcapng format".to_owned());
    }
    if bytes.len() < HEADER_BYTES {
        return Err(format!("it has {} bytes, less than a header", bytes.len()));
    }
    let (mut rest, header) =
        parse_pcap_header(bytes).map_err(|_| "its first bytes are not those of a capture".to_owned())?;
    if header.network != Linktype::ETHERNET {
        return Err(format!("its link type is {}, expected 1 (Ethernet)", header.network.0));
    }
    let mut frames = Vec::new();
    while !rest.is_empty() {
        let data;
        (rest, data) = next_frame(&header, rest)
            .ok_or_else(|| format!("it ends in the middle of frame {}", frames.len() + 1))?;
        check_frame(data, frames.len())?;
        frames.push(data.to_vec());
    }
    if frames.is_empty() { Err("it holds no frames".to_owned()) } else { Ok(frames) }
}

/// The rest after the next frame, and the frame; `None` if it is not all there.
fn next_frame<'a>(header: &PcapHeader, rest: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let parsed = match (header.is_modified_format(), header.is_bigendian()) {
        (true, _) => parse_pcap_frame_modified(rest),
        (false, true) => parse_pcap_frame_be(rest),
        (false, false) => parse_pcap_frame(rest),
    };
    parsed.ok().map(|(rest, block)| (rest, block.data))
}

fn check_frame(data: &[u8], before: usize) -> Result<(), String> {
    if data.len() > CAPTURED_FRAME_BYTES_MAX {
        let (number, len) = (before + 1, data.len());
        return Err(format!(
            "frame {number} has {len} bytes, at most {CAPTURED_FRAME_BYTES_MAX} can be replayed"
        ));
    }
    if before == CAPTURED_FRAMES_MAX {
        return Err(format!("it holds more than {CAPTURED_FRAMES_MAX} frames"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../bench/suites/data/capture.pcap");

    #[test]
    fn the_shipped_capture_has_all_its_frames() {
        let frames = read_capture(Path::new(SHIPPED)).unwrap();
        assert_eq!(frames.len(), 179);
        assert_eq!(frames[0].len(), 0x5d);
    }

    #[test]
    fn a_missing_file_is_named_with_the_remedy() {
        let error = read_capture(Path::new("/no/such.pcap")).unwrap_err().to_string();
        assert!(error.contains("/no/such.pcap") && error.contains("check the path"), "{error}");
    }

    #[test]
    fn other_files_are_told_apart() {
        assert!(parse(b"hello world, this is no capture").unwrap_err().contains("first bytes"));
        assert!(parse(&[]).unwrap_err().contains("less than a header"));
        assert!(parse(&PCAPNG_MAGIC).unwrap_err().contains("pcapng"));
    }

    #[test]
    fn a_capture_cut_short_says_where() {
        let whole = std::fs::read(SHIPPED).unwrap();
        let error = parse(&whole[..24 + 16 + 0x5d + 20]).unwrap_err();
        assert!(error.contains("frame 2"), "{error}");
    }

    proptest! {
        #[test]
        fn damaged_captures_never_panic(cut in 0usize..4000, flips in prop::collection::vec((0usize..4000, any::<u8>()), 0..20)) {
            let mut bytes = std::fs::read(SHIPPED).unwrap();
            bytes.truncate(cut);
            for (at, value) in flips {
                if let Some(byte) = bytes.get_mut(at) { *byte = value; }
            }
            let _ = parse(&bytes);
        }
    }
}
