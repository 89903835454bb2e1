//! What the two ends of each virtqueue counted, for JavaScript.

use crate::convert::number;
use napi_derive::napi;
use ringside_datapath::counters;
use ringside_datapath::trial;

/// Packets that were not delivered, by cause.
#[napi(object)]
pub struct Drops {
    /// The driver had offered no buffer.
    pub no_buffer: f64,
    /// The packet did not fit the buffers it was meant for.
    pub too_long: f64,
    /// The device's model said so.
    pub fault: f64,
    /// The queue was broken.
    pub broken: f64,
}

/// What one side of a queue did, over the whole trial.
#[napi(object)]
pub struct QueueCounters {
    /// Packets moved.
    pub packets: f64,
    /// Bytes of those packets, virtio-net header included.
    pub bytes: f64,
    /// Batches of 1, 2-3, 4-7, ... packets.
    pub batches: Vec<f64>,
    /// Doorbells rung at the other side.
    pub notifications_sent: f64,
    /// Doorbells the other side did not want.
    pub notifications_suppressed: f64,
    /// Looks at the ring that found nothing.
    pub empty_polls: f64,
    /// Addresses translated.
    pub iotlb_lookups: f64,
    /// Translations that were not in the cache.
    pub iotlb_misses: f64,
    /// Packets not delivered.
    pub drops: Drops,
    /// Doorbells rung without room for their event.
    pub events_dropped: f64,
    /// Doorbells noticed without room for the event.
    pub observations_dropped: f64,
}

/// One queue as its two ends counted it.
#[napi(object)]
pub struct QueueOutcome {
    /// Index of the virtqueue.
    pub index: u32,
    /// Whether the driver receives or transmits on it.
    #[napi(ts_type = "'rx' | 'tx'")]
    pub role: String,
    /// What the guest did wrong, where the device gave the queue up.
    pub broken: Option<String>,
    /// The driver's end.
    pub driver: QueueCounters,
    /// The device's end.
    pub device: QueueCounters,
}

impl From<trial::QueueOutcome> for QueueOutcome {
    fn from(queue: trial::QueueOutcome) -> Self {
        Self {
            index: u32::from(queue.index),
            role: if queue.index.is_multiple_of(2) { "rx" } else { "tx" }.to_owned(),
            broken: queue.broken.map(|error| error.to_string()),
            driver: queue.driver.into(),
            device: queue.device.into(),
        }
    }
}

impl From<counters::QueueCounters> for QueueCounters {
    fn from(counted: counters::QueueCounters) -> Self {
        let drops = counted.drops;
        Self {
            packets: number(counted.packets),
            bytes: number(counted.bytes),
            batches: counted.batches.counts().map(number).to_vec(),
            notifications_sent: number(counted.notifications_sent),
            notifications_suppressed: number(counted.notifications_suppressed),
            empty_polls: number(counted.empty_polls),
            iotlb_lookups: number(counted.iotlb_lookups),
            iotlb_misses: number(counted.iotlb_misses),
            drops: Drops {
                no_buffer: number(drops.no_buffer),
                too_long: number(drops.too_long),
                fault: number(drops.fault),
                broken: number(drops.broken),
            },
            events_dropped: number(counted.events_dropped),
            observations_dropped: number(counted.observations_dropped),
        }
    }
}
