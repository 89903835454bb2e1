//! CRC-32C (Castagnoli; RFC 3720, appendix B.4), and its linearity.
//!
//! A packet's checksum covers its whole frame, but most of a frame is known before the trial begins: what changes
//! from packet to packet is a flow's port and the stamp. The checksum of the known part is kept, and those few
//! bytes are worked in.

/// Continues a checksum over 16 bytes given as two little-endian words.
#[inline(always)]
pub(super) fn append_words(crc: u32, first: u64, second: u64) -> u32 {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse4.2"))]
    {
        use core::arch::x86_64::_mm_crc32_u64;
        // SAFETY: the instruction is part of the target this is compiled for.
        let crc = unsafe { _mm_crc32_u64(_mm_crc32_u64(u64::from(!crc), first), second) };
        #[expect(clippy::cast_possible_truncation, reason = "the instruction leaves the upper half 0")]
        return !(crc as u32);
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "sse4.2")))]
    {
        crc32c::crc32c_append(crc32c::crc32c_append(crc, &first.to_le_bytes()), &second.to_le_bytes())
    }
}

/// How the checksum of `len` bytes changes with two of them, whatever the others are.
#[derive(Clone, Debug)]
pub(super) struct Patch([[u32; 256]; 2]);

impl Patch {
    /// For the two bytes at `at`.
    pub(super) fn new(len: usize, at: usize) -> Box<Self> {
        let zero = crc32c::crc32c(&vec![0; len]);
        let mut bytes = vec![0; len];
        let mut table = |at: usize| {
            std::array::from_fn(|value| {
                bytes[at] = u8::try_from(value).unwrap_or(0);
                let delta = crc32c::crc32c(&bytes) ^ zero;
                bytes[at] = 0;
                delta
            })
        };
        Box::new(Self([table(at), table(at + 1)]))
    }

    /// What to add (exclusive or) for a change of the two bytes by `change`.
    #[inline]
    pub(super) fn delta(&self, change: [u8; 2]) -> u32 {
        self.0[0][usize::from(change[0])] ^ self.0[1][usize::from(change[1])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_continue_a_checksum_as_bytes_do(bytes in prop::collection::vec(any::<u8>(), 0..50), a in any::<u64>(), b in any::<u64>()) {
            let whole = [&bytes[..], &a.to_le_bytes(), &b.to_le_bytes()].concat();
            prop_assert_eq!(append_words(crc32c::crc32c(&bytes), a, b), crc32c::crc32c(&whole));
        }

        #[test]
        fn a_patch_tells_the_checksum_of_the_changed_bytes(mut bytes in prop::collection::vec(any::<u8>(), 2..80), at in any::<prop::sample::Index>(), change in any::<[u8; 2]>()) {
            let at = at.index(bytes.len() - 1);
            let before = crc32c::crc32c(&bytes);
            let patch = Patch::new(bytes.len(), at);
            bytes[at] ^= change[0];
            bytes[at + 1] ^= change[1];
            prop_assert_eq!(before ^ patch.delta(change), crc32c::crc32c(&bytes));
        }
    }
}
