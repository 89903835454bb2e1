/** One call to a service behind us: a span, and the time it took. */
import { type Attributes, type Histogram, type Span, type SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api'

const msPerSecond = 1_000
/** An engine may quote the whole statement in its message, which the span has already. */
const maxMessageLength = 500

export interface ClientOperation {
  readonly name: string
  readonly kind: SpanKind
  /** Of the span and of the time. */
  readonly attributes: Attributes
  /** Of the span only: what would make too many series of a metric. */
  readonly details?: Attributes
}

export interface ClientInstruments {
  readonly tracer: Tracer
  /** In seconds. */
  readonly duration: Histogram
}

/** Runs `work` inside a span. What it rejects with is passed on, and is the span's error. */
export async function clientOperation<Result>(
  { tracer, duration }: ClientInstruments,
  { name, kind, attributes, details }: ClientOperation,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const span = tracer.startSpan(name, { kind, attributes: { ...attributes, ...details } })
  const startedMs = performance.now()
  const failure: Attributes = {}
  try {
    return await work(span)
  } catch (error) {
    failure['error.type'] = errorType(error)
    span.setAttributes(failure)
    const message = error instanceof Error ? error.message : String(error)
    span.setStatus({ code: SpanStatusCode.ERROR, message: message.slice(0, maxMessageLength) })
    throw error
  } finally {
    duration.record((performance.now() - startedMs) / msPerSecond, { ...attributes, ...failure })
    span.end()
  }
}

/** A code, where the error has one (an errno, an engine's number), or the error's name. */
function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && error.code !== undefined ? String(error.code) : error.name
}
