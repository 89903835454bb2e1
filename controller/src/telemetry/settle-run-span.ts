/** The span of an ended run exists exactly once, although the controller may die between any two of its steps. */
import { spanNames } from '@ringside/contract'
import type { RunRecord } from '../runs/run-record.ts'
import type { Store } from '../store/store.ts'
import { emitRunSpan } from './spans.ts'
import type { Telemetry } from './telemetry.ts'
import { parseTraceparent } from './traceparent.ts'

export interface SettleRunSpanOptions {
  readonly store: Store
  readonly telemetry: Telemetry
}

/**
 * Emits the span unless an earlier process has done so already, and waits until it is stored, so that a client that
 * sees the run end finds the whole trace. Rejects when the receiver did not take it.
 */
export async function settleRunSpan(record: RunRecord, { store, telemetry }: SettleRunSpanOptions): Promise<void> {
  if (await isStored(record, store)) return
  emitRunSpan(telemetry, record)
  await telemetry.flush()
}

async function isStored({ spec }: RunRecord, store: Store): Promise<boolean> {
  const params = { run: spec.id, name: spanNames.run, spanId: parseTraceparent(spec.traceparent)?.spanId ?? '' }
  const sql = 'SELECT 1 FROM spans WHERE run_id = {run:String} AND name = {name:String} AND span_id = {spanId:String} LIMIT 1'
  return (await store.query(sql, params)).length > 0
}
