-- Axes and checks that queries tell points and trials apart by. Rows from before have what held then.
ALTER TABLE runs
  ADD COLUMN IF NOT EXISTS queues UInt16 DEFAULT 1 AFTER point_id,
  ADD COLUMN IF NOT EXISTS ring LowCardinality(String) DEFAULT 'split' AFTER queues,
  ADD COLUMN IF NOT EXISTS verify LowCardinality(String) DEFAULT 'full' AFTER ring;

ALTER TABLE trials
  ADD COLUMN IF NOT EXISTS verify LowCardinality(String) DEFAULT 'full',
  -- The device's model injects faults: its figures compare with nothing.
  ADD COLUMN IF NOT EXISTS expected_faults Bool DEFAULT false,
  ADD COLUMN IF NOT EXISTS driver_cycles_per_packet Nullable(Float64),
  ADD COLUMN IF NOT EXISTS device_cycles_per_packet Nullable(Float64);

-- One row per trial, virtqueue and end of it; names are those of contract/src/queue-counters.ts.
CREATE TABLE IF NOT EXISTS queue_counters (
  run_id String,
  backend LowCardinality(String),
  trial_index UInt32,
  queue_index UInt16,
  -- rx or tx.
  role LowCardinality(String),
  -- driver or device.
  side LowCardinality(String),
  -- Why the device gave the queue up, "" where it did not.
  broken String,
  packets UInt64,
  bytes UInt64,
  -- By size: 1, 2 to 3, 4 to 7 and so on.
  batches Array(UInt64),
  notifications_sent UInt64,
  notifications_suppressed UInt64,
  empty_polls UInt64,
  iotlb_lookups UInt64,
  iotlb_misses UInt64,
  drops_no_buffer UInt64,
  drops_too_long UInt64,
  drops_fault UInt64,
  drops_broken UInt64
) ENGINE = ReplacingMergeTree
ORDER BY (run_id, backend, trial_index, queue_index, side)
SETTINGS non_replicated_deduplication_window = 1000;
