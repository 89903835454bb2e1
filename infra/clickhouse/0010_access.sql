-- One row per change of a token; the row with the highest version is the token. Read with FINAL.
CREATE TABLE IF NOT EXISTS tokens (
  id String,
  name String,
  -- SHA-256 of the secret, hex. The secret is 256 random bits, so there is nothing that a slow hash would protect from guessing.
  secret_sha256 String,
  scopes Array(LowCardinality(String)),
  -- Id of the host of an agent's token, else "".
  host String,
  created_at DateTime64(3, 'UTC'),
  created_by String,
  expires_at Nullable(DateTime64(3, 'UTC')),
  revoked_at Nullable(DateTime64(3, 'UTC')),
  revoked_by String,
  last_used_at Nullable(DateTime64(3, 'UTC')),
  version UInt64
) ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- What was changed by whom, and what was refused. Rows are only ever added.
CREATE TABLE IF NOT EXISTS audit (
  at DateTime64(3, 'UTC'),
  id String,
  who String,
  name String,
  address String,
  action LowCardinality(String),
  target String,
  status UInt16,
  request_id String,
  count UInt32
) ENGINE = MergeTree
ORDER BY (at, id)
SETTINGS non_replicated_deduplication_window = 1000;
