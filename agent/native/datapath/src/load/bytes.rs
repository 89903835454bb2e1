//! Short copies and comparisons without a call: most packets of a small-frame load are below a hundred bytes, where
//! entering the C library costs more than the bytes do.

/// Longest that is done in place; the library is faster beyond.
const SHORT: usize = 64;
const WORD: usize = size_of::<u128>();

/// Copies `from` to the start of `to`.
///
/// # Panics
/// If `to` is shorter.
#[inline(always)]
pub(super) fn copy(from: &[u8], to: &mut [u8]) {
    let to = &mut to[..from.len()];
    if from.len() < WORD || from.len() > SHORT {
        return to.copy_from_slice(from);
    }
    each_word(from.len(), |at| {
        // SAFETY: `each_word` stays inside `from.len()` bytes, and `to` has as many. Unaligned.
        unsafe {
            let word = from.as_ptr().add(at).cast::<u128>().read_unaligned();
            to.as_mut_ptr().add(at).cast::<u128>().write_unaligned(word);
        }
    });
}

/// Copies `len` bytes between places that may overlap: all of a short copy is read before any of it is written.
///
/// # Safety
/// `from` can be read and `to` written for `len` bytes.
#[inline(always)]
pub(crate) unsafe fn copy_overlapping(from: *const u8, to: *mut u8, len: usize) {
    // SAFETY: as the caller says; each arm stays inside `len`, from both ends towards the middle.
    unsafe {
        match len {
            65..=128 => copy_ends::<4>(from, to, len),
            33..=64 => copy_ends::<2>(from, to, len),
            WORD..=32 => copy_ends::<1>(from, to, len),
            _ => std::ptr::copy(from, to, len),
        }
    }
}

/// Copies the first and the last `N` words, which may overlap each other.
///
/// # Safety
/// As for [`copy_overlapping`], and `len` is at least `N` words.
#[inline(always)]
unsafe fn copy_ends<const N: usize>(from: *const u8, to: *mut u8, len: usize) {
    let end = len - N * WORD;
    // SAFETY: `N` words from either end are inside. Unaligned.
    unsafe {
        let first = from.cast::<[u128; N]>().read_unaligned();
        let last = from.add(end).cast::<[u128; N]>().read_unaligned();
        to.cast::<[u128; N]>().write_unaligned(first);
        to.add(end).cast::<[u128; N]>().write_unaligned(last);
    }
}

/// Whether two pieces of memory hold the same bytes.
#[inline(always)]
pub(super) fn equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if one.len() < WORD || one.len() > SHORT {
        return one == other;
    }
    let mut difference = Difference::none();
    each_word(one.len(), |at| {
        // SAFETY: `each_word` stays inside `one.len()` bytes, and `other` has as many.
        unsafe { difference.add(one.as_ptr().add(at), other.as_ptr().add(at)) };
    });
    difference.is_none()
}

/// Bits in which words differ. In a vector register where there is one: the compiler would take 128 bits apart.
#[cfg(target_arch = "x86_64")]
struct Difference(core::arch::x86_64::__m128i);

#[cfg(target_arch = "x86_64")]
impl Difference {
    #[inline(always)]
    fn none() -> Self {
        // SAFETY: SSE2 is part of every x86-64.
        Self(unsafe { core::arch::x86_64::_mm_setzero_si128() })
    }

    /// # Safety
    /// A word can be read at both places.
    #[inline(always)]
    unsafe fn add(&mut self, one: *const u8, other: *const u8) {
        use core::arch::x86_64::{_mm_loadu_si128, _mm_or_si128, _mm_xor_si128};
        // SAFETY: as the caller says; SSE2 is part of every x86-64.
        unsafe {
            let words = _mm_xor_si128(_mm_loadu_si128(one.cast()), _mm_loadu_si128(other.cast()));
            self.0 = _mm_or_si128(self.0, words);
        }
    }

    #[inline(always)]
    fn is_none(&self) -> bool {
        use core::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_setzero_si128};
        // SAFETY: SSE2 is part of every x86-64.
        unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(self.0, _mm_setzero_si128())) == 0xffff }
    }
}

#[cfg(not(target_arch = "x86_64"))]
struct Difference(u128);

#[cfg(not(target_arch = "x86_64"))]
impl Difference {
    #[inline(always)]
    fn none() -> Self {
        Self(0)
    }

    /// # Safety
    /// A word can be read at both places.
    #[inline(always)]
    unsafe fn add(&mut self, one: *const u8, other: *const u8) {
        // SAFETY: as the caller says. Unaligned.
        self.0 |= unsafe { one.cast::<u128>().read_unaligned() ^ other.cast::<u128>().read_unaligned() };
    }

    #[inline(always)]
    fn is_none(&self) -> bool {
        self.0 == 0
    }
}

/// Offsets of words that cover `len` bytes, from one word to [`SHORT`]; the last two may overlap.
#[inline(always)]
fn each_word(len: usize, mut word: impl FnMut(usize)) {
    word(0);
    if len > 2 * WORD {
        word(WORD);
        if len > 3 * WORD {
            word(2 * WORD);
        }
    }
    word(len - WORD);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_copy_onto_itself_is_what_it_was(bytes in prop::collection::vec(any::<u8>(), 0..300), len in 0usize..200, from in 0usize..100, to in 0usize..100) {
            let len = len.min(bytes.len().saturating_sub(from.max(to)));
            let (mut expected, mut actual) = (bytes.clone(), bytes.clone());
            if len > 0 {
                expected.copy_within(from..from + len, to);
                let start = actual.as_mut_ptr();
                // SAFETY: both ranges end inside the vector.
                unsafe { copy_overlapping(start.add(from), start.add(to), len) };
            }
            prop_assert_eq!(actual, expected);
        }

        #[test]
        fn a_copy_is_the_same_and_touches_nothing_else(from in prop::collection::vec(any::<u8>(), 0..130), room in 0usize..20) {
            let mut to = vec![0xa5; from.len() + room];
            copy(&from, &mut to);
            prop_assert_eq!(&to[..from.len()], &from[..]);
            prop_assert!(to[from.len()..].iter().all(|&byte| byte == 0xa5));
            prop_assert!(equal(&from, &to[..from.len()]));
        }

        #[test]
        fn one_other_byte_is_noticed(mut bytes in prop::collection::vec(any::<u8>(), 1..130), at in any::<prop::sample::Index>(), change in 1u8..) {
            let before = bytes.clone();
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            prop_assert!(!equal(&before, &bytes));
            prop_assert!(!equal(&before, &bytes[..bytes.len() - 1]));
        }
    }
}
