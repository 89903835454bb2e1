-- One row per change of what is known of a host; the row with the highest version counts. Read with FINAL.
CREATE TABLE IF NOT EXISTS hosts (
  id String,
  first_seen_at DateTime64(3, 'UTC'),
  -- To a minute.
  seen_at DateTime64(3, 'UTC'),
  -- As its agent registered last, JSON.
  labels String CODEC(ZSTD(3)),
  capabilities String CODEC(ZSTD(3)),
  fingerprint String,
  fingerprint_since DateTime64(3, 'UTC'),
  -- active, paused, draining or quarantined; why, who said so, since when.
  availability LowCardinality(String),
  reason String,
  changed_by String,
  changed_at DateTime64(3, 'UTC'),
  -- From its last quarantine: health checks forget what was before.
  released_at DateTime64(3, 'UTC'),
  version UInt64
) ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- What happened to hosts: they appeared, their environment changed, someone took them out of use or back.
CREATE TABLE IF NOT EXISTS host_events (
  host String,
  at DateTime64(3, 'UTC'),
  -- appeared, fingerprint or availability.
  kind LowCardinality(String),
  before String,
  after String,
  reason String,
  changed_by String
) ENGINE = MergeTree
ORDER BY (host, at)
SETTINGS non_replicated_deduplication_window = 1000;
