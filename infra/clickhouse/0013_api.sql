-- Place of a run within its submission: pages of runs are sorted by it without reading specs.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS position UInt32 MATERIALIZED JSONExtractUInt(spec, 'position');
ALTER TABLE runs MATERIALIZE COLUMN position;

-- What a key of a caller has been used for; the first use is the one that counts.
CREATE TABLE IF NOT EXISTS idempotency_keys (
  -- What the key was for: `POST /api/v1/submissions`.
  operation LowCardinality(String),
  key String,
  -- SHA-256 of the body, in hex.
  body_digest String,
  used_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree
ORDER BY (operation, key)
TTL toDateTime(used_at) + INTERVAL 90 DAY
SETTINGS non_replicated_deduplication_window = 1000;
