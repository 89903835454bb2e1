/** Doorbells of a run, folded by where they rang: there can be millions. */
import { type DoorbellKind, densityBuckets, type FoldedDoorbells, spanNames, type TraceSpan } from '@ringside/contract'
import { type Condition, doorbellNames } from './span-filter.ts'
import { compareTimes } from './span-rows.ts'
import type { Store } from './store.ts'

/** Folds without the density, for which their parents must be known. */
export type DoorbellFold = Omit<FoldedDoorbells, 'density'>

interface FoldRow extends DoorbellKind {
  readonly count: string
  readonly startUnixNs: string
  readonly endUnixNs: string
  readonly quantiles: readonly [number, number]
  readonly durationNsMax: string
  readonly batchMean: number
  readonly unobserved: string
}

/**
 * What doorbells are folded by. Their kind is texts, which are slow to group by: numbers that stand for them take half the time.
 * An id is a number in hexadecimal; the hash of one of a handful of methods is as good as the method.
 */
export const kind = {
  keys: 'reinterpretAsUInt64(unhex(parent)), bell = {kick:String}, queue_number, cityHash64(way)',
  columns: 'any(parent) AS parentSpanId, any(bell) AS name, any(queue_number) AS queue, any(way) AS method',
} as const

/** The doorbells among some spans, by names that the columns of an answer do not have. */
export function doorbellsOf({ sql, params }: Condition): Condition {
  return {
    sql: `(SELECT parent_span_id AS parent, name AS bell, ifNull(queue_index, 0) AS queue_number, doorbell_method AS way,
         toUnixTimestamp64Nano(start_time) AS start_ns, duration_ns, batch, doorbell_observed
       FROM spans WHERE ${sql} AND name IN {doorbells:Array(String)})`,
    params: { ...params, doorbells: doorbellNames, kick: spanNames.doorbellKick },
  }
}

/** Durations are in ns, the quantiles to 0.5 %. Throws StoreError. */
export async function foldedDoorbells(store: Store, condition: Condition): Promise<DoorbellFold[]> {
  const { sql, params } = doorbellsOf(condition)
  const rows = await store.query<FoldRow>(
    `SELECT ${kind.columns}, count() AS count,
       toString(min(start_ns) AS first) AS startUnixNs, toString(max(start_ns + duration_ns)) AS endUnixNs,
       quantilesDD(0.005, 0.5, 0.99)(duration_ns) AS quantiles, max(duration_ns) AS durationNsMax,
       ifNull(avg(batch), 0) AS batchMean, countIf(doorbell_observed = false) AS unobserved
     FROM ${sql}
     GROUP BY ${kind.keys}
     ORDER BY first, parentSpanId, name DESC, queue, method`,
    params,
  )
  return rows.map(({ quantiles: [p50, p99], ...row }) => {
    const durationNsMax = Number(row.durationNsMax)
    return {
      ...row,
      count: Number(row.count),
      // Estimated, and so a little beyond the largest at times.
      durationNsP50: Math.min(p50, durationNsMax),
      durationNsP99: Math.min(p99, durationNsMax),
      durationNsMax,
      unobserved: Number(row.unobserved),
    }
  })
}

/** The folds with how densely they were rung over their parent's time, or over their own where the parent is not stored. */
export async function withDensity(
  store: Store,
  condition: Condition,
  { folds, spans }: { folds: readonly DoorbellFold[]; spans: readonly TraceSpan[] },
): Promise<FoldedDoorbells[]> {
  if (folds.length === 0) return []
  const times = timesOf(folds, spans)
  const { sql, params } = doorbellsOf(condition)
  const rows = await store.query<DoorbellKind & { readonly bucket: number; readonly count: string }>(
    `WITH {ids:Array(String)} AS ids,
       arrayMap(text -> toInt64(text), {starts:Array(String)}) AS starts,
       arrayMap(text -> toInt64(text), {widths:Array(String)}) AS widths,
       toString(parent) AS id
     SELECT ${kind.columns}, count() AS count, toUInt8(greatest(0, least(${densityBuckets - 1}, intDiv(
         start_ns - transform(id, ids, starts, toInt64(0)), transform(id, ids, widths, toInt64(1)))))) AS bucket
     FROM ${sql}
     GROUP BY ${kind.keys}, bucket`,
    { ...params, ...times },
  )
  const counted = Map.groupBy(rows, keyOf)
  return folds.map((fold) => {
    const density = Array.from({ length: densityBuckets }, () => 0)
    for (const { bucket, count } of counted.get(keyOf(fold)) ?? []) density[bucket] = Number(count)
    return { ...fold, density }
  })
}

/** Start and width of a bucket in ns, by parent. */
function timesOf(folds: readonly DoorbellFold[], spans: readonly TraceSpan[]) {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const parents = [...Map.groupBy(folds, ({ parentSpanId }) => parentSpanId)].map(([id, below]) => {
    const span = byId.get(id)
    const start = span === undefined ? earliest(below.map(({ startUnixNs }) => startUnixNs)) : BigInt(span.startUnixNs)
    const end = span === undefined ? latest(below.map(({ endUnixNs }) => endUnixNs)) : start + BigInt(span.durationNs)
    const width = (end - start) / BigInt(densityBuckets)
    return { id, start, width: width < 1n ? 1n : width }
  })
  return {
    ids: parents.map(({ id }) => id),
    starts: parents.map(({ start }) => String(start)),
    widths: parents.map(({ width }) => String(width)),
  }
}

const earliest = (unixNs: readonly string[]): bigint => unixNs.map(BigInt).sort(compareTimes)[0] ?? 0n
const latest = (unixNs: readonly string[]): bigint => unixNs.map(BigInt).sort(compareTimes).at(-1) ?? 0n

const keyOf = ({ parentSpanId, name, queue, method }: DoorbellKind): string => `${parentSpanId} ${name} ${queue} ${method}`
