//! What both formats do with a frame once they have found it.

use super::{Capture, CapturedFrame};

/// Largest frame that is replayed.
const FRAME_BYTES_MAX: usize = 65535;
/// Most frames that are read; what a trial replays must fit memory.
const FRAMES_MAX: usize = 1 << 20;

/// A frame as it stands in the file.
pub(super) struct RawFrame<'a> {
    pub(super) data: &'a [u8],
    /// Length on the wire.
    pub(super) wire_bytes: u32,
    /// Absolute time. Any 64-bit time in any resolution, with any offset, fits.
    pub(super) time_ns: Option<i128>,
}

/// Builds a [`Capture`] frame by frame.
#[derive(Default)]
pub(super) struct Collector {
    capture: Capture,
    /// First and latest time.
    times_ns: Option<(i128, i128)>,
}

impl Collector {
    /// Frames so far.
    pub(super) fn len(&self) -> usize {
        self.capture.frames.len()
    }

    /// Leaves a packet out that is not an Ethernet frame.
    pub(super) fn skip(&mut self) {
        self.capture.other_links += 1;
    }

    /// Takes the next frame, or says which limit it breaks.
    pub(super) fn push(&mut self, frame: &RawFrame) -> Result<(), String> {
        let (number, len) = (self.len() + 1, frame.data.len());
        if len > FRAME_BYTES_MAX {
            return Err(format!("frame {number} has {len} bytes, at most {FRAME_BYTES_MAX} can be replayed"));
        }
        if number > FRAMES_MAX {
            return Err(format!("it holds more than {FRAMES_MAX} frames"));
        }
        self.capture.truncated += usize::from(len < frame.wire_bytes as usize);
        let offset_ns = frame.time_ns.map(|time_ns| self.offset_ns(time_ns));
        self.capture.frames.push(CapturedFrame { bytes: frame.data.to_vec(), offset_ns });
        Ok(())
    }

    fn offset_ns(&mut self, time_ns: i128) -> u64 {
        let (first_ns, latest_ns) = self.times_ns.unwrap_or((time_ns, time_ns));
        self.capture.clamped += usize::from(time_ns < latest_ns);
        let latest_ns = latest_ns.max(time_ns);
        self.times_ns = Some((first_ns, latest_ns));
        u64::try_from(latest_ns - first_ns).unwrap_or(u64::MAX)
    }

    /// The capture, if there is anything in it.
    pub(super) fn finish(self) -> Result<Capture, String> {
        match (self.len(), self.capture.other_links) {
            (0, 0) => Err("it holds no frames".to_owned()),
            (0, others) => Err(format!("none of its {others} packets came from an Ethernet interface")),
            _ => Ok(self.capture),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(data: &[u8], time_ns: i128) -> RawFrame<'_> {
        RawFrame { data, wire_bytes: 60, time_ns: Some(time_ns) }
    }

    #[test]
    fn the_largest_frame_is_taken_and_a_larger_one_named() {
        let mut collector = Collector::default();
        collector.push(&frame(&[0; FRAME_BYTES_MAX], 0)).unwrap();
        let error = collector.push(&frame(&[0; FRAME_BYTES_MAX + 1], 0)).unwrap_err();
        assert!(error.contains("frame 2 has 65536 bytes"), "{error}");
    }

    #[test]
    fn too_many_frames_are_refused() {
        let mut collector = Collector::default();
        for _ in 0..FRAMES_MAX {
            collector.push(&frame(&[], 0)).unwrap();
        }
        assert!(collector.push(&frame(&[], 0)).unwrap_err().contains("more than 1048576"));
    }

    #[test]
    fn a_time_that_runs_backwards_is_clamped_and_counted() {
        let mut collector = Collector::default();
        for time_ns in [100, 300, 200, 250, 400] {
            collector.push(&frame(&[0; 60], time_ns)).unwrap();
        }
        let capture = collector.finish().unwrap();
        assert_eq!(capture.offsets_ns().unwrap(), [0, 200, 200, 200, 300]);
        assert_eq!(capture.clamped, 2);
    }

    #[test]
    fn a_truncated_frame_is_kept_and_counted() {
        let mut collector = Collector::default();
        collector.push(&frame(&[7; 59], 0)).unwrap();
        collector.push(&frame(&[7; 60], 0)).unwrap();
        let capture = collector.finish().unwrap();
        assert_eq!((capture.truncated, capture.frames[0].bytes.len()), (1, 59));
    }

    #[test]
    fn a_capture_without_ethernet_frames_says_so() {
        assert!(Collector::default().finish().unwrap_err().contains("no frames"));
        let mut collector = Collector::default();
        collector.skip();
        assert!(collector.finish().unwrap_err().contains("none of its 1 packets"));
    }

    proptest! {
        #[test]
        fn offsets_begin_at_zero_and_never_run_backwards(times in prop::collection::vec(any::<i64>(), 1..50)) {
            let mut collector = Collector::default();
            for &time_ns in &times {
                collector.push(&frame(&[], i128::from(time_ns))).unwrap();
            }
            let offsets_ns = collector.finish().unwrap().offsets_ns().unwrap();
            prop_assert_eq!(offsets_ns.len(), times.len());
            prop_assert!(offsets_ns[0] == 0 && offsets_ns.is_sorted());
        }
    }
}
