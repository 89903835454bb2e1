/** W3C trace context in the one form Ringside sends: version 00, sampled. https://www.w3.org/TR/trace-context/ */
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
