-- What is known of all doorbells, whichever of them become spans. Rows from before have none of it.
ALTER TABLE trials
  ADD COLUMN IF NOT EXISTS outliers UInt32 DEFAULT 0,
  -- Events left the rings while the trial ran, beside what was measured.
  ADD COLUMN IF NOT EXISTS drained_while_running Bool DEFAULT false,
  ADD COLUMN IF NOT EXISTS kicks_recorded Nullable(UInt64),
  ADD COLUMN IF NOT EXISTS kicks_observed Nullable(UInt64),
  -- From the ring to its observation.
  ADD COLUMN IF NOT EXISTS kick_observed_ns_p50 Nullable(UInt64),
  ADD COLUMN IF NOT EXISTS kick_observed_ns_p99 Nullable(UInt64),
  ADD COLUMN IF NOT EXISTS kick_observed_ns_max Nullable(UInt64),
  -- By buffers published since the last doorbell: 1, 2 to 3, 4 to 7 and so on.
  ADD COLUMN IF NOT EXISTS kick_batches Array(UInt64),
  ADD COLUMN IF NOT EXISTS kick_observed_histogram String,
  ADD COLUMN IF NOT EXISTS calls_recorded Nullable(UInt64),
  ADD COLUMN IF NOT EXISTS calls_observed Nullable(UInt64),
  ADD COLUMN IF NOT EXISTS call_observed_ns_p50 Nullable(UInt64),
  ADD COLUMN IF NOT EXISTS call_observed_ns_p99 Nullable(UInt64),
  ADD COLUMN IF NOT EXISTS call_observed_ns_max Nullable(UInt64),
  ADD COLUMN IF NOT EXISTS call_batches Array(UInt64),
  ADD COLUMN IF NOT EXISTS call_observed_histogram String;

ALTER TABLE queue_counters
  -- Doorbells rung, and noticed, without room for their event.
  ADD COLUMN IF NOT EXISTS events_dropped UInt64 DEFAULT 0,
  ADD COLUMN IF NOT EXISTS observations_dropped UInt64 DEFAULT 0;
