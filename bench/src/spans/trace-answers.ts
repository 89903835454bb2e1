/** What the store process does with whole traces. */
import { runTrace } from '@ringside/controller/span-queries'
import type { Store } from '@ringside/controller/store'
import { numberedIdSql, numberedLinksSql, type OpenedRun, type TracedRun, tracedRun } from './questions.ts'

/** Stores the first trace once more under other ids. */
export async function copyTrace(store: Store, { first, number }: { first: TracedRun; number: number }): Promise<void> {
  const { runId } = tracedRun(number, first.traceId)
  const ids = ['trace_id', 'span_id', 'parent_span_id'].map((id) => `${numberedIdSql(number, id)} AS ${id}`)
  // A query of its own for the rows: a condition would see the new ids.
  await store.exec(
    `INSERT INTO spans SELECT * REPLACE (${ids.join(', ')}, if(run_id = '', '', '${runId}') AS run_id, ${numberedLinksSql(number)} AS links)
     FROM (SELECT * FROM spans WHERE trace_id = '${first.traceId}')`,
  )
}

export async function openRun(store: Store, run: TracedRun): Promise<OpenedRun> {
  const { spans, doorbells } = await runTrace(store, run)
  return {
    spans: spans.length,
    doorbells: sum(doorbells.map(({ count }) => count)),
    inDensities: sum(doorbells.flatMap(({ density }) => density)),
    links: spans.flatMap(({ links = [] }) => links.filter((link) => link.doorbells !== undefined)).length,
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** The two questions that Grafana's ClickHouse data source puts into one: when the trace was, then its spans. */
export async function openTrace(store: Store, { traceId, limit }: { traceId: string; limit: number }): Promise<number> {
  const times = 'FROM otel_traces_trace_id_ts WHERE TraceId = {traceId:String}'
  const spans = await store.query(
    `WITH (SELECT min(Start) ${times}) AS began, (SELECT max(End) ${times}) AS ended
     SELECT TraceId, SpanId, ParentSpanId, ServiceName, SpanName, Timestamp, Duration, SpanAttributes, ResourceAttributes, StatusCode
     FROM otel_traces
     WHERE TraceId = {traceId:String} AND Timestamp >= began AND Timestamp <= ended
     LIMIT {limit:UInt32}`,
    { traceId, limit },
  )
  return spans.length
}
