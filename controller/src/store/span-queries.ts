/** Questions about stored spans: how many there are of a run, and its trace. */
import { type PassedCounts, type RunTrace, type SpanPage, spanNames, type TraceSpan } from '@ringside/contract'
import { foldedDoorbells, withDensity } from './doorbell-folds.ts'
import { withLinkedDoorbells } from './packet-outliers.ts'
import { type AskedSpans, type Condition, doorbellNames, isEmpty, notDoorbells, spansOf } from './span-filter.ts'
import { spansById } from './span-pages.ts'
import { byStart, selectSpans } from './span-rows.ts'
import type { Store } from './store.ts'

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
 * A run's trace: those of its own spans that pass the filter, what they lie in up to the root (which belongs to the
 * submission), and its doorbells folded. Throws StoreError.
 */
export async function runTrace(store: Store, asked: AskedSpans): Promise<RunTrace> {
  const { runId, traceId, filter = {} } = asked
  const [passing, all] = [spansOf(asked), spansOf({ runId, traceId })]
  // Folding takes longest; what the other spans lie in is found meanwhile, and with that most parents of doorbells.
  const [{ own, aboveOwn }, folds, passed] = await Promise.all([
    ownSpans(store, traceId, passing),
    foldedDoorbells(store, passing),
    isEmpty(filter) ? undefined : countPassed(store, all, passing),
  ])
  const above = [...aboveOwn, ...(await ancestors(store, traceId, { below: folds, known: [...own, ...aboveOwn] }))]
  const shown = passed === undefined ? above : above.map((span) => ({ ...span, context: true as const }))
  const spans = [...own, ...shown].sort(byStart)
  const [doorbells, linked] = await Promise.all([
    withDensity(store, passing, { folds, spans }),
    withLinkedDoorbells(store, all, spans),
  ])
  return { runId, traceId, spans: linked, doorbells, ...(passed === undefined ? {} : { passed }) }
}

/** The spans that are no doorbells, and what they lie in. */
async function ownSpans(store: Store, traceId: string, passing: Condition) {
  const own = await selectSpans(store, notDoorbells(passing))
  return { own, aboveOwn: await ancestors(store, traceId, { below: own, known: own }) }
}

/** Everything stored of the spans that a run lies in, up to the root. They belong to its submission. Throws StoreError. */
export async function spansAbove(store: Store, run: AskedSpans): Promise<SpanPage> {
  const { traceId } = run
  const { sql, params } = spansOf(run)
  const own = await store.query<{ spanId: string; parentSpanId: string }>(
    `SELECT '' AS spanId, parent_span_id AS parentSpanId FROM spans WHERE ${sql} AND name IN {doorbells:Array(String)} GROUP BY parent_span_id
     UNION ALL
     SELECT span_id, parent_span_id FROM spans WHERE ${sql} AND name NOT IN {doorbells:Array(String)}`,
    { ...params, doorbells: doorbellNames },
  )
  const above = await ancestors(store, traceId, { below: own, known: own })
  return spansById(
    store,
    traceId,
    above.map(({ spanId }) => spanId),
  )
}

interface Below {
  readonly below: readonly { readonly parentSpanId: string }[]
  readonly known: readonly { readonly spanId: string }[]
}

/** The spans above that are not known, found by walking up until no parent is missing or stored. */
async function ancestors(store: Store, traceId: string, { below, known }: Below): Promise<TraceSpan[]> {
  const found: TraceSpan[] = []
  const asked = new Set(['', ...known.map(({ spanId }) => spanId)])
  let missing = below.map((span) => span.parentSpanId)
  for (let generation = 0; generation < maxGenerations; generation++) {
    const spanIds = [...new Set(missing)].filter((id) => !asked.has(id))
    if (spanIds.length === 0) break
    for (const id of spanIds) asked.add(id)
    const sql = 'trace_id = {traceId:String} AND span_id IN {spanIds:Array(String)}'
    const parents = await selectSpans(store, notDoorbells({ sql, params: { traceId, spanIds } }))
    found.push(...parents)
    missing = parents.map((span) => span.parentSpanId)
  }
  return found
}

async function countPassed(store: Store, all: Condition, passing: Condition): Promise<PassedCounts> {
  const [row] = await store.query<{ spans: string; doorbells: string; allSpans: string; allDoorbells: string }>(
    `SELECT countIf(name NOT IN {doorbells:Array(String)} AND ${passing.sql}) AS spans,
       countIf(name IN {doorbells:Array(String)} AND ${passing.sql}) AS doorbells,
       countIf(name NOT IN {doorbells:Array(String)}) AS allSpans, countIf(name IN {doorbells:Array(String)}) AS allDoorbells
     FROM spans WHERE ${all.sql}`,
    { ...passing.params, doorbells: doorbellNames },
  )
  return {
    spans: { shown: Number(row?.spans), of: Number(row?.allSpans) },
    doorbells: { shown: Number(row?.doorbells), of: Number(row?.allDoorbells) },
  }
}
