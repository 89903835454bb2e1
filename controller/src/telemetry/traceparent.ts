/** W3C trace context in the one form Ringside sends: version 00, sampled. https://www.w3.org/TR/trace-context/ */
import { randomBytes } from 'node:crypto'

export interface TraceParent {
  /** 32 hex digits. */
  readonly traceId: string
  /** 16 hex digits. */
  readonly spanId: string
}

export const formatTraceparent = ({ traceId, spanId }: TraceParent): string => `00-${traceId}-${spanId}-01`

/** Undefined when the text is not a traceparent, or names the invalid all-zero ids. */
export function parseTraceparent(text: string): TraceParent | undefined {
  const [, traceId, spanId] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)/.exec(text) ?? []
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId }
}

/** Eight random bytes in hex; never the invalid all-zero id. */
export function newSpanId(): string {
  const id = randomBytes(8).toString('hex')
  return /^0+$/.test(id) ? newSpanId() : id
}
