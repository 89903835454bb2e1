/** W3C trace context in the one form Ringside sends: version 00, sampled. https://www.w3.org/TR/trace-context/ */
import { context, isSpanContextValid, trace } from '@opentelemetry/api'
import { parseTraceParent } from '@opentelemetry/core'
import { RandomIdGenerator } from '@opentelemetry/sdk-trace'

export interface TraceParent {
  /** 32 hex digits. */
  readonly traceId: string
  /** 16 hex digits. */
  readonly spanId: string
}

const random = new RandomIdGenerator()

export const formatTraceparent = ({ traceId, spanId }: TraceParent): string => `00-${traceId}-${spanId}-01`

/** Undefined when the text is not a traceparent, or names the invalid all-zero ids. */
export function parseTraceparent(text: string): TraceParent | undefined {
  const parsed = parseTraceParent(text)
  return parsed === null ? undefined : { traceId: parsed.traceId, spanId: parsed.spanId }
}

/** 16 random hex digits; never the invalid all-zero id. */
export const newSpanId = (): string => random.generateSpanId()

/**
 * What a new run's span hangs under: the request's span. When nothing is traced (OTEL_SDK_DISABLED) it is what the
 * client said, or ids of which nobody knows a span: the agent's spans of one submission still make one trace.
 */
export function currentParent(header: string | readonly string[] | undefined): TraceParent {
  const active = trace.getSpanContext(context.active())
  if (active !== undefined && isSpanContextValid(active)) return { traceId: active.traceId, spanId: active.spanId }
  const client = typeof header === 'string' ? parseTraceparent(header) : undefined
  return client ?? { traceId: random.generateTraceId(), spanId: newSpanId() }
}
