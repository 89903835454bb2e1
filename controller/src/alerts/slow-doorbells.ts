/** The doorbells of a run that took longest to be seen: where to look first. */

import { doorbellNames } from '../store/span-filter.ts'
import type { Store } from '../store/store.ts'
import type { FoundDoorbell } from './alert-record.ts'

const shown = 3

/** Slowest first; none where doorbells are not traced. Throws StoreError. */
export async function slowestDoorbells(store: Store, runId: string, backend: string): Promise<FoundDoorbell[]> {
  const rows = await store.query<{ trace_id: string; span_id: string; duration_ns: string }>(
    `SELECT trace_id, span_id, duration_ns FROM spans
     WHERE run_id = {runId:String} AND name IN {names:Array(String)} AND backend = {backend:String}
     ORDER BY duration_ns DESC LIMIT ${shown}`,
    { runId, backend, names: doorbellNames },
  )
  return rows.map(({ trace_id, span_id, duration_ns }) => ({
    traceId: trace_id,
    spanId: span_id,
    runId,
    durationNs: Number(duration_ns),
  }))
}
