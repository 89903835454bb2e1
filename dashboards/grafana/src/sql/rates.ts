/**
 * Rates and quantiles of OpenTelemetry's metrics: every export of a counter says how much there has been since its process started,
 * so what came between two exports is their difference. Where an exporter sends differences, they are taken as they are.
 * Source: OpenTelemetry metrics data model, "Temporality".
 */

const delta = 1

export interface Metric {
  readonly name: string
  /** SQL over `Attributes` and `ServiceName`: what tells series apart. */
  readonly by: string
  /** Further conditions. */
  readonly where?: string
}

const asked = ({ name, where }: Metric): string =>
  `MetricName = '${name}' AND $__timeFilter(TimeUnix)${where === undefined ? '' : ` AND ${where}`}`
/** One process and one set of attributes. */
const series = 'PARTITION BY ServiceName, toString(ResourceAttributes), toString(Attributes), StartTimeUnix ORDER BY TimeUnix'

/** Columns time, series and `Value`: how much a counter grew in a second. */
export const counterRate = (metric: Metric): string => `
  SELECT $__timeInterval(at) AS time, series, sum(increase) / $__interval_s AS "Value"
  FROM (
    SELECT TimeUnix AS at, ${metric.by} AS series,
      if(AggregationTemporality = ${delta}, Value, greatest(0, Value - lagInFrame(Value, 1, Value) OVER (${series}))) AS increase
    FROM otel_metrics_sum
    WHERE ${asked(metric)}
  )
  GROUP BY time, series
  ORDER BY time`

/** Buckets that were counted between two exports. */
const bucketIncreases = (metric: Metric): string => `
    SELECT TimeUnix AS at, ${metric.by} AS series, ExplicitBounds AS bounds, BucketCounts AS counts,
      lagInFrame(BucketCounts, 1, BucketCounts) OVER (${series}) AS before,
      if(AggregationTemporality = ${delta}, counts, arrayMap((now, was) -> toUInt64(if(now > was, now - was, 0)), counts, arrayResize(before, length(counts)))) AS increase
    FROM otel_metrics_histogram
    WHERE ${asked(metric)}`

/** Columns time, series and `Value`: a quantile of a histogram, within its bucket by a straight line; in the histogram's unit. */
export const histogramQuantile = (metric: Metric, quantile: number): string => `
  SELECT time, series, lower + (upper - lower) * (rank - if(place > 1, cumulated[place - 1], 0)) / greatest(buckets[place], 1) AS "Value"
  FROM (
    SELECT $__timeInterval(at) AS time, series, any(bounds) AS bounds, sumForEach(increase) AS buckets, arrayCumSum(buckets) AS cumulated,
      ${quantile} * cumulated[-1] AS rank, arrayFirstIndex(count -> count >= rank, cumulated) AS place,
      if(place > 1, bounds[place - 1], 0) AS lower, bounds[least(place, length(bounds))] AS upper
    FROM (${bucketIncreases(metric)})
    GROUP BY time, series
    HAVING cumulated[-1] > 0
  )
  ORDER BY time`

/** Columns time, series and `Value`: how many a second a histogram counted. */
export const histogramRate = (metric: Metric): string => `
  SELECT $__timeInterval(at) AS time, series, sum(arraySum(increase)) / $__interval_s AS "Value"
  FROM (${bucketIncreases(metric)})
  GROUP BY time, series
  ORDER BY time`

/** Columns time, series and `Value`: the last of each interval, of what goes up and down. */
export const lastValue = (metric: Metric, table: 'otel_metrics_gauge' | 'otel_metrics_sum'): string => `
  SELECT $__timeInterval(TimeUnix) AS time, ${metric.by} AS series, argMax(Value, TimeUnix) AS "Value"
  FROM ${table}
  WHERE ${asked(metric)}
  GROUP BY time, series
  ORDER BY time`
