/** Rows of `spans` as the contract's spans. */
import type { SpanLink, TraceSpan } from '@ringside/contract'
import type { Condition } from './span-filter.ts'
import type { Store } from './store.ts'

/** What a {@link SpanRow} is selected by. */
export const spanColumns = `span_id AS spanId, parent_span_id AS parentSpanId, name, service,
  toString(toUnixTimestamp64Nano(start_time)) AS startUnixNs, duration_ns AS durationNs, status = 'Error' AS error,
  span_attributes AS attributes, links AS linksText`

export interface SpanRow {
  readonly spanId: string
  readonly parentSpanId: string
  readonly name: string
  readonly service: string
  readonly startUnixNs: string
  readonly durationNs: string
  readonly error: boolean
  readonly attributes: Readonly<Record<string, string>>
  /** JSON, "" without links. */
  readonly linksText: string
}

/** In no order. Throws StoreError. */
export async function selectSpans(store: Store, { sql, params }: Condition): Promise<TraceSpan[]> {
  return (await store.query<SpanRow>(`SELECT ${spanColumns} FROM spans WHERE ${sql}`, params)).map(spanOf)
}

export const byStart = (a: TraceSpan, b: TraceSpan): number => compareTimes(BigInt(a.startUnixNs), BigInt(b.startUnixNs))

export function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function spanOf({ linksText, ...row }: SpanRow): TraceSpan {
  const span = { ...row, durationNs: Number(row.durationNs), error: Boolean(row.error) }
  return linksText === '' ? span : { ...span, links: linksOf(linksText) }
}

interface StoredLink {
  readonly trace_id: string
  readonly span_id: string
  readonly attributes: Readonly<Record<string, string>>
}

function linksOf(text: string): SpanLink[] {
  const links = JSON.parse(text) as StoredLink[]
  return links.map((link) => ({ traceId: link.trace_id, spanId: link.span_id, attributes: link.attributes }))
}
