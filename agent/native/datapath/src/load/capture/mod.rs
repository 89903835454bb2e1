//! Frames from a capture file, classic pcap or pcapng, with the times they were captured at.

mod classic;
mod collector;
mod pcapng;

use std::path::{Path, PathBuf};

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
    #[error("{path} cannot be replayed: {reason}; expected a pcap or pcapng file of Ethernet frames")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Recorded timing was asked for, and there is none.
    #[error(
        "frame {number} of the capture has no timestamp (it is in a Simple Packet Block), so its recorded timing cannot be replayed: give a rate, or capture with timestamps"
    )]
    Untimed {
        /// Position of the first such frame, from 1.
        number: usize,
    },
}

/// A frame as captured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapturedFrame {
    /// From the destination address on; only the captured part of a truncated frame.
    pub bytes: Vec<u8>,
    /// Time since the first frame that has one. `None` in a block without timestamp.
    pub offset_ns: Option<u64>,
}

/// The Ethernet frames of a capture: at least one, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// The frames; offsets never run backwards.
    pub frames: Vec<CapturedFrame>,
    /// Frames that were longer on the wire than in the file.
    pub truncated: usize,
    /// Timestamps earlier than the one before, which were set to that.
    pub clamped: usize,
    /// Packets left out because their interface is not an Ethernet one.
    pub other_links: usize,
}

impl Capture {
    /// When each frame was captured, in nanoseconds since the first.
    ///
    /// # Errors
    /// [`CaptureError::Untimed`].
    pub fn offsets_ns(&self) -> Result<Vec<u64>, CaptureError> {
        let offset = |(at, frame): (usize, &CapturedFrame)| {
            frame.offset_ns.ok_or(CaptureError::Untimed { number: at + 1 })
        };
        self.frames.iter().enumerate().map(offset).collect()
    }
}

/// Reads a capture file.
///
/// # Errors
/// [`CaptureError`], with the file and the reason.
pub fn read_capture(path: &Path) -> Result<Capture, CaptureError> {
    let bytes =
        std::fs::read(path).map_err(|source| CaptureError::Unreadable { path: path.to_owned(), source })?;
    parse(&bytes).map_err(|reason| CaptureError::Malformed { path: path.to_owned(), reason })
}

/// The frames in the bytes of a capture file, whichever of the two formats it has.
///
/// # Errors
/// What is wrong, and where.
pub fn parse(bytes: &[u8]) -> Result<Capture, String> {
    if bytes.starts_with(&pcapng::MAGIC) { pcapng::parse(bytes) } else { classic::parse(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_capture_has_all_its_frames_and_their_times() {
        let capture = read_capture(Path::new(classic::SHIPPED)).unwrap();
        assert_eq!(capture.frames.len(), 179);
        assert_eq!(capture.frames[0].bytes.len(), 0x5d);
        assert_eq!([capture.truncated, capture.clamped, capture.other_links], [0; 3]);
        let offsets_ns = capture.offsets_ns().unwrap();
        assert!(offsets_ns[0] == 0 && offsets_ns.is_sorted() && offsets_ns[178] > 0);
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
        assert!(parse(&pcapng::MAGIC).unwrap_err().contains("byte 0"));
    }

    #[test]
    fn a_frame_without_time_is_only_missed_when_times_are_asked_for() {
        let frame = |offset_ns| CapturedFrame { bytes: vec![0; 60], offset_ns };
        let capture = Capture { frames: vec![frame(Some(0)), frame(None)], ..Capture::default() };
        let error = capture.offsets_ns().unwrap_err().to_string();
        assert!(error.contains("frame 2") && error.contains("give a rate"), "{error}");
    }
}
