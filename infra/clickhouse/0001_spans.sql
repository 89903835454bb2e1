-- Every span, one row. Columns up to `links` are what contract/otlp writes; names of attributes: contract/src/span.ts.
--
-- Order: a run's spans lie together and its doorbells, sorted by name, apart from its ioctls. A trace spans few runs, so
-- the bloom filter on trace_id leaves only their granules. No partitions: a span may carry any time, and a request
-- with a hundred months in it would be refused.
-- Ids are hexadecimal text, so that views and people compare them with what they see elsewhere. Traces and parents
-- repeat, so a dictionary stores them in next to nothing. Measured on a million doorbells: 8.3 bytes a row for the three
-- ids, as with FixedString, and 27 ms more to insert; as text without dictionaries 9.1 bytes and 120 ms more.
CREATE TABLE IF NOT EXISTS spans (
  trace_id LowCardinality(String),
  span_id String CODEC(ZSTD(1)),
  parent_span_id LowCardinality(String),
  trace_state LowCardinality(String),
  name LowCardinality(String),
  kind LowCardinality(String),
  service LowCardinality(String),
  start_time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
  duration_ns UInt64 CODEC(T64, ZSTD(1)),
  status LowCardinality(String),
  status_message String CODEC(ZSTD(1)),
  scope_name LowCardinality(String),
  scope_version LowCardinality(String),
  run_id LowCardinality(String),
  backend LowCardinality(String),
  phase LowCardinality(String),
  trial_index Nullable(UInt32),
  queue_index Nullable(UInt16),
  ring_index Nullable(UInt64) CODEC(Delta, ZSTD(1)),
  batch Nullable(UInt32) CODEC(T64, ZSTD(1)),
  doorbell_observed Nullable(Bool),
  doorbell_method LowCardinality(String),
  -- Not empty: the span is an ioctl.
  ioctl_request LowCardinality(String),
  error_type LowCardinality(String),
  -- What has no column of its own.
  attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  -- Attributes of the scope and the resource as JSON objects of texts: one dictionary entry instead of a map a row.
  scope LowCardinality(String),
  resource LowCardinality(String),
  -- JSON arrays of {time, name, attributes} and {trace_id, span_id, trace_state, attributes}.
  events String CODEC(ZSTD(1)),
  links String CODEC(ZSTD(1)),
  resource_attributes Map(String, String) ALIAS JSONExtract(resource, 'Map(String, String)'),
  scope_attributes Map(String, String) ALIAS JSONExtract(scope, 'Map(String, String)'),
  -- All attributes of the span under their own names, those with a column included.
  span_attributes Map(String, String) ALIAS mapConcat(
    CAST(attributes, 'Map(String, String)'),
    mapFilter((key, value) -> value != '', map(
      'bench.run.id', toString(run_id),
      'vhost.backend', toString(backend),
      'bench.phase', toString(phase),
      'bench.trial.index', ifNull(toString(trial_index), ''),
      'virtio.queue.index', ifNull(toString(queue_index), ''),
      'vhost.doorbell.method', toString(doorbell_method),
      'vhost.doorbell.observed', ifNull(toString(doorbell_observed), ''),
      'vhost.doorbell.ring_index', ifNull(toString(ring_index), ''),
      'vhost.doorbell.batch', ifNull(toString(batch), ''),
      'vhost.ioctl.request', toString(ioctl_request),
      'error.type', toString(error_type)
    ))
  ),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.001) GRANULARITY 1
) ENGINE = MergeTree
ORDER BY (run_id, name, start_time)
SETTINGS non_replicated_deduplication_window = 10000;
