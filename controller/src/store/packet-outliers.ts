/** Packets beyond a percentile of latency, and the doorbells they are linked to. */
import { type DoorbellKind, type OutlierList, type SpanLink, spanNames, type TraceSpan } from '@ringside/contract'
import { type AskedSpans, type Condition, doorbellNames, spansOf } from './span-filter.ts'
import { byStart, type SpanRow, selectSpans, spanColumns, spanOf } from './span-rows.ts'
import type { Store } from './store.ts'

/** The slowest packets that pass the filter, at most `limit`, with the doorbells they are linked to. Throws StoreError. */
export async function slowestPackets(store: Store, asked: AskedSpans, limit: number): Promise<OutlierList> {
  const { sql, params } = spansOf(asked)
  const rows = await store.query<SpanRow & { readonly total: string }>(
    `SELECT ${spanColumns}, count() OVER () AS total FROM spans WHERE ${sql} AND name = {outlier:String}
     ORDER BY duration_ns DESC, start_time LIMIT {limit:UInt32}`,
    { ...params, outlier: spanNames.packetOutlier, limit },
  )
  const spans = rows.map(({ total: _total, ...row }) => spanOf(row))
  const doorbells = await selectSpans(store, linkedDoorbells(spansOf({ runId: asked.runId, traceId: asked.traceId }), spans))
  const byId = new Map(doorbells.map((span) => [span.spanId, span]))
  const outliers = spans.map((span) => ({
    ...span,
    doorbells: (span.links ?? []).flatMap(({ spanId }) => byId.get(spanId) ?? []).sort(byStart),
  }))
  return { outliers, total: Number(rows[0]?.total ?? 0) }
}

/** The spans, their links completed by where the linked doorbells are folded. */
export async function withLinkedDoorbells(store: Store, run: Condition, spans: readonly TraceSpan[]): Promise<TraceSpan[]> {
  if (spans.every(({ links }) => links === undefined)) return [...spans]
  const { sql, params } = linkedDoorbells(run, spans)
  const rows = await store.query<DoorbellKind & { readonly spanId: string }>(
    `SELECT span_id AS spanId, parent_span_id AS parentSpanId, name, ifNull(queue_index, 0) AS queue, doorbell_method AS method
     FROM spans WHERE ${sql}`,
    params,
  )
  const kinds = new Map(rows.map(({ spanId, ...kind }) => [spanId, kind]))
  const complete = (link: SpanLink): SpanLink => {
    const doorbells = kinds.get(link.spanId)
    return doorbells === undefined ? link : { ...link, doorbells }
  }
  return spans.map((span) => (span.links === undefined ? span : { ...span, links: span.links.map(complete) }))
}

/** Of a run, the doorbells that some spans are linked to. */
function linkedDoorbells({ sql, params }: Condition, spans: readonly TraceSpan[]): Condition {
  const linked = [...new Set(spans.flatMap(({ links = [] }) => links.map(({ spanId }) => spanId)))]
  return {
    sql: `${sql} AND name IN {doorbells:Array(String)} AND span_id IN {linked:Array(String)}`,
    params: { ...params, doorbells: doorbellNames, linked },
  }
}
