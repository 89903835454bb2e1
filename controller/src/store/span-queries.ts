/** Questions about stored spans: how many there are of a run, and its trace. */
import { type FoldedDoorbells, type RunTrace, spanNames, type TraceSpan } from '@ringside/contract'
import type { Store } from './store.ts'

const doorbellNames = [spanNames.doorbellKick, spanNames.doorbellCall]
/** Ancestors are fetched a generation at a time; a trace deeper than this above its run has a loop in it. */
const maxGenerations = 64

/** Spans stored for some runs. */
export interface StoredSpans {
  readonly ioctl: number
  readonly doorbell: number
  readonly outlier: number
}

/** How many spans of ioctls, doorbells and late packets are stored for the runs together. Throws StoreError. */
export async function countSpans(store: Store, runIds: readonly string[]): Promise<StoredSpans> {
  const [row] = await store.query<{ ioctl: string; doorbell: string; outlier: string }>(
    `SELECT countIf(ioctl_request != '') AS ioctl, countIf(name IN {doorbells:Array(String)}) AS doorbell,
       countIf(name = {outlier:String}) AS outlier
     FROM spans WHERE run_id IN {runIds:Array(String)}`,
    { runIds, doorbells: doorbellNames, outlier: spanNames.packetOutlier },
  )
  return { ioctl: Number(row?.ioctl), doorbell: Number(row?.doorbell), outlier: Number(row?.outlier) }
}

/**
 * A run's trace: its own spans, their ancestors up to the root (which belong to the submission), and its doorbells
 * folded. Durations are in ns, the quantiles to about 1 %. Throws StoreError.
 */
export async function runTrace(store: Store, runId: string, traceId: string): Promise<RunTrace> {
  const [own, doorbells] = await Promise.all([ownSpans(store, runId, traceId), foldedDoorbells(store, runId, traceId)])
  const spans = [...own, ...(await ancestors(store, traceId, { spans: own, doorbells }))]
  spans.sort((a, b) => compareBigInts(BigInt(a.startUnixNs), BigInt(b.startUnixNs)))
  return { runId, traceId, spans, doorbells }
}

interface SpanRow {
  readonly spanId: string
  readonly parentSpanId: string
  readonly name: string
  readonly service: string
  readonly startUnixNs: string
  readonly durationNs: string
  readonly error: boolean
  readonly attributes: Readonly<Record<string, string>>
}

const spanColumns = `span_id AS spanId, parent_span_id AS parentSpanId, name, service, toString(toUnixTimestamp64Nano(start_time)) AS startUnixNs,
  duration_ns AS durationNs, status = 'Error' AS error, span_attributes AS attributes`

function ownSpans(store: Store, runId: string, traceId: string): Promise<TraceSpan[]> {
  return selectSpans(store, 'run_id = {runId:String} AND trace_id = {traceId:String}', { runId, traceId })
}

async function selectSpans(
  store: Store,
  condition: string,
  params: Record<string, string | readonly string[]>,
): Promise<TraceSpan[]> {
  const rows = await store.query<SpanRow>(
    `SELECT ${spanColumns} FROM spans WHERE ${condition} AND name NOT IN {doorbells:Array(String)}`,
    { ...params, doorbells: doorbellNames },
  )
  return rows.map((row) => ({ ...row, durationNs: Number(row.durationNs), error: Boolean(row.error) }))
}

/** The spans above, found by walking up until no parent is missing or stored. */
async function ancestors(
  store: Store,
  traceId: string,
  below: { spans: readonly TraceSpan[]; doorbells: readonly FoldedDoorbells[] },
): Promise<TraceSpan[]> {
  const found: TraceSpan[] = []
  const asked = new Set(['', ...below.spans.map((span) => span.spanId)])
  let missing = [...below.spans, ...below.doorbells].map((span) => span.parentSpanId)
  for (let generation = 0; generation < maxGenerations; generation++) {
    const spanIds = [...new Set(missing)].filter((id) => !asked.has(id))
    if (spanIds.length === 0) break
    for (const id of spanIds) asked.add(id)
    const parents = await selectSpans(store, 'trace_id = {traceId:String} AND span_id IN {spanIds:Array(String)}', {
      traceId,
      spanIds,
    })
    found.push(...parents)
    missing = parents.map((span) => span.parentSpanId)
  }
  return found
}

interface DoorbellRow {
  readonly parentSpanId: string
  readonly name: string
  readonly queue: number
  readonly method: string
  readonly count: string
  readonly startUnixNs: string
  readonly endUnixNs: string
  readonly quantiles: readonly [number, number]
  readonly durationNsMax: string
  readonly batchMean: number
}

async function foldedDoorbells(store: Store, runId: string, traceId: string): Promise<FoldedDoorbells[]> {
  const rows = await store.query<DoorbellRow>(
    `SELECT parent_span_id AS parentSpanId, name, ifNull(queue_index, 0) AS queue, doorbell_method AS method, count() AS count,
       toString(min(toUnixTimestamp64Nano(start_time)) AS first) AS startUnixNs,
       toString(max(toUnixTimestamp64Nano(start_time) + duration_ns)) AS endUnixNs,
       quantilesTDigest(0.5, 0.99)(duration_ns) AS quantiles, max(duration_ns) AS durationNsMax, ifNull(avg(batch), 0) AS batchMean
     FROM spans
     WHERE run_id = {runId:String} AND trace_id = {traceId:String} AND name IN {doorbells:Array(String)}
     GROUP BY parentSpanId, name, queue, method
     ORDER BY first, parentSpanId, name DESC, queue, method`,
    { runId, traceId, doorbells: doorbellNames },
  )
  return rows.map(({ quantiles: [durationNsP50, durationNsP99], ...row }) => ({
    ...row,
    count: Number(row.count),
    durationNsP50,
    durationNsP99,
    durationNsMax: Number(row.durationNsMax),
  }))
}

function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
