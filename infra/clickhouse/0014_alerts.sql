-- One row per change of a rule that was made by the API; the row with the highest version is the rule. Read with FINAL.
CREATE TABLE IF NOT EXISTS alert_rules (
  name String,
  -- As in contract/src/alert-rule.ts, JSON.
  definition String CODEC(ZSTD(3)),
  removed Bool,
  created_by String,
  created_at DateTime64(3, 'UTC'),
  version UInt64
) ENGINE = ReplacingMergeTree(version)
ORDER BY name
SETTINGS non_replicated_deduplication_window = 1000;

-- Which runs a series has: one row per run and backend, written when the run has been judged. Runs that are part of no
-- series (faults were asked for, nothing was measured) have one row whose series is ''. The figures are in `trials`.
CREATE TABLE IF NOT EXISTS series_runs (
  -- Hash of point, backend, way of measuring, host and its fingerprint.
  series String,
  run_id String,
  backend LowCardinality(String),
  suite LowCardinality(String),
  point_id String,
  host LowCardinality(String),
  fingerprint LowCardinality(String),
  -- When the run ended.
  at DateTime64(3, 'UTC'),
  INDEX run_bloom run_id TYPE bloom_filter(0.001) GRANULARITY 1
) ENGINE = ReplacingMergeTree
ORDER BY (series, at, run_id, backend)
SETTINGS non_replicated_deduplication_window = 1000;

-- What was found of one metric of a run, and what became of it; the row with the highest version counts. Read with FINAL.
CREATE TABLE IF NOT EXISTS alert_judgements (
  series String,
  metric LowCardinality(String),
  run_id String,
  backend LowCardinality(String),
  suite LowCardinality(String),
  host LowCardinality(String),
  -- When the run ended.
  at DateTime64(3, 'UTC'),
  -- Name of the rule, or 'suite', and what it says.
  rule LowCardinality(String),
  worse LowCardinality(String),
  min_change_ratio Float64,
  -- worse, not worse, can't tell or no baseline.
  verdict LowCardinality(String),
  -- none, suspected, confirmed or dropped.
  state LowCardinality(String),
  -- Median of the run's trials and of the baseline's runs, in the metric's unit.
  value Float64,
  baseline_median Float64,
  ratio Float64,
  ratio_low Float64,
  ratio_high Float64,
  baseline_run_ids Array(String),
  why String,
  confirmation_run_id String,
  -- Not '': the run is at the level of that alert, and no part of a baseline.
  alert_id String,
  version UInt64,
  INDEX run_bloom run_id TYPE bloom_filter(0.001) GRANULARITY 1
) ENGINE = ReplacingMergeTree(version)
ORDER BY (series, metric, run_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- From when on runs count for the baseline of a metric: someone has said that a new level is the one to go by.
CREATE TABLE IF NOT EXISTS alert_baselines (
  series String,
  metric LowCardinality(String),
  since DateTime64(3, 'UTC'),
  -- The alert that was resolved so: its runs count.
  alert_id String,
  version UInt64
) ENGINE = ReplacingMergeTree(version)
ORDER BY (series, metric)
SETTINGS non_replicated_deduplication_window = 1000;

-- One row per change of an alert; the row with the highest version is the alert. Read with FINAL.
CREATE TABLE IF NOT EXISTS alerts (
  id String,
  -- open, acknowledged or resolved.
  state LowCardinality(String),
  suite LowCardinality(String),
  host LowCardinality(String),
  opened_at DateTime64(3, 'UTC'),
  changed_at DateTime64(3, 'UTC'),
  resolved_at Nullable(DateTime64(3, 'UTC')),
  expected Bool,
  -- Of its points, in their order.
  series Array(String),
  point_ids Array(String),
  backends Array(String),
  metrics Array(String),
  ratios Array(Float64),
  run_ids Array(String),
  -- Points and history as contract/src/alert.ts has them, JSON.
  points String CODEC(ZSTD(3)),
  history String CODEC(ZSTD(3)),
  version UInt64
) ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- What is to be sent to receivers, and how far that is; the row with the highest version counts. Read with FINAL.
CREATE TABLE IF NOT EXISTS alert_deliveries (
  alert_id String,
  -- The same for every attempt.
  id String,
  receiver LowCardinality(String),
  -- opened, changed, acknowledged or resolved.
  event LowCardinality(String),
  -- Place among the events of the alert.
  position UInt32,
  -- pending, delivered or dropped.
  state LowCardinality(String),
  attempts UInt32,
  last_error String,
  created_at DateTime64(3, 'UTC'),
  changed_at DateTime64(3, 'UTC'),
  next_at DateTime64(3, 'UTC'),
  -- What is sent, JSON.
  body String CODEC(ZSTD(3)),
  version UInt64
) ENGINE = ReplacingMergeTree(version)
ORDER BY (alert_id, id)
SETTINGS non_replicated_deduplication_window = 1000;
