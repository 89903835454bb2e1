//! Frame sizes with a name. Sizes are bytes in guest memory, without a frame check sequence.

/// The frame sizes for Ethernet of RFC 2544, section 9.1.
pub const RFC2544_FRAME_BYTES: [usize; 7] = [64, 128, 256, 512, 1024, 1280, 1518];

/// The simple Internet mix, 7 of 64, 4 of 570 and 1 of 1518 bytes, spread so that no size comes in long runs.
/// A fixed order makes every trial send the same bytes.
pub const IMIX_FRAME_BYTES: [usize; 12] = [64, 570, 64, 64, 570, 64, 1518, 64, 570, 64, 570, 64];

/// The sequence in the notation of RFC 6985: `a` is 64 bytes, `g` is 1518, and the custom letter `A` is 570.
pub const IMIX_GENOME: &str = "aAaaAagaAaAa";

#[cfg(test)]
mod tests {
    use super::*;

    fn count(bytes: usize) -> usize {
        IMIX_FRAME_BYTES.iter().filter(|&&size| size == bytes).count()
    }

    #[test]
    fn the_mix_is_seven_to_four_to_one() {
        assert_eq!([count(64), count(570), count(1518)], [7, 4, 1]);
    }

    #[test]
    fn large_frames_never_follow_each_other_even_where_the_sequence_repeats() {
        let next = IMIX_FRAME_BYTES.iter().cycle().skip(1);
        assert!(IMIX_FRAME_BYTES.iter().zip(next).all(|(&one, &two)| one == 64 || two == 64));
    }

    #[test]
    fn the_genome_spells_the_sequence() {
        let spelled: Vec<usize> = IMIX_GENOME
            .chars()
            .map(|letter| match letter {
                'a' => 64,
                'g' => 1518,
                'A' => 570,
                other => panic!("letter {other}"),
            })
            .collect();
        assert_eq!(spelled, IMIX_FRAME_BYTES);
    }
}
