/** The runs of a set, by point, found in narrow columns: no result is read, and one spec a point. */
import { type RunSet, type RunSpec, setLimits } from '@ringside/contract'
import { fromRunRow, type RunRow, summaryColumns } from '../runs/run-rows.ts'
import type { QueryParams, Store } from '../store/store.ts'

/** The runs that a set has of one point. */
export interface PointRuns {
  /** Of the newest run. */
  readonly spec: RunSpec
  /** Newest first, at most {@link setLimits}.runs. */
  readonly ids: readonly string[]
  /** How many there are. */
  readonly of: number
  readonly hosts: readonly string[]
}

export interface FoundRuns {
  /** In the order of their suites, those of the newest submission first. */
  readonly points: readonly PointRuns[]
  /** Points beyond {@link setLimits}.points, the oldest. */
  readonly omittedPoints: number
  readonly runs: number
  readonly suites: readonly string[]
  readonly hosts: readonly string[]
  /** When the first and the last were submitted, Unix ms. */
  readonly fromMs: number
  readonly toMs: number
}

/** How each word is asked. Placeholders bear the names of the words. */
const conditions = {
  run: 'id = {run:String}',
  submission: 'submission_id = {submission:String}',
  suite: 'suite = {suite:String}',
  label: 'position(label, {label:String}) > 0',
  point: 'point_id = {point:String}',
  host: 'host = {host:String}',
  backend: 'has(backends, {backend:String})',
  since: "submitted_at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')",
  until: "submitted_at < fromUnixTimestamp64Milli({until:Int64}, 'UTC')",
} as const satisfies Record<keyof RunSet, string>

interface PointRow {
  readonly ids: readonly string[]
  readonly of: string
  readonly suites: readonly string[]
  readonly hosts: readonly string[]
  readonly from_ms: string
  readonly to_ms: string
}

/** Runs that succeeded. Throws StoreError when the store is out of reach. */
export async function findRuns(store: Store, set: RunSet): Promise<FoundRuns> {
  const where = ["state = 'succeeded'", ...Object.keys(set).map((key) => conditions[key as keyof RunSet])]
  const rows = await store.query<PointRow>(
    `SELECT arrayMap(run -> run.2, arraySlice(arrayReverseSort(groupArray((submitted_at, id))), 1, {most:UInt32})) AS ids,
       count() AS of, groupUniqArray(toString(suite)) AS suites, groupUniqArray(toString(host)) AS hosts,
       toUnixTimestamp64Milli(min(submitted_at)) AS from_ms, toUnixTimestamp64Milli(max(submitted_at)) AS to_ms
     FROM runs FINAL WHERE ${where.join(' AND ')} GROUP BY point_id
     ORDER BY max(submitted_at) DESC, argMax(position, submitted_at), point_id`,
    { ...paramsOf(set), most: setLimits.runs },
  )
  const kept = rows.slice(0, setLimits.points)
  const specs = await newestSpecs(
    store,
    kept.flatMap(({ ids }) => ids[0] ?? []),
  )
  return {
    points: kept.flatMap(({ ids, of, hosts }) => {
      const spec = specs.get(ids[0] ?? '')
      return spec === undefined ? [] : [{ spec, ids, of: Number(of), hosts }]
    }),
    omittedPoints: rows.length - kept.length,
    runs: rows.reduce((sum, { of }) => sum + Number(of), 0),
    suites: distinct(rows, ({ suites }) => suites),
    hosts: distinct(rows, ({ hosts }) => hosts),
    fromMs: rows.reduce((first, { from_ms }) => Math.min(first, Number(from_ms)), Number.POSITIVE_INFINITY),
    toMs: rows.reduce((last, { to_ms }) => Math.max(last, Number(to_ms)), Number.NEGATIVE_INFINITY),
  }
}

function paramsOf({ since, until, ...words }: RunSet): QueryParams {
  return {
    ...words,
    ...(since === undefined ? {} : { since: Date.parse(since) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
  }
}

async function newestSpecs(store: Store, ids: readonly string[]): Promise<ReadonlyMap<string, RunSpec>> {
  if (ids.length === 0) return new Map()
  const sql = `SELECT ${summaryColumns} FROM runs FINAL WHERE id IN {ids:Array(String)}`
  const rows = await store.query<RunRow>(sql, { ids })
  return new Map(rows.map(fromRunRow).map(({ spec }) => [spec.id, spec]))
}

const distinct = (rows: readonly PointRow[], values: (row: PointRow) => readonly string[]): string[] =>
  [...new Set(rows.flatMap(values))].sort()
