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

/// Whether two pieces of memory hold the same bytes.
#[inline(always)]
pub(super) fn equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if one.len() < WORD || one.len() > SHORT {
        return one == other;
    }
    let mut difference = 0;
    each_word(one.len(), |at| {
        // SAFETY: `each_word` stays inside `one.len()` bytes, and `other` has as many. Unaligned.
        unsafe {
            let (one, other) = (one.as_ptr().add(at).cast::<u128>(), other.as_ptr().add(at).cast::<u128>());
            difference |= one.read_unaligned() ^ other.read_unaligned();
        }
    });
    difference == 0
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
