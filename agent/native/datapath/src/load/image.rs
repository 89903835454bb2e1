//! Bytes that a packet loop reads over and over, on cache lines of their own.

/// What the two sides write to is never on a line of an image: neighbours on the heap would slow every read down.
#[derive(Clone, Debug)]
pub(super) struct Image {
    lines: Vec<Line>,
    len: usize,
}

/// Two cache lines: the neighbour of a line is fetched along with it.
#[derive(Clone, Copy, Debug)]
#[repr(align(128))]
struct Line([u8; LINE_BYTES]);

const LINE_BYTES: usize = 128;

impl Image {
    /// A copy of these bytes.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let line = |chunk: &[u8]| {
            let mut line = Line([0; LINE_BYTES]);
            line.0[..chunk.len()].copy_from_slice(chunk);
            line
        };
        Self { lines: bytes.chunks(LINE_BYTES).map(line).collect(), len: bytes.len() }
    }
}

impl std::ops::Deref for Image {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        // SAFETY: the lines are one behind the other without padding, and hold at least `len` bytes.
        unsafe { std::slice::from_raw_parts(self.lines.as_ptr().cast(), self.len) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_image_is_what_was_copied(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let image = Image::new(&bytes);
            prop_assert_eq!(&*image, &bytes[..]);
            prop_assert!((image.as_ptr() as usize).is_multiple_of(LINE_BYTES));
        }
    }
}
