/** Metrics and logs from a request to the views in the shape of the OpenTelemetry ClickHouse exporter; partial success. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { otlpReceiver } from './receiver.ts'
import { requestOf } from './testing/request.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-signals-'))
let store: Store
let app: FastifyInstance

beforeAll(async () => {
  store = await openChdbStore({ path: folder })
  await migrate(store)
  app = fastify()
  await app.register(otlpReceiver, { store, maxBodyBytes: 1e6, maxBytesInFlight: 1e7 })
})
afterAll(async () => {
  await app.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const json = { 'content-type': 'application/json' }
const post = (path: string, payload: unknown) =>
  app.inject({
    method: 'POST',
    url: path,
    headers: json,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

const time = '1790000000000000123'
const shownTime = '2026-09-21 14:13:20.000000123'
const [traceId, spanId] = ['ab'.repeat(16), 'cd'.repeat(8)]
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const resource = { attributes: [text('service.name', 'tester'), text('host.name', 'h')] }
const scope = { name: 's', version: '1', attributes: [text('in', 'scope')], droppedAttributesCount: 2 }
const outer = {
  ServiceName: 'tester',
  ResourceAttributes: { 'service.name': 'tester', 'host.name': 'h' },
  ResourceSchemaUrl: 'r',
  ScopeName: 's',
  ScopeVersion: '1',
  ScopeAttributes: { in: 'scope' },
  ScopeSchemaUrl: 'c',
}

/** An attribute of every kind, and what is stored of them. */
const attributes = [
  text('text', 'a\n"ü"'),
  { key: 'flag', value: { boolValue: true } },
  { key: 'whole', value: { intValue: '-9007199254740993' } },
  { key: 'part', value: { doubleValue: 0.5 } },
  { key: 'bytes', value: { bytesValue: 'AAEC_w' } },
  { key: 'list', value: { arrayValue: { values: [{ stringValue: 'x' }, { intValue: 1 }, { arrayValue: { values: [] } }] } } },
  { key: 'map', value: { kvlistValue: { values: [{ key: 'n', value: { doubleValue: 'NaN' } }] } } },
  { key: 'nothing' },
]
const storedAttributes = {
  text: 'a\n"ü"',
  flag: 'true',
  whole: '-9007199254740993',
  part: '0.5',
  bytes: 'AAEC/w==',
  list: '["x",1,[]]',
  map: '{"n":"NaN"}',
  nothing: '',
}

describe('a log record', () => {
  const send = (record: object) => {
    const scopeLogs = [{ scope, schemaUrl: 'c', logRecords: [record] }]
    return post('/v1/logs', { resourceLogs: [{ resource, schemaUrl: 'r', scopeLogs }] })
  }
  const stored = async (eventName: string) =>
    (await store.query('SELECT * FROM otel_logs WHERE EventName = {eventName:String}', { eventName }))[0]

  it('is stored with all its parts', async () => {
    const record = {
      timeUnixNano: time,
      observedTimeUnixNano: '1790000000000000999',
      severityNumber: 17,
      severityText: 'ERROR',
      body: { kvlistValue: { values: [text('what', 'failed')] } },
      attributes,
      droppedAttributesCount: 3,
      flags: 0x101,
      traceId,
      spanId,
      eventName: 'all parts',
      novelty: [{}],
    }
    const answer = await send(record)
    expect([answer.statusCode, answer.json()]).toEqual([200, { partialSuccess: {} }])
    expect(await stored('all parts')).toEqual({
      ...outer,
      Timestamp: shownTime,
      TraceId: traceId,
      SpanId: spanId,
      TraceFlags: 1,
      SeverityText: 'ERROR',
      SeverityNumber: 17,
      Body: '{"what":"failed"}',
      LogAttributes: storedAttributes,
      EventName: 'all parts',
    })
  })

  it('without a time has that of its observation, and may have nothing else', async () => {
    expect((await send({ observedTimeUnixNano: time, eventName: 'observed', traceId: '0'.repeat(32) })).statusCode).toBe(200)
    expect(await stored('observed')).toMatchObject({ Timestamp: shownTime, TraceId: '', SpanId: '', Body: '', SeverityNumber: 0 })
  })

  it('with an id of the wrong length makes the request invalid', async () => {
    const answer = await send({ traceId: 'ab', eventName: 'short id' })
    expect([answer.statusCode, answer.json().message]).toEqual([400, 'traceId has 1 bytes, expected 16'])
    expect(await stored('short id')).toBeUndefined()
  })
})

describe('a data point', () => {
  const common = { attributes: [text('a', 'b')], startTimeUnixNano: '1790000000000000000', timeUnixNano: time, flags: 1 }
  const exemplars = [{ filteredAttributes: attributes.slice(0, 1), timeUnixNano: time, asDouble: 2.5, spanId, traceId }]
  const shared = {
    ...outer,
    ScopeDroppedAttrCount: 2,
    MetricDescription: 'd',
    MetricUnit: 'By',
    Attributes: { a: 'b' },
    StartTimeUnix: '2026-09-21 14:13:20.000000000',
    TimeUnix: shownTime,
    Flags: 1,
  }
  const sharedExemplars = {
    'Exemplars.FilteredAttributes': [{ text: 'a\n"ü"' }],
    'Exemplars.TimeUnix': [shownTime],
    'Exemplars.Value': [2.5],
    'Exemplars.SpanId': [spanId],
    'Exemplars.TraceId': [traceId],
  }
  const noExemplars = Object.fromEntries(Object.keys(sharedExemplars).map((name) => [name, []]))

  const send = (name: string, data: object) => {
    const metrics = [{ name, description: 'd', unit: 'By', metadata: [text('m', 'n')], ...data }]
    const scopeMetrics = [{ scope, schemaUrl: 'c', metrics }]
    return post('/v1/metrics', { resourceMetrics: [{ resource, schemaUrl: 'r', scopeMetrics }] })
  }
  const histogram = { ...common, count: '3', sum: 1.5, min: 0.25, exemplars }
  const storedHistogram = { Count: '3', Sum: 1.5, Min: 0.25, Max: 0 }

  it.each([
    {
      view: 'otel_metrics_gauge',
      data: { gauge: { dataPoints: [{ ...common, asDouble: 0.125, exemplars }] } },
      columns: { ...sharedExemplars, Value: 0.125 },
    },
    {
      view: 'otel_metrics_sum',
      data: { sum: { dataPoints: [{ ...common, asInt: '42' }], aggregationTemporality: 2, isMonotonic: true } },
      columns: { ...noExemplars, Value: 42, AggregationTemporality: 2, IsMonotonic: true },
    },
    {
      view: 'otel_metrics_histogram',
      data: {
        histogram: {
          dataPoints: [{ ...histogram, bucketCounts: ['1', 2], explicitBounds: [0.5] }],
          aggregationTemporality: 1,
        },
      },
      columns: {
        ...sharedExemplars,
        ...storedHistogram,
        BucketCounts: ['1', '2'],
        ExplicitBounds: [0.5],
        AggregationTemporality: 1,
      },
    },
    {
      view: 'otel_metrics_exponential_histogram',
      data: {
        exponentialHistogram: {
          dataPoints: [
            {
              ...histogram,
              scale: -2,
              zeroCount: '18446744073709551615',
              zeroThreshold: 0.1,
              positive: { offset: -3, bucketCounts: ['1', '2'] },
              negative: { offset: 4, bucketCounts: ['5'] },
            },
          ],
          aggregationTemporality: 2,
        },
      },
      columns: {
        ...sharedExemplars,
        ...storedHistogram,
        Scale: -2,
        ZeroCount: '18446744073709551615',
        ZeroThreshold: 0.1,
        PositiveOffset: -3,
        PositiveBucketCounts: ['1', '2'],
        NegativeOffset: 4,
        NegativeBucketCounts: ['5'],
        AggregationTemporality: 2,
      },
    },
    {
      view: 'otel_metrics_summary',
      data: { summary: { dataPoints: [{ ...common, count: '3', sum: 6, quantileValues: [{ quantile: 0.5, value: 2 }] }] } },
      columns: { Count: '3', Sum: 6, 'ValueAtQuantiles.Quantile': [0.5], 'ValueAtQuantiles.Value': [2] },
    },
  ])('is stored with all its parts in $view, and in no other view', async ({ view, data, columns }) => {
    const answer = await send(view, data)
    expect([answer.statusCode, answer.json()]).toEqual([200, { partialSuccess: {} }])
    expect(await store.query(`SELECT * FROM ${view}`)).toEqual([{ ...shared, ...columns, MetricName: view }])
  })

  it('keeps a whole number that a double cannot hold', async () => {
    await send('large', { gauge: { dataPoints: [{ ...common, asInt: '9007199254740993' }] } })
    const rows = await store.query("SELECT value_int, metadata FROM metrics WHERE name = 'large'")
    expect(rows).toEqual([{ value_int: '9007199254740993', metadata: '{"m":"n"}' }])
  })
})

describe('items that cannot be stored among others that can', () => {
  const beyond = '18446744073709551615'
  const why = (field: string) =>
    `1 were rejected, the first one because its ${field} is ${beyond}, expected at most 9223372036854775807 (the year 2262)`

  it('are counted in the answer, span by span', async () => {
    const spans = ['1', '0', '3'].map((id) => ({ spanId: id.repeat(16), name: 'x', attributes: { id } }))
    const answer = await post('/v1/traces', requestOf({ traceId: '77'.repeat(16), spans }))
    expect(answer.statusCode).toBe(200)
    const errorMessage = '1 were rejected, the first one because its spanId is all zero or absent, expected a random id'
    expect(answer.json()).toEqual({ partialSuccess: { rejectedSpans: '1', errorMessage } })
    const rows = await store.query(`SELECT span_id, attributes FROM spans WHERE trace_id = '${'77'.repeat(16)}' ORDER BY span_id`)
    expect(rows).toEqual(['1', '3'].map((id) => ({ span_id: id.repeat(16), attributes: { id } })))
  })

  it('are counted in the answer, log record by log record and data point by data point', async () => {
    const logRecords = [{ timeUnixNano: beyond }, { timeUnixNano: time, eventName: 'kept' }]
    const logs = await post('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
    expect(logs.json()).toEqual({ partialSuccess: { rejectedLogRecords: '1', errorMessage: why('timeUnixNano') } })
    const dataPoints = [{ startTimeUnixNano: beyond }, { timeUnixNano: time }]
    const metrics = [{ name: 'kept', gauge: { dataPoints } }]
    const points = await post('/v1/metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] })
    expect(points.json()).toEqual({ partialSuccess: { rejectedDataPoints: '1', errorMessage: why('startTimeUnixNano') } })
    const kept = await store.query(`SELECT (SELECT count() FROM logs WHERE event_name = 'kept') AS logs,
      (SELECT count() FROM metrics WHERE name = 'kept') AS metrics`)
    expect(kept).toEqual([{ logs: '1', metrics: '1' }])
  })
})

it.each(['/v1/traces', '/v1/metrics', '/v1/logs'])(
  '%s answers what is no request of its signal as the Collector does',
  async (path) => {
    const send = async (body: Buffer | string, headers: Record<string, string> = json) => {
      const answer = await app.inject({ method: 'POST', url: path, headers, payload: body })
      return [answer.statusCode, answer.headers['content-type']]
    }
    const protobuf = { 'content-type': 'application/x-protobuf' }
    expect(await send('{"resource')).toEqual([400, 'application/json'])
    expect(await send('')).toEqual([400, 'application/json'])
    expect(await send('{}')).toEqual([200, 'application/json'])
    expect(await send(Buffer.from([0x0a, 5, 1]), protobuf)).toEqual([400, 'application/x-protobuf'])
    expect(await send(Buffer.alloc(0), protobuf)).toEqual([200, 'application/x-protobuf'])
    expect((await send('x', { 'content-type': 'text/plain' }))[0]).toBe(415)
    expect((await send('', {}))[0]).toBe(415)
    expect((await app.inject({ method: 'GET', url: path })).statusCode).toBe(405)
  },
)

it('refuses an attribute of more than 4 MiB, and a nest of a thousand lists', async () => {
  const big = fastify()
  await big.register(otlpReceiver, { store, maxBodyBytes: 1e8, maxBytesInFlight: 1e9 })
  const send = async (payload: string) => (await big.inject({ method: 'POST', url: '/v1/traces', headers: json, payload })).json()
  const request = (value: string) =>
    requestOf({ traceId, spans: [{ spanId, name: 'x', attributes: { a: 'VALUE' } }] }).replace('{"stringValue":"VALUE"}', value)
  const huge = await send(request(`{"stringValue":"${'x'.repeat(5 << 20)}"}`))
  expect(huge).toMatchObject({ code: 3, message: expect.stringContaining('expected at most 4194304') })
  const nested = await send(request(`${'{"arrayValue":{"values":['.repeat(1000)}${']}}'.repeat(1000)}`))
  expect(nested).toMatchObject({ code: 3, message: expect.stringContaining('recursion limit') })
  await big.close()
})

it('knows when a trace began and ended, as Grafana asks it', async () => {
  const spans = [1n, 5n, 3n].map((offset) => ({
    spanId: `a${offset}`.repeat(8),
    name: 'x',
    startUnixNs: 1_790_000_000_000_000_000n + offset,
  }))
  await post('/v1/traces', requestOf({ traceId: '99'.repeat(16), spans }))
  const rows = await store.query(`SELECT * FROM otel_traces_trace_id_ts WHERE TraceId = '${'99'.repeat(16)}'`)
  const at = (ns: number) => `2026-09-21 14:13:20.00000000${ns}`
  expect(rows).toEqual([{ TraceId: '99'.repeat(16), Start: at(1), End: at(5) }])
})
