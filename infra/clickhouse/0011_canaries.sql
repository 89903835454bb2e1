-- One row per figure of a canary's run: what it was, and whether it lay in the band of those before.
CREATE TABLE IF NOT EXISTS canary_figures (
  host String,
  -- Of the host as it was then.
  fingerprint String,
  point_id String,
  backend LowCardinality(String),
  -- As in contract/src/metric.ts.
  metric LowCardinality(String),
  run_id String,
  at DateTime64(3, 'UTC'),
  -- Median of the run's trials.
  value Float64,
  -- Outside its band, and so no part of the next.
  outside Bool
) ENGINE = ReplacingMergeTree
ORDER BY (host, point_id, backend, metric, run_id)
SETTINGS non_replicated_deduplication_window = 1000;
