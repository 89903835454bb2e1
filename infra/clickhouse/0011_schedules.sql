-- One row per change of a schedule; the row with the highest version is the schedule. Read with FINAL.
CREATE TABLE IF NOT EXISTS schedules (
  name String,
  suite LowCardinality(String),
  -- Suite as JSON, its `schedule` included.
  definition String CODEC(ZSTD(3)),
  enabled Bool,
  removed Bool,
  created_by String,
  created_at DateTime64(3, 'UTC'),
  -- Slots before it are none of this schedule's: it did not exist, was paused, or was due at other times.
  since DateTime64(3, 'UTC'),
  version UInt64
) ENGINE = ReplacingMergeTree(version)
ORDER BY name
SETTINGS non_replicated_deduplication_window = 1000;

-- One row per step of a slot's life, as contract/src/schedule.ts has it.
CREATE TABLE IF NOT EXISTS schedule_slots (
  schedule String,
  slot DateTime64(3, 'UTC'),
  -- time, after or manual.
  trigger LowCardinality(String),
  fired_at DateTime64(3, 'UTC'),
  -- firing, submitted, skipped, missed or failed.
  outcome LowCardinality(String),
  reason String,
  submission_id String,
  -- Slots this row stands for.
  count UInt32,
  ended_at Nullable(DateTime64(3, 'UTC')),
  -- Of the submission: succeeded, failed, or "" before it has ended.
  result LowCardinality(String),
  version UInt8
) ENGINE = ReplacingMergeTree(version)
ORDER BY (schedule, slot)
SETTINGS non_replicated_deduplication_window = 1000;
