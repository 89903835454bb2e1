//! What a queue counts while it runs: plain numbers, copied out when the trial is over.

use crate::trace::Losses;

/// Buckets of a [`BatchHistogram`].
pub const BATCH_BUCKETS: usize = 16;

/// How many batches of which size there were, in powers of two: 1, 2-3, 4-7 and so on. The last bucket begins at 32768,
/// the largest ring (virtio 1.4, 2.7 and 2.8), and takes what is larger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchHistogram {
    counts: [u64; BATCH_BUCKETS],
}

impl BatchHistogram {
    /// Counts a batch of this many packets. An empty batch is none.
    #[inline]
    pub fn record(&mut self, packets: u32) {
        if packets != 0 {
            self.counts[(packets.ilog2() as usize).min(BATCH_BUCKETS - 1)] += 1;
        }
    }

    /// Batches by bucket; bucket `i` begins at `1 << i` packets.
    pub fn counts(&self) -> &[u64; BATCH_BUCKETS] {
        &self.counts
    }

    /// Adds what another histogram counted.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }
}

/// Packets that were not delivered, by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drops {
    /// The other side had offered no buffer.
    pub no_buffer: u64,
    /// The packet did not fit the buffers it was meant for.
    pub too_long: u64,
    /// The device's fault model said so.
    pub fault: u64,
    /// The queue was broken.
    pub broken: u64,
}

impl Drops {
    /// Adds what another side counted.
    pub fn merge(&mut self, other: &Self) {
        self.no_buffer += other.no_buffer;
        self.too_long += other.too_long;
        self.fault += other.fault;
        self.broken += other.broken;
    }

    /// Packets not delivered, whatever the cause.
    pub fn total(&self) -> u64 {
        self.no_buffer + self.too_long + self.fault + self.broken
    }
}

/// What one side of a queue did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueCounters {
    /// Packets moved.
    pub packets: u64,
    /// Bytes of those packets.
    pub bytes: u64,
    /// Packets taken at one look at the ring.
    pub batches: BatchHistogram,
    /// Doorbells rung at the other side.
    pub notifications_sent: u64,
    /// Doorbells the other side did not want.
    pub notifications_suppressed: u64,
    /// Looks at the ring that found nothing.
    pub empty_polls: u64,
    /// Addresses translated.
    pub iotlb_lookups: u64,
    /// Translations that were not in the cache.
    pub iotlb_misses: u64,
    /// Packets not delivered.
    pub drops: Drops,
    /// Doorbells rung whose event found no room: their spans are missing.
    pub events_dropped: u64,
    /// Doorbells noticed whose event found no room: the other side's spans have no observed end.
    pub observations_dropped: u64,
}

impl QueueCounters {
    /// Adds what another queue, or the same one in another phase, counted.
    pub fn merge(&mut self, other: &Self) {
        self.packets += other.packets;
        self.bytes += other.bytes;
        self.batches.merge(&other.batches);
        self.notifications_sent += other.notifications_sent;
        self.notifications_suppressed += other.notifications_suppressed;
        self.empty_polls += other.empty_polls;
        self.iotlb_lookups += other.iotlb_lookups;
        self.iotlb_misses += other.iotlb_misses;
        self.drops.merge(&other.drops);
        self.events_dropped += other.events_dropped;
        self.observations_dropped += other.observations_dropped;
    }

    /// With what the recorder of the side that counted it lost of the queue.
    #[must_use]
    pub fn with_losses(self, losses: Losses) -> Self {
        Self { events_dropped: losses.rings, observations_dropped: losses.observations, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bucket_of(packets: u32) -> Option<usize> {
        let mut histogram = BatchHistogram::default();
        histogram.record(packets);
        histogram.counts().iter().position(|&count| count == 1)
    }

    #[test]
    fn batches_fall_into_powers_of_two() {
        for (packets, bucket) in [(1, 0), (2, 1), (3, 1), (4, 2), (7, 2), (8, 3), (32767, 14), (32768, 15)] {
            assert_eq!(bucket_of(packets), Some(bucket), "{packets} packets");
        }
    }

    #[test]
    fn an_empty_batch_counts_nowhere_and_a_huge_one_in_the_last_bucket() {
        assert_eq!(bucket_of(0), None);
        assert_eq!(bucket_of(u32::MAX), Some(BATCH_BUCKETS - 1));
    }

    #[test]
    fn merged_counters_add_up_field_by_field() {
        let mut batches = BatchHistogram::default();
        batches.record(5);
        let drops = Drops { no_buffer: 1, too_long: 2, fault: 3, broken: 4 };
        let one = QueueCounters {
            packets: 1,
            bytes: 2,
            batches,
            notifications_sent: 3,
            notifications_suppressed: 4,
            empty_polls: 5,
            iotlb_lookups: 6,
            iotlb_misses: 7,
            drops,
            events_dropped: 8,
            observations_dropped: 9,
        };
        let mut sum = one;
        sum.merge(&one);
        assert_eq!(drops.total(), 10);
        assert_eq!(sum.batches.counts()[2], 2);
        assert_eq!(sum.drops, Drops { no_buffer: 2, too_long: 4, fault: 6, broken: 8 });
        let rest = [sum.notifications_sent, sum.notifications_suppressed, sum.empty_polls];
        assert_eq!([sum.packets, sum.bytes], [2, 4]);
        assert_eq!(rest, [6, 8, 10]);
        assert_eq!([sum.iotlb_lookups, sum.iotlb_misses], [12, 14]);
        assert_eq!([sum.events_dropped, sum.observations_dropped], [16, 18]);
    }

    proptest! {
        #[test]
        fn a_batch_lies_within_its_bucket(packets in 1u32..65536) {
            let bucket = bucket_of(packets).unwrap();
            prop_assert!(packets >= 1 << bucket);
            prop_assert!(packets < 2 << bucket || bucket == BATCH_BUCKETS - 1);
        }
    }
}
