/** The span of an ended run exists exactly once, although the controller may die between any two of its steps. */
import { spanNames } from '@ringside/contract'
import type { RunRecord } from '../runs/run-record.ts'
import type { Store } from '../store/store.ts'
import { emitRunSpan } from './spans.ts'
import type { Telemetry } from './telemetry.ts'

export interface SettleRunSpansOptions {
  readonly store: Store
  readonly telemetry: Telemetry
}

/**
 * Emits the spans that an earlier process has not emitted already, and waits until they are stored, so that a client that
 * sees a run end finds the whole trace. `fresh` are runs of which none can have been. Rejects when the receiver did not take them.
 */
export async function settleRunSpans(
  records: readonly RunRecord[],
  fresh: ReadonlySet<string>,
  { store, telemetry }: SettleRunSpansOptions,
): Promise<void> {
  const doubtful = records.filter(({ spec }) => !fresh.has(spec.id)).map(({ spec }) => spec.id)
  const stored = await storedAmong(doubtful, store)
  const missing = records.filter(({ spec }) => !stored.has(spec.id))
  for (const record of missing) emitRunSpan(telemetry, record)
  if (missing.length > 0) await telemetry.flush()
}

async function storedAmong(runs: readonly string[], store: Store): Promise<Set<string>> {
  if (runs.length === 0) return new Set()
  const sql = 'SELECT DISTINCT run_id FROM spans WHERE run_id IN {runs:Array(String)} AND name = {name:String}'
  const rows = await store.query<{ run_id: string }>(sql, { runs, name: spanNames.run })
  return new Set(rows.map(({ run_id }) => run_id))
}
