/** What each run measured of a metric, as columns, one row a series. All of it is aggregated by the engine. */
import { type AlertMetric, type TrendQuery, trendFlaws, trendLimits } from '@ringside/contract'
import type { QueryParams, Store } from '../store/store.ts'

/** A series as the engine groups it; names as in contract/src/trends.ts. */
export interface FigureRow {
  readonly pointId: string
  readonly label: string
  readonly suite: string
  readonly backend: string
  readonly host: string
  /** The column `host_facts`. */
  readonly facts: string
  readonly runs: readonly string[]
  readonly endedAtMs: readonly number[]
  readonly value: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
  readonly trials: readonly number[]
  readonly flaws: readonly number[]
}

/** What runs to speak of. Placeholders bear the names of the filters. */
const conditions = {
  suite: 'suite = {suite:String}',
  backend: 'has(backends, {backend:String})',
  host: 'host = {host:String}',
  point: 'point_id = {point:String}',
  label: 'position(label, {label:String}) > 0',
  since: "ended_at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')",
  until: "ended_at < fromUnixTimestamp64Milli({until:Int64}, 'UTC')",
} as const

export type TrendFilter = Omit<TrendQuery, 'metric' | 'limit'>

/** A condition on `runs` with its parameters: runs that succeeded and pass the filter. */
export function runsOf({ since, until, ...rest }: TrendFilter): { readonly sql: string; readonly params: QueryParams } {
  const params = {
    ...rest,
    ...(since === undefined ? {} : { since: Date.parse(since) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
  }
  const asked = Object.keys(params).map((name) => conditions[name as keyof typeof conditions])
  return { sql: ["state = 'succeeded'", ...asked].join(' AND '), params }
}

/** The value of a trial, null where it was not measured. Rounded to what is still measured: tenths of ns and packets. */
export const figureOf = (metric: AlertMetric): string =>
  metric === 'loss_ratio'
    ? 'if(packets_sent + packets_unsent = 0, NULL, (packets_lost + packets_unsent) / (packets_sent + packets_unsent))'
    : metric

const digitsOf = (metric: AlertMetric): number => (metric === 'loss_ratio' ? 9 : 1)

/**
 * The newest figures, as many as an answer holds. Trials whose device model injected faults have none: their
 * speed compares with nothing. Throws StoreError.
 */
export function readFigures(store: Store, metric: AlertMetric, filter: TrendFilter): Promise<FigureRow[]> {
  const { sql, params } = runsOf(filter)
  const quartile = (position: number) => `round(quartiles[${position}], ${digitsOf(metric)})`
  return store.query<FigureRow>(
    `SELECT pointId, newest.1 AS label, newest.2 AS suite, backend, host, facts, figures.1 AS endedAtMs, figures.2 AS runs,
       figures.3 AS low, figures.4 AS value, figures.5 AS high, figures.6 AS trials, figures.7 AS flaws
     FROM (
       SELECT point_id AS pointId, backend, host, host_facts AS facts, argMax((label, suite), at) AS newest,
         arraySort(groupArray((toFloat64(at), run_id, ${quartile(1)}, ${quartile(2)}, ${quartile(3)}, measured, flaws))) AS figures
       FROM (
         SELECT * FROM (
           SELECT id, point_id, label, suite, host, host_facts, toUnixTimestamp64Milli(assumeNotNull(ended_at)) AS at
           FROM runs FINAL WHERE ${sql}
         ) AS run INNER JOIN (${medians(metric, filter, sql)}) AS trial ON trial.run_id = run.id
         ORDER BY at DESC, run_id LIMIT {figures:UInt32}
       ) GROUP BY pointId, backend, host, facts
     )`,
    { ...params, figures: trendLimits.figures },
  )
}

/** One row for each run and backend that have measured the metric: quartiles of the trials, how many, and what speaks against them. */
function medians(metric: AlertMetric, { backend }: TrendFilter, runs: string): string {
  const lossy = `max(packets_lost + packets_unsent > 0) * ${trendFlaws.loss}`
  return `
    SELECT run_id, backend, quantilesExactInclusive(0.25, 0.5, 0.75)(assumeNotNull(figure)) AS quartiles,
      toUInt32(count()) AS measured, max(generator_limited) * ${trendFlaws.generatorLimited} + ${lossy} AS flaws
    FROM (
      SELECT run_id, backend, generator_limited, packets_lost, packets_unsent, ${figureOf(metric)} AS figure
      FROM trials FINAL
      WHERE NOT expected_faults AND run_id IN (SELECT id FROM runs WHERE ${runs})
        ${backend === undefined ? '' : 'AND backend = {backend:String}'}
    ) WHERE isNotNull(figure) GROUP BY run_id, backend`
}
