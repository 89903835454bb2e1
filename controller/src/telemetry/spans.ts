/** The two spans the controller emits: one per submission, one per run. Names and attributes are the contract's. */
import { type Context, context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { apiPaths, attributes, type RunFailure, type RunSpec, spanNames } from '@ringside/contract'
import type { Telemetry } from './telemetry.ts'
import { parseTraceparent, type TraceParent } from './traceparent.ts'

/** Starts the server span of a submission, as a child of the client's span when its `traceparent` header is valid. */
export function startSubmissionSpan({ tracer }: Telemetry, traceparent: string | undefined): Span {
  const client = traceparent === undefined ? undefined : parseTraceparent(traceparent)
  const parent = client === undefined ? ROOT_CONTEXT : remote(client)
  return tracer.startSpan(
    spanNames.submit,
    { kind: SpanKind.SERVER, attributes: { 'http.request.method': 'POST', 'http.route': apiPaths.submissions } },
    parent,
  )
}

/** Ends a submission's span with the status of its HTTP answer. */
export function endSubmissionSpan(span: Span, httpStatus: number): void {
  span.setAttribute('http.response.status_code', httpStatus)
  if (httpStatus >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}

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

function remote({ traceId, spanId }: TraceParent): Context {
  return trace.setSpanContext(context.active(), { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true })
}
