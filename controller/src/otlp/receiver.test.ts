import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { attributes } from '@ringside/contract'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { otlpReceiver } from './receiver.ts'
import { requestOf } from './testing/request.ts'

const maxBodyBytes = 1_000_000
const maxBytesInFlight = 8_000_000
const folder = mkdtempSync(join(tmpdir(), 'ringside-otlp-'))
let store: Store
let app: FastifyInstance

beforeAll(async () => {
  store = await openChdbStore({ path: folder })
  await migrate(store)
  app = fastify()
  await app.register(otlpReceiver, { store, maxBodyBytes, maxBytesInFlight })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

function post(payload: Buffer | string, headers: Record<string, string> = {}) {
  return app.inject({ method: 'POST', url: '/v1/traces', headers: { 'content-type': 'application/json', ...headers }, payload })
}

const stored = async (traceId: string) =>
  store.query<Record<string, unknown>>(
    'SELECT *, span_attributes FROM spans WHERE trace_id = {traceId:String} ORDER BY span_id',
    { traceId },
  )

/** A trace id of its own for each test. */
const ids = Array.from({ length: 9 }, (_, i) => String(i + 1).repeat(32))
const [a = '', b = '', c = '', d = '', e = '', f = ''] = ids
const span = { spanId: 'ab'.repeat(8), name: 'x' }
const protobuf = { 'content-type': 'application/x-protobuf' }

describe('what is accepted', () => {
  it('stores a span in JSON with typed columns, and the rest of its attributes in the map', async () => {
    const scope = { [attributes.runId]: 'r-1', [attributes.backend]: 'mapped', [attributes.trialIndex]: '4' }
    const ioctl = { [attributes.ioctlRequest]: '0x4008af10', [attributes.errorType]: 'EINVAL', 'vhost.ioctl.arg.index': 3 }
    const bell = {
      [attributes.queueIndex]: 1,
      [attributes.doorbellObserved]: false,
      [attributes.doorbellBatch]: 32,
      [attributes.phase]: 'measure',
    }
    const spans = [
      { spanId: '0a'.repeat(8), name: 'VHOST_SET_VRING_NUM', attributes: ioctl, error: 'refused' },
      { spanId: '0b'.repeat(8), parentSpanId: '0a'.repeat(8), name: 'doorbell.kick', attributes: bell, durationNs: 420 },
    ]
    const answer = await post(requestOf({ traceId: a, scope, spans }))
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ partialSuccess: {} })
    const shared = {
      trace_id: a,
      run_id: 'r-1',
      backend: 'mapped',
      trial_index: 4,
      service: 'tester',
      scope_name: 'test',
      kind: 'Internal',
    }
    expect(await stored(a)).toMatchObject([
      {
        ...shared,
        parent_span_id: '',
        ioctl_request: '0x4008af10',
        error_type: 'EINVAL',
        status: 'Error',
        status_message: 'refused',
        attributes: { 'vhost.ioctl.arg.index': '3' },
        queue_index: null,
      },
      {
        ...shared,
        parent_span_id: '0a'.repeat(8),
        queue_index: 1,
        doorbell_observed: false,
        batch: 32,
        phase: 'measure',
        duration_ns: '420',
        start_time: '2026-09-21 14:13:20.000000000',
        attributes: {},
        span_attributes: { 'virtio.queue.index': '1', 'vhost.doorbell.observed': 'false', 'bench.phase': 'measure' },
      },
    ])
  })

  it('stores the same body once, however often it arrives', async () => {
    const body = requestOf({ traceId: b, spans: [span] })
    for (const payload of [body, gzipSync(body), body]) {
      const headers = typeof payload === 'string' ? {} : { 'content-encoding': 'gzip' }
      expect((await post(payload, headers)).statusCode).toBe(200)
    }
    expect(await stored(b)).toHaveLength(1)
  })

  it('takes an empty protobuf message', async () => {
    const answer = await post(Buffer.alloc(0), protobuf)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/x-protobuf')
    expect(answer.rawPayload).toEqual(Buffer.from([0x0a, 0]))
  })

  it('ignores fields it does not know, and takes numbers where OTLP has 64-bit integers as strings', async () => {
    const request = JSON.parse(requestOf({ traceId: c, spans: [{ ...span, attributes: { [attributes.queueIndex]: 2 } }] }))
    const [otlpSpan] = request.resourceSpans[0].scopeSpans[0].spans
    otlpSpan.attributes[0].value.intValue = 2
    otlpSpan.novelty = { x: [1] }
    request.more = 1
    expect((await post(JSON.stringify(request), { 'content-type': 'application/json; charset=utf-8' })).statusCode).toBe(200)
    expect(await stored(c)).toMatchObject([{ queue_index: 2 }])
  })
})

describe('an attribute that does not fit its column', () => {
  it.each([
    ['a number too large for it', attributes.queueIndex, 70_000, '70000'],
    ['a negative number', attributes.doorbellBatch, -1, '-1'],
    ['a text for a number', attributes.doorbellRingIndex, 'many', 'many'],
    ['a number for a text', attributes.ioctlRequest, 44801, '44801'],
    ['a text for a flag', attributes.doorbellObserved, 'true', 'true'],
    ['an empty text', attributes.errorType, '', ''],
  ])('stays with the others: %s', async (...[what, key, value, text]) => {
    const traceId = createHash('md5').update(what).digest('hex')
    expect((await post(requestOf({ traceId, spans: [{ ...span, attributes: { [key]: value } }] }))).statusCode).toBe(200)
    expect(await stored(traceId)).toMatchObject([
      {
        attributes: { [key]: text },
        queue_index: null,
        batch: null,
        ring_index: null,
        ioctl_request: '',
        doorbell_observed: null,
      },
    ])
  })
})

describe('what is refused', () => {
  const message = (raw: Buffer) => raw.subarray(raw[3] === undefined || raw[3] < 0x80 ? 4 : 5).toString()
  const bomb = gzipSync(Buffer.alloc(maxBodyBytes + 1))

  it.each([
    { what: 'truncated protobuf', body: Buffer.from([0x0a, 0x05, 0x01]), coding: 'identity', code: 400, text: 'truncated' },
    { what: 'truncated gzip', body: gzipSync('hello').subarray(0, 12), coding: 'gzip', code: 400, text: 'not valid gzip' },
    { what: 'gzip that is none', body: Buffer.from('hello'), coding: 'gzip', code: 400, text: 'not valid gzip' },
    { what: 'an unknown coding', body: Buffer.from('hello'), coding: 'br', code: 415, text: "'br'" },
    { what: 'a gzip bomb', body: bomb, coding: 'gzip', code: 413, text: String(maxBodyBytes) },
  ])('answers $what with a Status in protobuf', async ({ body, coding, code, text }) => {
    const answer = await post(body, { ...protobuf, 'content-encoding': coding })
    expect(answer.statusCode).toBe(code)
    expect(answer.headers['content-type']).toBe('application/x-protobuf')
    expect([...answer.rawPayload.subarray(0, 3)]).toEqual([0x08, 3, 0x12])
    expect(message(answer.rawPayload)).toContain(text)
  })

  it.each([
    ['text that is not JSON', '{"resourceSpans":[', 'JSON'],
    ['a trace id of 15 bytes', requestOf({ traceId: '11'.repeat(15), spans: [span] }), 'traceId has 15 bytes, expected 16'],
    [
      'a span id of 9 bytes',
      requestOf({ traceId: d, spans: [{ spanId: '11'.repeat(9), name: 'x' }] }),
      'spanId has 9 bytes, expected 8',
    ],
    [
      'a parent id of 4 bytes',
      requestOf({ traceId: d, spans: [{ ...span, parentSpanId: '11'.repeat(4) }] }),
      'parentSpanId has 4 bytes',
    ],
    ['a trace id of zeros', requestOf({ traceId: '0'.repeat(32), spans: [span] }), 'traceId is all zero'],
    ['an id that is not hexadecimal', requestOf({ traceId: 'zz'.repeat(16), spans: [span] }), 'JSON'],
  ])('answers %s with 400 and a Status in JSON, and stores nothing', async (_name, body, text) => {
    const answer = await post(body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ code: 3, message: expect.stringContaining(text) })
    expect(await stored(d)).toEqual([])
  })

  it('answers another content type with 415, another method with 405, a large body with 413', async () => {
    expect((await post('x', { 'content-type': 'text/plain' })).statusCode).toBe(415)
    const get = await app.inject({ method: 'GET', url: '/v1/traces' })
    expect([get.statusCode, get.headers.allow]).toEqual([405, 'POST'])
    expect((await post(Buffer.alloc(maxBodyBytes + 1), protobuf)).statusCode).toBe(413)
  })
})

describe('beyond one request', () => {
  it('asks for the spans again while the store is out of reach', async () => {
    const away = fastify()
    const closed = await openChdbStore({ path: folder, sessions: 1 })
    await closed.close()
    await away.register(otlpReceiver, { store: closed, maxBodyBytes, maxBytesInFlight })
    const request = {
      url: '/v1/traces',
      headers: { 'content-type': 'application/json' },
      payload: requestOf({ traceId: e, spans: [span] }),
    }
    const answer = await away.inject({ method: 'POST', ...request })
    expect(answer.statusCode).toBe(503)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(answer.json()).toMatchObject({ code: 14, message: expect.stringContaining('the store is closed') })
    await away.close()
  })

  it('takes what the OpenTelemetry SDK sends over a socket, links, events and errors included', async () => {
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const traceExporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${port}/v1/traces` })
    const sdk = new NodeSDK({ traceExporter, serviceName: 'sdk', autoDetectResources: false, instrumentations: [] })
    sdk.start()
    const tracer = trace.getTracer('scope', '1.2')
    const root = tracer.startSpan('root', { attributes: { [attributes.runId]: 'r-sdk', list: ['a', 'b'], ratio: 0.5 } })
    const child = tracer.startSpan('child', { links: [{ context: root.spanContext() }] }, trace.setSpan(context.active(), root))
    child.addEvent('retry', { attempt: 2 })
    child.setStatus({ code: SpanStatusCode.ERROR, message: 'no' })
    child.end()
    root.end()
    await sdk.shutdown()

    const { traceId, spanId } = root.spanContext()
    const rows = await store.query('SELECT * FROM otel_traces WHERE TraceId = {traceId:String} ORDER BY SpanName', { traceId })
    expect(rows).toMatchObject([
      {
        SpanName: 'child',
        ParentSpanId: spanId,
        StatusCode: 'Error',
        StatusMessage: 'no',
        'Events.Name': ['retry'],
        'Events.Attributes': [{ attempt: '2' }],
        'Links.TraceId': [traceId],
        'Links.SpanId': [spanId],
      },
      {
        SpanName: 'root',
        ParentSpanId: '',
        SpanKind: 'Internal',
        ServiceName: 'sdk',
        ScopeName: 'scope',
        ScopeVersion: '1.2',
        ResourceAttributes: { 'service.name': 'sdk' },
        SpanAttributes: { 'bench.run.id': 'r-sdk', list: '["a","b"]', ratio: '0.5' },
        'Events.Name': [],
      },
    ])
  })

  it('keeps two traces that arrive at the same time apart', async () => {
    const bodies = Array.from({ length: 12 }, (_, i) =>
      requestOf({ traceId: f, spans: [{ spanId: String(i + 10).repeat(8), name: `at once ${i}` }] }),
    )
    const answers = await Promise.all(bodies.map((body) => post(body)))
    expect(answers.map((answer) => answer.statusCode)).toEqual(bodies.map(() => 200))
    expect(await stored(f)).toHaveLength(12)
  })
})
