/**
 * Traces in OTLP, decoded by protobufjs from the field numbers of opentelemetry-proto 1.9 (`trace/v1/trace.proto`,
 * `common/v1/common.proto`, `resource/v1/resource.proto`): apart from every encoder and decoder of ours.
 */
import protobuf from 'protobufjs'

interface AnyValue {
  readonly [kind: string]: unknown
}

interface KeyValue {
  readonly key: string
  readonly value?: AnyValue
}

interface Entity {
  readonly name?: string
  readonly version?: string
  readonly attributes?: readonly KeyValue[]
  readonly droppedAttributesCount?: number
}

/** OTLP/JSON: what is missing has its default. */
interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly status?: object
  readonly events?: readonly object[]
  readonly links?: readonly object[]
  readonly [field: string]: unknown
}

export interface TraceRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: Entity
    readonly schemaUrl?: string
    readonly scopeSpans?: readonly { readonly scope?: Entity; readonly schemaUrl?: string; readonly spans?: readonly Span[] }[]
  }[]
}

type Field = readonly [id: number, type: string, repeated?: 'repeated']

const messages: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  TraceRequest: { resourceSpans: [1, 'ResourceSpans', 'repeated'] },
  ResourceSpans: { resource: [1, 'Resource'], scopeSpans: [2, 'ScopeSpans', 'repeated'], schemaUrl: [3, 'string'] },
  Resource: { attributes: [1, 'KeyValue', 'repeated'], droppedAttributesCount: [2, 'uint32'] },
  ScopeSpans: { scope: [1, 'Scope'], spans: [2, 'Span', 'repeated'], schemaUrl: [3, 'string'] },
  Scope: {
    name: [1, 'string'],
    version: [2, 'string'],
    attributes: [3, 'KeyValue', 'repeated'],
    droppedAttributesCount: [4, 'uint32'],
  },
  Span: {
    traceId: [1, 'bytes'],
    spanId: [2, 'bytes'],
    traceState: [3, 'string'],
    parentSpanId: [4, 'bytes'],
    name: [5, 'string'],
    kind: [6, 'int32'],
    startTimeUnixNano: [7, 'fixed64'],
    endTimeUnixNano: [8, 'fixed64'],
    attributes: [9, 'KeyValue', 'repeated'],
    droppedAttributesCount: [10, 'uint32'],
    events: [11, 'Event', 'repeated'],
    droppedEventsCount: [12, 'uint32'],
    links: [13, 'Link', 'repeated'],
    droppedLinksCount: [14, 'uint32'],
    status: [15, 'Status'],
    flags: [16, 'fixed32'],
  },
  Event: {
    timeUnixNano: [1, 'fixed64'],
    name: [2, 'string'],
    attributes: [3, 'KeyValue', 'repeated'],
    droppedAttributesCount: [4, 'uint32'],
  },
  Link: {
    traceId: [1, 'bytes'],
    spanId: [2, 'bytes'],
    traceState: [3, 'string'],
    attributes: [4, 'KeyValue', 'repeated'],
    droppedAttributesCount: [5, 'uint32'],
    flags: [6, 'fixed32'],
  },
  Status: { message: [2, 'string'], code: [3, 'int32'] },
  KeyValue: { key: [1, 'string'], value: [2, 'AnyValue'] },
  ArrayValue: { values: [1, 'AnyValue', 'repeated'] },
  KeyValueList: { values: [1, 'KeyValue', 'repeated'] },
  AnyValue: {
    stringValue: [1, 'string'],
    boolValue: [2, 'bool'],
    intValue: [3, 'int64'],
    doubleValue: [4, 'double'],
    arrayValue: [5, 'ArrayValue'],
    kvlistValue: [6, 'KeyValueList'],
    bytesValue: [7, 'bytes'],
  },
  TraceResponse: { partialSuccess: [1, 'PartialSuccess'] },
  PartialSuccess: { rejectedSpans: [1, 'int64'], errorMessage: [2, 'string'] },
  /** google/rpc/status.proto */
  RpcStatus: { code: [1, 'int32'], message: [2, 'string'] },
}

const types = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(messages).map(([name, fields]) => {
      const described = Object.entries(fields).map(([field, [id, type, rule]]) => [field, { id, type, ...(rule && { rule }) }])
      // A value that was said counts, also when it is 0, false or empty.
      const oneofs = name === 'AnyValue' ? { oneofs: { value: { oneof: Object.keys(fields) } } } : {}
      return [name, { fields: Object.fromEntries(described), ...oneofs }]
    }),
  ),
})

const ids = new Set(['traceId', 'spanId', 'parentSpanId'])

/** A message in OTLP/JSON: 64-bit integers as text, ids in hexadecimal. Throws when the bytes are not such a message. */
export function decode<Message>(type: string, bytes: Uint8Array): Message {
  const reader = types.lookupType(type)
  const plain = reader.toObject(reader.decode(bytes), { longs: String, bytes: String })
  return JSON.parse(JSON.stringify(plain), (key, value) =>
    ids.has(key) ? Buffer.from(value, 'base64').toString('hex') : value,
  ) as Message
}

/** Every span by its id, with its resource and scope, and defaults said. Throws when an id comes twice. */
export function spansById(requests: readonly TraceRequest[]): Map<string, unknown> {
  const spans = new Map<string, unknown>()
  for (const { resource, schemaUrl, scopeSpans = [] } of requests.flatMap(({ resourceSpans = [] }) => resourceSpans)) {
    const outer = { resource: entity(resource), schemaUrl: schemaUrl ?? '' }
    for (const { scope, spans: own = [], schemaUrl = '' } of scopeSpans) {
      for (const span of own) {
        if (spans.has(span.spanId)) throw new Error(`span ${span.spanId} came twice`)
        spans.set(span.spanId, { ...outer, scope: entity(scope), scopeSchemaUrl: schemaUrl, ...complete(span) })
      }
    }
  }
  return spans
}

const noAttributes = { attributes: [], droppedAttributesCount: 0 }
const noIds = { traceId: '', spanId: '', traceState: '', flags: 0 }
const noItems = { events: [], droppedEventsCount: 0, links: [], droppedLinksCount: 0 }

const entity = (said: Entity = {}) => ({ name: '', version: '', ...noAttributes, ...said })

function complete(span: Span) {
  const { status = {}, events = [], links = [] } = span
  return {
    ...{ ...noIds, parentSpanId: '', name: '', kind: 0, startTimeUnixNano: '0', endTimeUnixNano: '0' },
    ...{ ...noAttributes, ...noItems, ...span },
    status: { code: 0, message: '', ...status },
    events: events.map((event) => ({ timeUnixNano: '0', name: '', ...noAttributes, ...event })),
    links: links.map((link) => ({ ...noIds, ...noAttributes, ...link })),
  }
}
