/** Puts what is written to the log during a run into the run's trace. */
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { parseTraceParent } from '@opentelemetry/core'
import type { RunSpec } from '@ringside/contract'

/** Runs `work` with the run's span as the active one. A run without a valid traceparent is in no trace. */
export function withinRun<Result>({ traceparent }: RunSpec, work: () => Promise<Result>): Promise<Result> {
  const run = parseTraceParent(traceparent)
  return run === null ? work() : context.with(trace.setSpanContext(ROOT_CONTEXT, { ...run, isRemote: true }), work)
}
