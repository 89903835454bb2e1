-- Every data point, one row, whatever its kind: one insert a request. Columns that a kind
-- does not have hold their defaults, which take next to no room. Names are those of contract/otlp.
CREATE TABLE IF NOT EXISTS metrics (
  service LowCardinality(String),
  resource LowCardinality(String),
  resource_schema_url LowCardinality(String),
  scope_name LowCardinality(String),
  scope_version LowCardinality(String),
  scope LowCardinality(String),
  scope_schema_url LowCardinality(String),
  scope_dropped_attributes UInt32,
  -- gauge, sum, histogram, exponential_histogram or summary.
  kind LowCardinality(String),
  name LowCardinality(String),
  description LowCardinality(String),
  unit LowCardinality(String),
  -- JSON object of texts.
  metadata LowCardinality(String),
  -- 1 delta, 2 cumulative, 0 for kinds without.
  temporality Int32,
  monotonic Bool,
  attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  start_time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
  time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
  flags UInt32,
  value Float64 CODEC(ZSTD(1)),
  -- The value where it is a whole number, which a double may not hold.
  value_int Nullable(Int64) CODEC(ZSTD(1)),
  count UInt64 CODEC(ZSTD(1)),
  sum Nullable(Float64) CODEC(ZSTD(1)),
  min Nullable(Float64) CODEC(ZSTD(1)),
  max Nullable(Float64) CODEC(ZSTD(1)),
  bucket_counts Array(UInt64) CODEC(ZSTD(1)),
  explicit_bounds Array(Float64) CODEC(ZSTD(1)),
  scale Int32,
  zero_count UInt64 CODEC(ZSTD(1)),
  zero_threshold Float64 CODEC(ZSTD(1)),
  positive_offset Int32,
  positive_counts Array(UInt64) CODEC(ZSTD(1)),
  negative_offset Int32,
  negative_counts Array(UInt64) CODEC(ZSTD(1)),
  quantiles Array(Float64) CODEC(ZSTD(1)),
  quantile_values Array(Float64) CODEC(ZSTD(1)),
  -- JSON array of {time, value, span_id, trace_id, attributes}.
  exemplars String CODEC(ZSTD(1))
) ENGINE = MergeTree
ORDER BY (service, name, time)
SETTINGS non_replicated_deduplication_window = 10000;

-- What the exporter's metrics tables have in common. Its times are of whole seconds; these keep their nanoseconds.
CREATE OR REPLACE VIEW otel_metrics_points AS
WITH JSONExtract(exemplars,
  'Array(Tuple(time UInt64, value Float64, span_id String, trace_id String, attributes Map(String, String)))') AS exemplar_tuples
SELECT
  kind,
  JSONExtract(resource, 'Map(String, String)') AS ResourceAttributes,
  resource_schema_url AS ResourceSchemaUrl,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  JSONExtract(scope, 'Map(String, String)') AS ScopeAttributes,
  scope_dropped_attributes AS ScopeDroppedAttrCount,
  scope_schema_url AS ScopeSchemaUrl,
  service AS ServiceName,
  name AS MetricName,
  description AS MetricDescription,
  unit AS MetricUnit,
  CAST(attributes, 'Map(String, String)') AS Attributes,
  start_time AS StartTimeUnix,
  time AS TimeUnix,
  value AS Value,
  flags AS Flags,
  exemplar_tuples.attributes AS `Exemplars.FilteredAttributes`,
  arrayMap(exemplar -> fromUnixTimestamp64Nano(toInt64(exemplar.time), 'UTC'), exemplar_tuples) AS `Exemplars.TimeUnix`,
  exemplar_tuples.value AS `Exemplars.Value`,
  exemplar_tuples.span_id AS `Exemplars.SpanId`,
  exemplar_tuples.trace_id AS `Exemplars.TraceId`,
  temporality AS AggregationTemporality,
  monotonic AS IsMonotonic,
  count AS Count,
  ifNull(sum, 0) AS Sum,
  ifNull(min, 0) AS Min,
  ifNull(max, 0) AS Max,
  bucket_counts AS BucketCounts,
  explicit_bounds AS ExplicitBounds,
  scale AS Scale,
  zero_count AS ZeroCount,
  zero_threshold AS ZeroThreshold,
  positive_offset AS PositiveOffset,
  positive_counts AS PositiveBucketCounts,
  negative_offset AS NegativeOffset,
  negative_counts AS NegativeBucketCounts,
  quantiles AS `ValueAtQuantiles.Quantile`,
  quantile_values AS `ValueAtQuantiles.Value`
FROM metrics;

-- The exporter's tables.
CREATE OR REPLACE VIEW otel_metrics_gauge AS
SELECT * EXCEPT (kind, AggregationTemporality, IsMonotonic, Count, Sum, Min, Max, BucketCounts, ExplicitBounds, Scale, ZeroCount,
  ZeroThreshold, PositiveOffset, PositiveBucketCounts, NegativeOffset, NegativeBucketCounts, `ValueAtQuantiles.Quantile`, `ValueAtQuantiles.Value`)
FROM otel_metrics_points WHERE kind = 'gauge';

CREATE OR REPLACE VIEW otel_metrics_sum AS
SELECT * EXCEPT (kind, Count, Sum, Min, Max, BucketCounts, ExplicitBounds, Scale, ZeroCount, ZeroThreshold, PositiveOffset,
  PositiveBucketCounts, NegativeOffset, NegativeBucketCounts, `ValueAtQuantiles.Quantile`, `ValueAtQuantiles.Value`)
FROM otel_metrics_points WHERE kind = 'sum';

CREATE OR REPLACE VIEW otel_metrics_histogram AS
SELECT * EXCEPT (kind, Value, IsMonotonic, Scale, ZeroCount, ZeroThreshold, PositiveOffset, PositiveBucketCounts, NegativeOffset,
  NegativeBucketCounts, `ValueAtQuantiles.Quantile`, `ValueAtQuantiles.Value`)
FROM otel_metrics_points WHERE kind = 'histogram';

CREATE OR REPLACE VIEW otel_metrics_exponential_histogram AS
SELECT * EXCEPT (kind, Value, IsMonotonic, BucketCounts, ExplicitBounds, `ValueAtQuantiles.Quantile`, `ValueAtQuantiles.Value`)
FROM otel_metrics_points WHERE kind = 'exponential_histogram';

CREATE OR REPLACE VIEW otel_metrics_summary AS
SELECT * EXCEPT (kind, Value, AggregationTemporality, IsMonotonic, Min, Max, BucketCounts, ExplicitBounds, Scale, ZeroCount,
  ZeroThreshold, PositiveOffset, PositiveBucketCounts, NegativeOffset, NegativeBucketCounts, `Exemplars.FilteredAttributes`,
  `Exemplars.TimeUnix`, `Exemplars.Value`, `Exemplars.SpanId`, `Exemplars.TraceId`)
FROM otel_metrics_points WHERE kind = 'summary';
