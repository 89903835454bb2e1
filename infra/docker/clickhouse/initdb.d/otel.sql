-- How the services around Ringside are: metrics of Redis and of the Collector, as the Collector's ClickHouse exporter (0.161) writes
-- them. It inserts by the names of the columns; order, codecs and age are ours. Times have whole seconds: the exporter's choice.
-- Run once, when the server starts on an empty folder; apply what is added later by hand.
CREATE DATABASE IF NOT EXISTS otel;

CREATE TABLE IF NOT EXISTS otel.otel_metrics_gauge (
  ServiceName LowCardinality(String),
  MetricName LowCardinality(String),
  MetricDescription LowCardinality(String),
  MetricUnit LowCardinality(String),
  Attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  ResourceSchemaUrl LowCardinality(String),
  ScopeName LowCardinality(String),
  ScopeVersion LowCardinality(String),
  ScopeAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  ScopeDroppedAttrCount UInt32,
  ScopeSchemaUrl LowCardinality(String),
  StartTimeUnix DateTime CODEC(Delta, ZSTD(1)),
  TimeUnix DateTime CODEC(Delta, ZSTD(1)),
  Value Float64 CODEC(ZSTD(1)),
  Flags UInt32,
  Exemplars Nested (
    FilteredAttributes Map(LowCardinality(String), String),
    TimeUnix DateTime,
    Value Float64,
    SpanId String,
    TraceId String
  )
) ENGINE = MergeTree
ORDER BY (MetricName, Attributes, TimeUnix)
TTL TimeUnix + INTERVAL 30 DAY;

-- `AS` takes the columns and the order over.
CREATE TABLE IF NOT EXISTS otel.otel_metrics_sum AS otel.otel_metrics_gauge;
ALTER TABLE otel.otel_metrics_sum
  ADD COLUMN IF NOT EXISTS AggregationTemporality Int32,
  ADD COLUMN IF NOT EXISTS IsMonotonic Bool;

CREATE TABLE IF NOT EXISTS otel.otel_metrics_histogram AS otel.otel_metrics_gauge;
ALTER TABLE otel.otel_metrics_histogram
  DROP COLUMN IF EXISTS Value,
  ADD COLUMN IF NOT EXISTS Count UInt64,
  ADD COLUMN IF NOT EXISTS Sum Float64,
  ADD COLUMN IF NOT EXISTS BucketCounts Array(UInt64),
  ADD COLUMN IF NOT EXISTS ExplicitBounds Array(Float64),
  ADD COLUMN IF NOT EXISTS Min Float64,
  ADD COLUMN IF NOT EXISTS Max Float64,
  ADD COLUMN IF NOT EXISTS AggregationTemporality Int32;
