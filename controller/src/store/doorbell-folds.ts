/** Doorbells of a run, folded by where they rang: there can be millions. */
import { type DoorbellKind, densityBuckets, type FoldedDoorbells, type TraceSpan } from '@ringside/contract'
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

const kindColumns = 'parent_span_id AS parentSpanId, name, ifNull(queue_index, 0) AS queue, doorbell_method AS method'

/** Durations are in ns, the quantiles to about 1 %. Throws StoreError. */
export async function foldedDoorbells(store: Store, { sql, params }: Condition): Promise<DoorbellFold[]> {
  const rows = await store.query<FoldRow>(
    `SELECT ${kindColumns}, count() AS count,
       toString(min(toUnixTimestamp64Nano(start_time)) AS first) AS startUnixNs,
       toString(max(toUnixTimestamp64Nano(start_time) + duration_ns)) AS endUnixNs,
       quantilesTDigest(0.5, 0.99)(duration_ns) AS quantiles, max(duration_ns) AS durationNsMax, ifNull(avg(batch), 0) AS batchMean,
       countIf(doorbell_observed = false) AS unobserved
     FROM spans
     WHERE ${sql} AND name IN {doorbells:Array(String)}
     GROUP BY parentSpanId, name, queue, method
     ORDER BY first, parentSpanId, name DESC, queue, method`,
    { ...params, doorbells: doorbellNames },
  )
  return rows.map(({ quantiles: [durationNsP50, durationNsP99], ...row }) => ({
    ...row,
    count: Number(row.count),
    durationNsP50,
    durationNsP99,
    durationNsMax: Number(row.durationNsMax),
    unobserved: Number(row.unobserved),
  }))
}

/** The folds with how densely they were rung over their parent's time, or over their own where the parent is not stored. */
export async function withDensity(
  store: Store,
  { sql, params }: Condition,
  { folds, spans }: { folds: readonly DoorbellFold[]; spans: readonly TraceSpan[] },
): Promise<FoldedDoorbells[]> {
  if (folds.length === 0) return []
  const times = timesOf(folds, spans)
  const rows = await store.query<DoorbellKind & { readonly bucket: number; readonly count: string }>(
    `WITH {ids:Array(String)} AS ids,
       arrayMap(text -> toInt64(text), {starts:Array(String)}) AS starts,
       arrayMap(text -> toInt64(text), {widths:Array(String)}) AS widths,
       toString(parent_span_id) AS id
     SELECT ${kindColumns}, count() AS count, toUInt8(greatest(0, least(${densityBuckets - 1}, intDiv(
         toUnixTimestamp64Nano(start_time) - transform(id, ids, starts, toInt64(0)), transform(id, ids, widths, toInt64(1)))))) AS bucket
     FROM spans
     WHERE ${sql} AND name IN {doorbells:Array(String)}
     GROUP BY parentSpanId, name, queue, method, bucket`,
    { ...params, ...times, doorbells: doorbellNames },
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
