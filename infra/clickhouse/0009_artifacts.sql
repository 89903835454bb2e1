-- What runs leave behind besides figures and spans, as their agents packed it.
CREATE TABLE IF NOT EXISTS artifacts (
  run_id String,
  -- log or host.
  name LowCardinality(String),
  media_type LowCardinality(String),
  gzip_base64 String
) ENGINE = ReplacingMergeTree
ORDER BY (run_id, name)
SETTINGS non_replicated_deduplication_window = 1000;
