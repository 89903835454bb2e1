/** Doorbells of a stretch of a run, for who zooms into its time: counted in equal parts of it, or one by one. */
import type { BucketLane, DoorbellBuckets, SingleDoorbells, SingleLane } from '@ringside/contract'
import { doorbellsOf, kind } from './doorbell-folds.ts'
import { type AskedSpans, doorbellNames, spansOf } from './span-filter.ts'
import type { Store } from './store.ts'

export interface BucketRequest extends AskedSpans {
  readonly fromUnixNs: string
  readonly untilUnixNs: string
  readonly buckets: number
}

/**
 * Doorbells rung from `fromUnixNs` until `untilUnixNs`, counted in at most `buckets` equal parts of that time; quantiles of their
 * durations in ns, to 1 %. Throws StoreError.
 */
export async function doorbellBuckets(store: Store, request: BucketRequest): Promise<DoorbellBuckets> {
  const { fromUnixNs, untilUnixNs, buckets, filter, ...run } = request
  const bucketNs = bucketOf(BigInt(untilUnixNs) - BigInt(fromUnixNs), BigInt(buckets))
  const { sql, params } = doorbellsOf(spansOf({ ...run, filter: { ...filter, fromUnixNs, untilUnixNs } }))
  const rows = await store.query<BucketLane & Cells>(
    `SELECT parentSpanId, name, queue, method,
       arraySort(groupArray((at, toFloat64(rung), least(quantiles[1], longest), least(quantiles[2], longest), longest,
         toFloat64(unseen)))) AS cells,
       tupleElement(cells, 1) AS bucket, tupleElement(cells, 2) AS count, tupleElement(cells, 3) AS durationNsP50,
       tupleElement(cells, 4) AS durationNsP99, tupleElement(cells, 5) AS durationNsMax, tupleElement(cells, 6) AS unobserved
     FROM (
       SELECT ${kind.columns}, min(start_ns) AS first, toUInt16(intDiv(start_ns - {bucketsFrom:Int64}, {bucketNs:Int64})) AS at,
         count() AS rung, quantilesDD(0.01, 0.5, 0.99)(duration_ns) AS quantiles, toFloat64(max(duration_ns)) AS longest,
         countIf(doorbell_observed = false) AS unseen
       FROM ${sql}
       GROUP BY ${kind.keys}, at
     )
     GROUP BY parentSpanId, name, queue, method
     ORDER BY min(first), parentSpanId, name DESC, queue, method`,
    { ...params, bucketsFrom: fromUnixNs, bucketNs: String(bucketNs) },
  )
  return { fromUnixNs, bucketNs: Number(bucketNs), lanes: rows.map(withoutCells) }
}

/** Columns are sorted together, because the order of an aggregation is anybody's. */
interface Cells {
  readonly cells: unknown
}

function withoutCells<Lane extends object>({ cells: _, ...lane }: Lane & Cells): Omit<Lane & Cells, 'cells'> {
  return lane
}

/** Whole ns, rounded up, so that no doorbell lies behind the last bucket; of no time at all: one of 1 ns. */
function bucketOf(spanNs: bigint, buckets: bigint): bigint {
  const width = (spanNs + buckets - 1n) / buckets
  return width < 1n ? 1n : width
}

export interface SingleRequest extends AskedSpans {
  readonly fromUnixNs: string
  readonly limit: number
}

/** The first `limit` doorbells rung at or after `fromUnixNs`. Throws StoreError. */
export async function singleDoorbells(store: Store, request: SingleRequest): Promise<SingleDoorbells> {
  const { fromUnixNs, limit, filter, ...run } = request
  const { sql, params } = spansOf({ ...run, filter: { ...filter, fromUnixNs } })
  const rows = await store.query<SingleLane & Cells>(
    `SELECT parent AS parentSpanId, bell AS name, queue_number AS queue, way AS method,
       arraySort(groupArray((toFloat64(start_ns - {zero:Int64}), id, took, published, place, seen))) AS cells,
       tupleElement(cells, 1) AS startNs, tupleElement(cells, 2) AS spanId, tupleElement(cells, 3) AS durationNs,
       tupleElement(cells, 4) AS batch, tupleElement(cells, 5) AS ringIndex, tupleElement(cells, 6) AS observed
     FROM (
       SELECT parent_span_id AS parent, name AS bell, ifNull(queue_index, 0) AS queue_number, doorbell_method AS way, span_id AS id,
         toUnixTimestamp64Nano(start_time) AS start_ns, toFloat64(duration_ns) AS took, toFloat64(ifNull(batch, 0)) AS published,
         toFloat64(ifNull(ring_index, 0)) AS place, ifNull(doorbell_observed, true) AS seen
       FROM spans WHERE ${sql} AND name IN {doorbells:Array(String)} ORDER BY start_time, span_id LIMIT {most:UInt32}
     )
     GROUP BY parent, bell, queue_number, way
     ORDER BY min(start_ns), parentSpanId, name DESC, queue, method`,
    // One more tells whether there is more.
    { ...params, doorbells: doorbellNames, zero: fromUnixNs, most: limit + 1 },
  )
  return trimmed({ fromUnixNs, lanes: rows.map(withoutCells), limit })
}

function trimmed({ fromUnixNs, lanes, limit }: { fromUnixNs: string; lanes: SingleLane[]; limit: number }): SingleDoorbells {
  const found = lanes.reduce((sum, { spanId }) => sum + spanId.length, 0)
  if (found <= limit) return { fromUnixNs, lanes, more: false }
  const last = lanes.reduce((a, b) => (lastOf(b) >= lastOf(a) ? b : a))
  const shorter = lanes.flatMap((lane) => (lane !== last ? [lane] : lane.spanId.length === 1 ? [] : [withoutLast(lane)]))
  return { fromUnixNs, lanes: shorter, more: true }
}

const lastOf = ({ startNs }: SingleLane): number => startNs.at(-1) ?? 0

const withoutLast = (lane: SingleLane): SingleLane => ({
  ...lane,
  spanId: lane.spanId.slice(0, -1),
  startNs: lane.startNs.slice(0, -1),
  durationNs: lane.durationNs.slice(0, -1),
  batch: lane.batch.slice(0, -1),
  ringIndex: lane.ringIndex.slice(0, -1),
  observed: lane.observed.slice(0, -1),
})
