/** OTLP requests of each signal, good and bad, and what receivers answer to them. */
import { gzipSync } from 'node:zlib'
import { decode } from './otlp.ts'

/** One kind of telemetry: `item` is one span, record or metric in its envelope. */
export interface Signal {
  readonly path: string
  /** Member of OTLP/JSON that holds everything. */
  readonly member: string
  /** An item in OTLP/JSON, in its scope, in its resource. */
  json(item: object): object
  /** Field number of an item's trace id and span id in protobuf; undefined where an item has none. */
  readonly ids?: { readonly trace: number; readonly span: number }
}

function signal(path: string, names: readonly [member: string, scopes: string, items: string], ids?: Signal['ids']): Signal {
  const [member, scopes, items] = names
  return {
    path,
    member,
    json: (item) => ({ [member]: [{ [scopes]: [{ [items]: [item] }] }] }),
    ...(ids === undefined ? {} : { ids }),
  }
}

export const traces = signal('/v1/traces', ['resourceSpans', 'scopeSpans', 'spans'], { trace: 1, span: 2 })
export const logs = signal('/v1/logs', ['resourceLogs', 'scopeLogs', 'logRecords'], { trace: 9, span: 10 })
export const metrics = signal('/v1/metrics', ['resourceMetrics', 'scopeMetrics', 'metrics'])

export interface Case {
  readonly name: string
  readonly method?: string
  readonly path?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Sent in chunks, without a content-length. */
  readonly chunked?: boolean
}

/** A length-delimited field of protobuf. */
function field(number: number, content: Uint8Array): Buffer {
  const length = content.length < 0x80 ? [content.length] : [(content.length & 0x7f) | 0x80, content.length >> 7]
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), content])
}

/** An item in protobuf, with ids of these lengths, in its scope (field 2), in its resource (field 1). */
function itemOf(ids: NonNullable<Signal['ids']>, lengths: { trace: number; span: number }): Buffer {
  const item = [field(ids.trace, Buffer.alloc(lengths.trace, 1)), field(ids.span, Buffer.alloc(lengths.span, 2))]
  return field(1, field(2, field(2, Buffer.concat(item))))
}

const protobuf = { 'content-type': 'application/x-protobuf' }
const json = { 'content-type': 'application/json' }
const gzip = { 'content-encoding': 'gzip' }
const hex = (bytes: number) => 'ab'.repeat(bytes)

/** Everything that can be wrong with a request, and some that are right. No body may exceed `limitBytes` but the large ones. */
export function casesOf(signal: Signal, limitBytes: number): Case[] {
  return [
    ...soundCases(signal),
    ...unreadable(signal),
    ...(signal.ids ? wrongIds(signal, signal.ids) : []),
    ...foreign(signal, limitBytes),
  ]
}

function soundCases({ member, json: envelope }: Signal): Case[] {
  const text = (value: unknown) => Buffer.from(JSON.stringify(value))
  return [
    { name: 'an empty protobuf message', headers: protobuf, body: Buffer.alloc(0) },
    { name: 'an empty protobuf message in gzip', headers: { ...protobuf, ...gzip }, body: gzipSync('') },
    { name: 'an empty JSON object', headers: json, body: text({}) },
    { name: 'JSON with a charset', headers: { 'content-type': 'application/json; charset=utf-8' }, body: text({}) },
    { name: 'JSON in gzip', headers: { ...json, ...gzip }, body: gzipSync(text({ [member]: [] })) },
    {
      name: 'a field in JSON that nobody knows',
      headers: json,
      body: text({ ...envelope({ traceId: hex(16), spanId: hex(8), novelty: 1 }), more: {} }),
    },
    { name: 'a body in chunks', headers: json, body: text(envelope({ traceId: hex(16), spanId: hex(8) })), chunked: true },
    { name: 'a field in protobuf that nobody knows', headers: protobuf, body: field(15, Buffer.from('new')) },
  ]
}

function unreadable({ member }: Signal): Case[] {
  return [
    { name: 'truncated protobuf', headers: protobuf, body: Buffer.from([0x0a, 0x05, 0x01]) },
    { name: 'protobuf with a wire type that does not exist', headers: protobuf, body: Buffer.from([0x0f, 0x01]) },
    { name: 'protobuf with field number 0', headers: protobuf, body: Buffer.from([0x02, 0x00]) },
    { name: 'protobuf whose name is not UTF-8', headers: protobuf, body: field(1, field(3, Buffer.from([0xff, 0xfe]))) },
    { name: 'truncated gzip', headers: { ...protobuf, ...gzip }, body: gzipSync('hello, hello').subarray(0, 14) },
    { name: 'gzip that is none', headers: { ...protobuf, ...gzip }, body: Buffer.from('hello') },
    { name: 'gzip that is none, said to be JSON', headers: { ...json, ...gzip }, body: Buffer.from('hello') },
    { name: 'truncated JSON', headers: json, body: Buffer.from(`{"${member}":[`) },
    { name: 'no JSON at all', headers: json, body: Buffer.from('hello') },
    { name: 'an empty body for JSON', headers: json, body: Buffer.alloc(0) },
    { name: 'a JSON array', headers: json, body: Buffer.from('[]') },
    { name: 'a text where JSON has a list', headers: json, body: Buffer.from(`{"${member}":"x"}`) },
    { name: 'JSON behind JSON', headers: json, body: Buffer.from('{} {}') },
  ]
}

function wrongIds({ json: envelope }: Signal, ids: NonNullable<Signal['ids']>): Case[] {
  const text = (item: object) => Buffer.from(JSON.stringify(envelope(item)))
  return [
    { name: 'a trace id of 15 bytes', headers: protobuf, body: itemOf(ids, { trace: 15, span: 8 }) },
    { name: 'a span id of 9 bytes', headers: protobuf, body: itemOf(ids, { trace: 16, span: 9 }) },
    { name: 'a trace id of 15 bytes in JSON', headers: json, body: text({ traceId: hex(15), spanId: hex(8) }) },
    { name: 'a span id of 9 bytes in JSON', headers: json, body: text({ traceId: hex(16), spanId: hex(9) }) },
    { name: 'no ids', headers: json, body: text({}) },
    { name: 'ids of zeros', headers: json, body: text({ traceId: '00'.repeat(16), spanId: '00'.repeat(8) }) },
    { name: 'an id in JSON that is not hexadecimal', headers: json, body: text({ traceId: 'zz'.repeat(16), spanId: hex(8) }) },
    { name: 'an id in JSON that is a number', headers: json, body: text({ traceId: 1, spanId: hex(8) }) },
  ]
}

function foreign({ path }: Signal, limitBytes: number): Case[] {
  const method = (name: string): Case => ({ name: `${name} instead of POST`, method: name, headers: {} })
  return [
    { name: 'another content type', headers: { 'content-type': 'text/plain' }, body: Buffer.from('x') },
    { name: 'no content type', headers: {}, body: Buffer.from('x') },
    { name: 'a content type that is none', headers: { 'content-type': ';' }, body: Buffer.from('x') },
    { name: 'an encoding that nobody knows', headers: { ...protobuf, 'content-encoding': 'rot13' }, body: Buffer.from('x') },
    ...['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'].map(method),
    { name: 'an unknown path', path: `${path}x`, headers: protobuf, body: Buffer.alloc(0) },
    { name: 'a path below', path: `${path}/more`, headers: protobuf, body: Buffer.alloc(0) },
    { name: 'a body above the limit', headers: protobuf, body: Buffer.alloc(limitBytes + 1) },
    { name: 'a gzip bomb', headers: { ...protobuf, ...gzip }, body: gzipSync(Buffer.alloc(limitBytes + 1)) },
  ]
}

/** What can be seen of an answer, without its words. */
export interface Answer {
  readonly status: number
  /** Without parameters. */
  readonly contentType: string
  /** Of the google.rpc.Status in it; undefined where there is none. */
  readonly rpcCode?: number | undefined
  /** Of a success: the body, in hexadecimal or JSON. */
  readonly body?: string
}

export async function ask(base: string, { path }: Signal, request: Case): Promise<Answer> {
  const { method = 'POST', headers, body = null, chunked = false } = request
  const sent = chunked && body !== null ? new Blob([body as Uint8Array<ArrayBuffer>]).stream() : (body as Uint8Array<ArrayBuffer>)
  const response = await fetch(`${base}${request.path ?? path}`, { method, headers, body: sent, duplex: 'half' })
  const bytes = Buffer.from(await response.arrayBuffer())
  const contentType = response.headers.get('content-type')?.split(';')[0] ?? ''
  const isJson = contentType === 'application/json'
  const seen = { status: response.status, contentType }
  if (response.ok) return { ...seen, body: isJson ? bytes.toString() : bytes.toString('hex') }
  return { ...seen, rpcCode: isJson ? JSON.parse(bytes.toString()).code : rpcCodeOf(contentType, bytes) }
}

function rpcCodeOf(contentType: string, bytes: Buffer): number | undefined {
  return contentType === 'application/x-protobuf' ? decode<{ code?: number }>('RpcStatus', bytes).code : undefined
}
