-- One row per state change of a run; the row with the highest version is the run. Read with FINAL.
CREATE TABLE IF NOT EXISTS runs (
  id String,
  submission_id String,
  suite LowCardinality(String),
  label String,
  point_id String,
  host LowCardinality(String),
  backends Array(String),
  state LowCardinality(String),
  -- RunSpec as JSON.
  spec String CODEC(ZSTD(3)),
  trace_id String,
  submitted_at DateTime64(3, 'UTC'),
  started_at Nullable(DateTime64(3, 'UTC')),
  ended_at Nullable(DateTime64(3, 'UTC')),
  failure_cause LowCardinality(String),
  failure_message String,
  -- RunResult as JSON, "" before there is one.
  result String CODEC(ZSTD(3)),
  version UInt8
) ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- One row per trial, as contract/src/result.ts has it; metric columns bear the names of contract/src/metric.ts.
CREATE TABLE IF NOT EXISTS trials (
  run_id String,
  backend LowCardinality(String),
  -- Pairs trials of different backends.
  `index` UInt32,
  -- Order of execution within the run.
  sequence UInt32,
  started_unix_ns UInt64,
  started_at DateTime64(9, 'UTC') MATERIALIZED fromUnixTimestamp64Nano(toInt64(started_unix_ns), 'UTC'),
  duration_ns UInt64,
  throughput_pps Nullable(Float64),
  throughput_bps Nullable(Float64),
  latency_ns_min Nullable(Float64),
  latency_ns_p50 Nullable(Float64),
  latency_ns_p90 Nullable(Float64),
  latency_ns_p99 Nullable(Float64),
  latency_ns_p999 Nullable(Float64),
  latency_ns_max Nullable(Float64),
  packets_sent UInt64,
  packets_unsent UInt64,
  packets_verified UInt64,
  packets_lost UInt64,
  packets_corrupt UInt64,
  packets_duplicate UInt64,
  packets_reordered UInt64,
  packets_dropped_no_buffer UInt64,
  intended_rate_pps Nullable(Float64),
  offered_rate_pps Float64,
  generator_limited Bool,
  kicks_rung UInt64,
  kicks_suppressed UInt64,
  calls_rung UInt64,
  calls_suppressed UInt64,
  ioctl_issued UInt64,
  events_dropped UInt64,
  observations_dropped UInt64,
  pages LowCardinality(String),
  clock LowCardinality(String),
  driver_cpu Nullable(UInt32),
  device_cpu Nullable(UInt32),
  nice Int8,
  steal_ratio Float64,
  -- HDR histogram of latency in ns, V2 compressed, base64; "" where latency is not measured.
  latency_histogram String
) ENGINE = ReplacingMergeTree
ORDER BY (run_id, backend, `index`)
SETTINGS non_replicated_deduplication_window = 1000;
