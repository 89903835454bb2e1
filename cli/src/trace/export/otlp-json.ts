/**
 * Spans as OTLP in JSON: ExportTraceServiceRequest messages, one a line ("OTLP JSON Lines", which the Collector's file
 * exporter writes and its otlpjsonfile receiver reads). Sources: OTLP specification 1.9, "JSON Protobuf Encoding" (ids in
 * hex, enumerations as numbers, 64-bit integers as strings); OpenTelemetry file exporter specification.
 */
import { attributeTypes, type FullSpan, type SpanOrigin, type SpanPage } from '@ringside/contract'

/** Spans in one request: a line of about half a megabyte. */
const lineSpans = 1_000

/** The spans of a page as lines, each with its newline. A page without spans has none. */
export function* otlpLines({ traceId, origins, spans }: SpanPage): Generator<string> {
  for (let from = 0; from < spans.length; from += lineSpans) {
    const byOrigin = Map.groupBy(spans.slice(from, from + lineSpans), ({ origin }) => origin)
    const resourceSpans = [...byOrigin].map(([index, group]) => {
      const origin = origins[index] as SpanOrigin
      const scope = { name: origin.scopeName, version: origin.scopeVersion, attributes: keyValues(origin.scope) }
      const scopeSpans = [{ scope, spans: group.map((span) => otlpSpan(traceId, span, origin)) }]
      return { resource: { attributes: keyValues(origin.resource) }, scopeSpans }
    })
    yield `${JSON.stringify({ resourceSpans })}\n`
  }
}

const kinds: readonly string[] = ['Unspecified', 'Internal', 'Server', 'Client', 'Producer', 'Consumer']
const statuses: readonly string[] = ['Unset', 'Ok', 'Error']

function otlpSpan(traceId: string, span: FullSpan, origin: SpanOrigin): object {
  const inherited = { ...origin.resource, ...origin.scope }
  const own = Object.entries(span.attributes).filter(([key, value]) => inherited[key] !== value)
  return {
    traceId,
    spanId: span.spanId,
    ...(span.traceState !== '' && { traceState: span.traceState }),
    ...(span.parentSpanId !== '' && { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: Math.max(0, kinds.indexOf(span.kind)),
    startTimeUnixNano: span.startUnixNs,
    endTimeUnixNano: String(BigInt(span.startUnixNs) + BigInt(span.durationNs)),
    attributes: keyValues(Object.fromEntries(own)),
    ...(span.events.length > 0 && {
      events: span.events.map(({ unixNs, name, attributes }) => {
        return { timeUnixNano: unixNs, name, attributes: keyValues(attributes) }
      }),
    }),
    ...(span.links !== undefined && {
      links: span.links.map(({ traceId, spanId, attributes }) => ({ traceId, spanId, attributes: keyValues(attributes) })),
    }),
    status: {
      code: Math.max(0, statuses.indexOf(span.status)),
      ...(span.statusMessage !== '' && { message: span.statusMessage }),
    },
  }
}

const keyValues = (values: Readonly<Record<string, string>>): object[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: anyValue(key, value) }))

/** The store keeps texts. Our own attributes get their types back; of others nobody knows it any more, so they stay texts. */
function anyValue(key: string, text: string): object {
  const type = attributeTypes[key]
  if (type === 'int' && /^-?(0|[1-9]\d{0,17})$/.test(text)) return { intValue: text }
  if (type === 'bool' && (text === 'true' || text === 'false')) return { boolValue: text === 'true' }
  if (type === 'double' && text !== '' && Number.isFinite(Number(text))) return { doubleValue: Number(text) }
  return { stringValue: text }
}
