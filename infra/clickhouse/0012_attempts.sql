-- Tries at a run, and what queries look runs up by. Rows from before had one try each.
ALTER TABLE runs
  ADD COLUMN IF NOT EXISTS attempt UInt8 DEFAULT 1,
  -- Earlier attempts, and late results that were refused: JSON.
  ADD COLUMN IF NOT EXISTS attempts String CODEC(ZSTD(3)),
  ADD COLUMN IF NOT EXISTS content_id String DEFAULT JSONExtractString(spec, 'contentId'),
  ADD INDEX IF NOT EXISTS submission_bloom submission_id TYPE bloom_filter(0.001) GRANULARITY 1;
