/** Requests for tests: OTLP/JSON with one resource and one scope. */

export type AttributeValue = string | number | boolean

export interface TestSpan {
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** Unix ns. */
  readonly startUnixNs?: bigint
  readonly durationNs?: number
  readonly attributes?: Readonly<Record<string, AttributeValue>>
  readonly error?: string
  /** Ids of spans of the same trace. */
  readonly links?: readonly string[]
}

export interface TestBatch {
  readonly traceId: string
  readonly service?: string
  readonly scope?: Readonly<Record<string, AttributeValue>>
  readonly spans: readonly TestSpan[]
}

/** An ExportTraceServiceRequest as JSON text. */
export function requestOf(batch: TestBatch): string {
  const scope = { name: 'test', attributes: pairs(batch.scope ?? {}) }
  const spans = batch.spans.map((span) => otlpSpan(batch.traceId, span))
  const resource = { attributes: pairs({ 'service.name': batch.service ?? 'tester' }) }
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] })
}

function otlpSpan(traceId: string, span: TestSpan) {
  const start = span.startUnixNs ?? 1_790_000_000_000_000_000n
  return {
    traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? '',
    name: span.name,
    kind: 1,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(span.durationNs ?? 1000)),
    attributes: pairs(span.attributes ?? {}),
    links: (span.links ?? []).map((spanId) => ({ traceId, spanId })),
    status: span.error === undefined ? {} : { code: 2, message: span.error },
  }
}

function pairs(attributes: Readonly<Record<string, AttributeValue>>) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: AttributeValue) {
  if (typeof value === 'string') return { stringValue: value }
  return typeof value === 'boolean' ? { boolValue: value } : { intValue: String(value) }
}
