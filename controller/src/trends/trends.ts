/** The answer to how figures went: series of the points asked for, and what changed of their hosts. */
import {
  type AlertMetric,
  alertMetricFacts,
  alertMetricNames,
  type TrendAnswer,
  type TrendQuery,
  type TrendSeries,
  trendLimits,
} from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { environmentChanges, fingerprintOfColumn } from './environment-changes.ts'
import { type FigureRow, figureOf, readFigures, runsOf, type TrendFilter } from './trend-figures.ts'

/** Throws StoreError when the store is out of reach. */
export async function trends(store: Store, { metric, limit, ...filter }: TrendQuery): Promise<TrendAnswer> {
  const { unit, better } = alertMetricFacts(metric)
  const rows = await readFigures(store, metric, filter)
  const points = new Map(rows.toSorted(bySuiteAndLabel).map((row) => [row.pointId, row]))
  const shown = new Set([...points.keys()].slice(0, limit))
  const series = rows
    .filter(({ pointId }) => shown.has(pointId))
    .sort(bySuiteAndLabel)
    .map(seriesOf)
  const hosts = [...new Set(series.map(({ host }) => host))]
  return {
    metric,
    unit,
    better,
    points: points.size,
    isCut: rows.reduce((sum, { runs }) => sum + runs.length, 0) === trendLimits.figures,
    series,
    changes: await environmentChanges(store, hosts, spanOf(series)),
    measured: series.length === 0 ? await measuredMetrics(store, filter) : [],
  }
}

const words = new Intl.Collator('en', { numeric: true })

/** `latency 64 B` before `latency 512 B`. */
function bySuiteAndLabel(a: FigureRow, b: FigureRow): number {
  return (
    words.compare(a.suite, b.suite) ||
    words.compare(a.label, b.label) ||
    words.compare(a.pointId, b.pointId) ||
    words.compare(a.backend, b.backend) ||
    words.compare(a.host, b.host) ||
    (a.endedAtMs[0] ?? 0) - (b.endedAtMs[0] ?? 0)
  )
}

const seriesOf = ({ facts, ...row }: FigureRow): TrendSeries => ({ ...row, fingerprint: fingerprintOfColumn(facts) })

/** The first and the last end of a run. */
const spanOf = (series: readonly TrendSeries[]): readonly [number, number] => [
  Math.min(...series.flatMap(({ endedAtMs: [first] }) => first ?? [])),
  Math.max(...series.flatMap(({ endedAtMs }) => endedAtMs.at(-1) ?? [])),
]

async function measuredMetrics(store: Store, filter: TrendFilter): Promise<AlertMetric[]> {
  const { sql, params } = runsOf(filter)
  const counts = alertMetricNames.map((metric) => `countIf(isNotNull(${figureOf(metric)})) AS ${metric}`)
  const [row] = await store.query<Readonly<Record<AlertMetric, string>>>(
    `SELECT ${counts.join(', ')} FROM trials WHERE NOT expected_faults AND run_id IN (SELECT id FROM runs WHERE ${sql})`,
    params,
  )
  return alertMetricNames.filter((metric) => Number(row?.[metric]) > 0)
}
