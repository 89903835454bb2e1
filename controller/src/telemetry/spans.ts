/** The span of a run. Its name and attributes are the contract's. */
import { type Context, context, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { attributes, type RunFailure, type RunSpec, spanNames } from '@ringside/contract'
import type { Telemetry } from './telemetry.ts'
import { parseTraceparent, type TraceParent } from './traceparent.ts'

export interface EndedRun {
  readonly spec: RunSpec
  /** Span of the submission, in the same trace. */
  readonly parentSpanId: string
  readonly submittedAtMs: number
  readonly failure?: RunFailure | undefined
}

/** Emits the span of a run that has ended, from acceptance to now, under the id that its job carried. */
export function emitRunSpan(telemetry: Telemetry, run: EndedRun): void {
  const self = parseTraceparent(run.spec.traceparent)
  if (self === undefined) throw new TypeError(`run ${run.spec.id} has no valid traceparent: '${run.spec.traceparent}'`)
  const options = {
    kind: SpanKind.INTERNAL,
    startTime: run.submittedAtMs,
    attributes: { [attributes.runId]: run.spec.id, [attributes.suite]: run.spec.suite, [attributes.label]: run.spec.label },
  }
  const parent = remote({ traceId: self.traceId, spanId: run.parentSpanId })
  const span = telemetry.ids.withSpanId(self.spanId, () => telemetry.tracer.startSpan(spanNames.run, options, parent))
  if (run.failure !== undefined) {
    span.setAttribute(attributes.errorType, run.failure.cause)
    span.setStatus({ code: SpanStatusCode.ERROR, message: run.failure.message })
  }
  span.end(Math.max(Date.now(), run.submittedAtMs))
}

/** Runs `work` as a part of a run's trace: what it does to the store is seen under the run's span. */
export function withinRun<Result>({ traceparent }: Pick<RunSpec, 'traceparent'>, work: () => Promise<Result>): Promise<Result> {
  const run = parseTraceparent(traceparent)
  return run === undefined ? work() : context.with(remote(run), work)
}

function remote({ traceId, spanId }: TraceParent): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true })
}
