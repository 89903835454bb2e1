/** Percentile curves from the buckets of trials, which are added up: percentiles are never averaged. */

/**
 * One row a bucket that has packets: how many packets there are for each that is at least this slow, and its latency in ns.
 * `from` is what gives the trials, `by` a column that tells curves apart.
 */
export function percentileCurve({ from, latency, by }: { from: string; latency: string; by?: string }): string {
  const [key, partition] = by === undefined ? ['', ''] : [`${by}, `, `PARTITION BY ${by} `]
  return `
    SELECT packets_total / (packets_total - packets_below) AS one_in, ${key}toFloat64(ns) AS ${latency}
    FROM (
      SELECT ${key}ns, sum(packets) AS in_bucket,
        sum(in_bucket) OVER (${partition.trim()}) AS packets_total,
        sum(in_bucket) OVER (${partition}ORDER BY ns ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - in_bucket AS packets_below
      FROM (SELECT ${key}latency_bucket_ns, latency_bucket_packets FROM ${from})
      ARRAY JOIN latency_bucket_ns AS ns, latency_bucket_packets AS packets
      GROUP BY ${key}ns
    )
    ORDER BY one_in`
}
