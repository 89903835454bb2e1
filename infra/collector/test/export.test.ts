/** A run by a real agent, exported to a real Collector, which passes it on to a real controller. */
import type { RunDetail, Suite } from '@ringside/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow, get, startTestStack, submit, type TestStack } from '../../../controller/src/queue/testing/stack.ts'
import { startController } from '../../../controller/src/start-controller.ts'
import { openChdbStore } from '../../../controller/src/store/chdb-store.ts'
import { startAgent } from './agent-process.ts'
import { startCollector } from './collector-process.ts'
import { decode, spansById, type TraceRequest } from './otlp.ts'
import { type Exchange, startTee } from './tee.ts'

/** Both ways to ring, both ways to wait; slow enough that no event ring overflows. */
const suite: Suite = {
  apiVersion: 'ringside/v1',
  kind: 'Suite',
  name: 'collector',
  backends: [
    { name: 'mapped', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
    { name: 'eventfd', kind: 'emulated', doorbell: 'eventfd', device: 'sleeping' },
  ],
  workloads: [{ kind: 'latency', rate: '20kpps', direction: 'loopback' }],
  matrix: { frame: [64] },
  run: { warmup: '50ms', duration: '250ms', trials: 2 },
}

interface StoredSpan {
  readonly SpanId: string
  readonly [column: string]: unknown
}

let stack: TestStack
/** What the agent sent and was answered. */
let exchanges: readonly Exchange[]
/** What the Collector wrote to its file. */
let written: TraceRequest[]
/** The Collector's own counters. */
let counters: Record<string, number>
/** The run as the controller knows it. */
let run: RunDetail
/** What the controller's store has of the agent. */
let stored: StoredSpan[]

beforeAll(async () => {
  stack = await startTestStack()
  const controller = await startController(stack.config)
  const collector = await startCollector({ forwardTo: controller.url })
  const tee = await startTee(collector.endpoint)
  const agent = await startAgent({ redisUrl: stack.redis.url, otlpEndpoint: tee.endpoint })
  const submission = await submit(controller.url, suite)
  await follow(controller.url, submission.body.id)
  run = (await get<{ runs: RunDetail[] }>(`${controller.url}/api/v1/submissions/${submission.body.id}/report`)).body
    .runs[0] as RunDetail
  await agent.stop()
  await tee.close()
  exchanges = tee.exchanges
  counters = await collector.spanCounters()
  written = await collector.stop()
  await controller.close()
  const store = await openChdbStore({ path: stack.config.dataDir })
  stored = await store.query<StoredSpan>("SELECT * FROM otel_traces WHERE ServiceName = 'ringside-agent'")
  await store.close()
}, 120_000)
afterAll(() => stack.stop())

const given = () => spansById(exchanges.map(({ body }) => decode<TraceRequest>('TraceRequest', body)))

test('every request is accepted whole', () => {
  for (const { path, status, answer } of exchanges) {
    expect([path, status]).toEqual(['/v1/traces', 200])
    // Of a full success, partial_success is there and empty.
    expect(decode('TraceResponse', answer)).toEqual({ partialSuccess: {} })
  }
  const count = given().size
  expect(counters).toMatchObject({
    otelcol_receiver_accepted_spans: count,
    otelcol_receiver_refused_spans: 0,
    otelcol_receiver_failed_spans: 0,
  })
})

test('the run had ioctls, phases and doorbells, and dropped none', () => {
  const names = [...given().values()].map((span) => (span as { name: string }).name)
  const count = (pattern: RegExp) => names.filter((name) => pattern.test(name)).length
  expect(run.state).toBe('succeeded')
  expect(count(/^VHOST_/)).toBeGreaterThan(0)
  expect(count(/^[A-Z_]+$/)).toBe(run.spans?.ioctl.issued)
  expect(count(/^doorbell\.(kick|call)$/)).toBe(run.spans?.doorbell.rung)
  expect(count(/^doorbell\.kick$/)).toBeGreaterThan(1_000)
  for (const phase of ['setup', 'warmup', 'measure', 'teardown']) expect(count(new RegExp(`^${phase}$`))).toBe(4)
  expect(run.spans?.dropped).toBe(0)
})

test('the file exporter has the same spans, field by field', () => {
  const expected = given()
  const actual = spansById(written)
  expect(actual.size).toBe(expected.size)
  for (const [id, span] of expected) expect(actual.get(id)).toEqual(span)
})

test('what the Collector passes on is stored, every span once', () => {
  const rows = new Map(stored.map((row) => [row.SpanId, row]))
  const expected = given() as Map<string, Parameters<typeof rowOf>[0]>
  expect(stored).toHaveLength(expected.size)
  for (const [id, span] of expected) expect(rows.get(id)).toMatchObject(rowOf(span))
})

interface GivenSpan {
  readonly traceId: string
  readonly parentSpanId: string
  readonly name: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly kind: number
  readonly attributes: readonly { readonly key: string; readonly value?: Readonly<Record<string, unknown>> }[]
  readonly resource: { readonly attributes: GivenSpan['attributes'] }
}

/** A span as the view `otel_traces` shows it: values as texts, times in ns. */
function rowOf(span: GivenSpan) {
  const texts = (pairs: GivenSpan['attributes']) =>
    Object.fromEntries(pairs.map(({ key, value = {} }) => [key, String(Object.values(value)[0])]))
  return {
    TraceId: span.traceId,
    ParentSpanId: span.parentSpanId,
    SpanName: span.name,
    SpanKind: ['Unspecified', 'Internal', 'Server', 'Client', 'Producer', 'Consumer'][span.kind],
    Duration: String(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)),
    SpanAttributes: texts(span.attributes),
    ResourceAttributes: texts(span.resource.attributes),
  }
}
