-- Every log record, one row; what contract/otlp writes. Resource and scope as in `spans`: JSON objects of texts, so that
-- a batch stores them once however many records it has.
CREATE TABLE IF NOT EXISTS logs (
  service LowCardinality(String),
  resource LowCardinality(String),
  resource_schema_url LowCardinality(String),
  scope_name LowCardinality(String),
  scope_version LowCardinality(String),
  scope LowCardinality(String),
  scope_schema_url LowCardinality(String),
  scope_dropped_attributes UInt32,
  -- When it happened; when it was observed, where that is not known.
  time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
  observed_time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
  trace_id LowCardinality(String),
  span_id String CODEC(ZSTD(1)),
  flags UInt32,
  severity_number Int32,
  severity_text LowCardinality(String),
  event_name LowCardinality(String),
  body String CODEC(ZSTD(1)),
  attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  dropped_attributes UInt32,
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.001) GRANULARITY 1
) ENGINE = MergeTree
ORDER BY (service, time)
SETTINGS non_replicated_deduplication_window = 10000;

-- Log records in the shape of the OpenTelemetry Collector's ClickHouse exporter.
CREATE OR REPLACE VIEW otel_logs AS
SELECT
  time AS Timestamp,
  trace_id AS TraceId,
  span_id AS SpanId,
  toUInt8(bitAnd(flags, 255)) AS TraceFlags,
  severity_text AS SeverityText,
  toUInt8(severity_number) AS SeverityNumber,
  service AS ServiceName,
  body AS Body,
  resource_schema_url AS ResourceSchemaUrl,
  JSONExtract(resource, 'Map(String, String)') AS ResourceAttributes,
  scope_schema_url AS ScopeSchemaUrl,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  JSONExtract(scope, 'Map(String, String)') AS ScopeAttributes,
  CAST(attributes, 'Map(String, String)') AS LogAttributes,
  event_name AS EventName
FROM logs;
