import { apiPaths, queueName } from '@ringside/contract'
import { type OtlpStub, parsePrometheus, startOtlpStub } from '@ringside/telemetry/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { registerHost, startTestAgent, type TestAgentOptions } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { follow, get, runDetail, startTestStack, submit, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'
import { openChdbStore } from '../store/chdb-store.ts'
import type { Store } from '../store/store.ts'

const host = 'bench-1'
const patiently = { timeout: 20_000 }
const caller = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) }
const traceparent = `00-${caller.traceId}-${caller.spanId}-01`
const succeed: TestAgentOptions['execute'] = async (job) => resultOf(job.data, ['a', 'b'], job.data.trials)

let stack: TestStack
const cleanUps: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '10')
  stack = await startTestStack()
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  await stack.stop()
  vi.unstubAllEnvs()
})

/** A controller, and a second look into its store. */
async function start(changes: Partial<TestStack['config']> = {}): Promise<{ controller: Controller; store: Store }> {
  const controller = await startController({ ...stack.config, ...changes })
  cleanUps.push(() => controller.close())
  const store = await openChdbStore({ path: stack.config.dataDir, sessions: 1 })
  cleanUps.push(() => store.close())
  return { controller, store }
}

interface SpanRow {
  readonly SpanId: string
  readonly ParentSpanId: string
  readonly TraceId: string
  readonly SpanName: string
  readonly SpanKind: string
  readonly SpanAttributes: Readonly<Record<string, string>>
}

const spansOf = (store: Store, name: string): Promise<SpanRow[]> =>
  store.query<SpanRow>("SELECT * FROM otel_traces WHERE ServiceName = 'ringside-controller' AND SpanName = {name:String}", {
    name,
  })

async function spanOf(store: Store, name: string): Promise<SpanRow> {
  await expect.poll(async () => (await spansOf(store, name)).length, patiently).toBe(1)
  return (await spansOf(store, name))[0] as SpanRow
}

const metrics = async (url: string) => parsePrometheus(await (await fetch(`${url}${apiPaths.metrics}`)).text())
const sum = (samples: Awaited<ReturnType<typeof metrics>>, wanted: string, label: Record<string, string> = {}) =>
  samples
    .filter(({ name, labels }) => name === wanted && Object.entries(label).every(([key, value]) => labels[key] === value))
    .reduce((total, { value }) => total + value, 0)

/** One OTLP span in JSON, with an id of its own. */
const batch = (index: number) => {
  const span = { traceId: 'ef'.repeat(16), spanId: index.toString(16).padStart(16, '0'), name: 'posted' }
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
}
const postBatch = (url: string, index: number) =>
  fetch(`${url}${apiPaths.otlpTraces}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: batch(index),
  })

describe('the controller', () => {
  it('stores a span of a request under its caller, with route and status, and those of its queries under that', async () => {
    const { controller, store } = await start()
    await fetch(`${controller.url}/api/v1/runs?limit=3`, { headers: { traceparent } })
    expect(await spanOf(store, 'GET /api/v1/runs')).toMatchObject({
      TraceId: caller.traceId,
      ParentSpanId: caller.spanId,
      SpanKind: 'Server',
      SpanAttributes: {
        'http.request.method': 'GET',
        'http.route': '/api/v1/runs',
        'http.response.status_code': '200',
        'url.path': '/api/v1/runs',
      },
    })
    const { SpanId } = await spanOf(store, 'GET /api/v1/runs')
    expect((await spansOf(store, 'SELECT runs')).map((span) => span.ParentSpanId)).toContain(SpanId)
  })

  it('stores what a submission did to the store and the queue under its span, and the end of the run under the run', async () => {
    const { controller, store } = await start()
    const agent = await startTestAgent({ redisUrl: stack.redis.url, host, execute: succeed })
    cleanUps.push(() => agent.stop())
    const { body } = await submit(controller.url, testSuite, { traceparent })
    await follow(controller.url, body.id)
    const request = await spanOf(store, 'POST /api/v1/submissions')
    expect(request.SpanAttributes).toMatchObject({ 'http.response.status_code': '201' })
    expect(await spanOf(store, `addBulk ${queueName(host)}`)).toMatchObject({
      SpanKind: 'Producer',
      ParentSpanId: request.SpanId,
      SpanAttributes: { 'messaging.system': 'bullmq', 'messaging.batch.message_count': '1' },
    })
    const { spec } = await runDetail(controller.url, body.runs[0]?.id ?? '')
    const [, traceId, runSpanId] = spec.traceparent.split('-')
    expect(await spanOf(store, 'INSERT trials')).toMatchObject({ TraceId: traceId, ParentSpanId: runSpanId })
  })

  it('makes no spans about the receiver, health checks and metrics', async () => {
    const { controller, store } = await start()
    const count = async () => {
      const sql = "SELECT toUInt32(count()) AS n FROM otel_traces WHERE ServiceName = 'ringside-controller'"
      return (await store.query<{ n: number }>(sql))[0]?.n
    }
    await fetch(`${controller.url}/api/v1/runs`)
    await spanOf(store, 'GET /api/v1/runs')
    const before = (await count()) ?? 0
    for (let index = 1; index <= 100; index++) expect((await postBatch(controller.url, index)).status).toBe(200)
    await fetch(`${controller.url}${apiPaths.health}`)
    await fetch(`${controller.url}${apiPaths.metrics}`)
    // Spans are stored in the order they end: with this one, all that came before would be there.
    await fetch(`${controller.url}${apiPaths.hosts}`)
    await spanOf(store, `GET ${apiPaths.hosts}`)
    expect(await count()).toBe(before + 1)
  })

  it('has a page of metrics that Prometheus can read, and its figures move', async () => {
    const { controller } = await start()
    const { url } = controller
    expect((await fetch(`${url}${apiPaths.metrics}`)).headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const before = await metrics(url)
    for (let index = 1; index <= 5; index++) await postBatch(url, index)
    await fetch(`${url}/api/v1/runs`)
    const agent = await startTestAgent({ redisUrl: stack.redis.url, host, execute: succeed })
    cleanUps.push(() => agent.stop())
    const { body } = await submit(url, testSuite)
    await follow(url, body.id)
    // The controller's own spans are under way to the receiver all the while.
    const unsettled = async () => sum(await metrics(url), 'ringside_otlp_in_flight')
    await expect.poll(unsettled, patiently).toBe(0)
    const after = await metrics(url)
    const moved = (name: string, label?: Record<string, string>) => sum(after, name, label) - sum(before, name, label)
    expect(moved('http_server_request_duration_count', { http_route: '/api/v1/runs' })).toBe(1)
    expect(moved('db_client_operation_duration_count', { db_operation_name: 'SELECT' })).toBeGreaterThan(0)
    expect(moved('messaging_client_sent_messages_total')).toBe(1)
    expect(moved('ringside_otlp_received_total', { ringside_otlp_signal: 'traces' })).toBeGreaterThanOrEqual(5)
    expect(moved('ringside_otlp_stored_total')).toBeGreaterThanOrEqual(5)
    expect(moved('ringside_store_inserted_total', { db_collection_name: 'spans' })).toBeGreaterThan(0)
    expect(moved('ringside_run_duration_count', { ringside_run_state: 'succeeded' })).toBe(1)
    expect(sum(after, 'ringside_runs')).toBe(0)
  })

  it('says how many runs there are while they wait and while they are measured', async () => {
    const { controller } = await start()
    await registerHost(stack.redis.url, host)
    await submit(controller.url, { ...testSuite, matrix: { frame: [64, 128] } })
    const state = async (name: string) => sum(await metrics(controller.url), 'ringside_runs', { ringside_run_state: name })
    expect([await state('queued'), await state('running')]).toEqual([2, 0])
    await expect.poll(async () => sum(await metrics(controller.url), 'ringside_queue_depth'), patiently).toBe(2)
    const release = Promise.withResolvers<void>()
    const execute: TestAgentOptions['execute'] = async (job) => {
      await release.promise
      return succeed(job)
    }
    const agent = await startTestAgent({ redisUrl: stack.redis.url, host, execute })
    cleanUps.push(() => agent.stop())
    await expect.poll(() => state('running'), patiently).toBe(1)
    release.resolve()
    await expect.poll(async () => sum(await metrics(controller.url), 'ringside_runs'), patiently).toBe(0)
  })

  it('keeps its spans while a run is measured, and stores them when it has ended', async () => {
    const { controller, store } = await start()
    const release = Promise.withResolvers<void>()
    const execute: TestAgentOptions['execute'] = async (job) => {
      await release.promise
      return succeed(job)
    }
    const agent = await startTestAgent({ redisUrl: stack.redis.url, host, execute })
    cleanUps.push(() => agent.stop())
    await submit(controller.url, testSuite)
    const running = async () => sum(await metrics(controller.url), 'ringside_runs', { ringside_run_state: 'running' })
    await expect.poll(running, patiently).toBe(1)
    await fetch(`${controller.url}${apiPaths.hosts}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await spansOf(store, `GET ${apiPaths.hosts}`)).toEqual([])
    release.resolve()
    await spanOf(store, `GET ${apiPaths.hosts}`)
  })

  describe('with a collector', () => {
    let collector: OtlpStub
    beforeEach(async () => {
      collector = await startOtlpStub()
      cleanUps.push(() => collector.close())
    })
    const sentTo = (path: string) =>
      Buffer.concat(collector.requests.filter((request) => request.path === path).map(({ body }) => body))

    it('sends it spans, metrics and logs before it ends', async () => {
      vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '600000')
      vi.stubEnv('OTEL_METRICS_EXPORTER', 'otlp')
      vi.stubEnv('OTEL_LOGS_EXPORTER', 'otlp')
      const { controller } = await start({ collectorUrl: collector.url, logLevel: 'info' })
      await fetch(`${controller.url}/api/v1/runs`)
      await controller.close()
      expect(sentTo('/v1/traces').includes('GET /api/v1/runs')).toBe(true)
      expect(sentTo('/v1/metrics').includes('http.server.request.duration')).toBe(true)
      expect(sentTo('/v1/logs').includes('ready')).toBe(true)
    })

    it('runs benchmarks and says nothing of itself when the SDK is disabled', async () => {
      for (const signal of ['METRICS', 'LOGS']) vi.stubEnv(`OTEL_${signal}_EXPORTER`, 'otlp')
      vi.stubEnv('OTEL_SDK_DISABLED', 'true')
      const { controller, store } = await start({ collectorUrl: collector.url })
      const agent = await startTestAgent({ redisUrl: stack.redis.url, host, execute: succeed })
      cleanUps.push(() => agent.stop())
      const { body } = await submit(controller.url, testSuite)
      expect((await follow(controller.url, body.id)).at(-1)).toMatchObject({ state: 'succeeded' })
      expect(body.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/)
      expect((await get(`${controller.url}${apiPaths.metrics}`)).status).toBe(404)
      await controller.close()
      expect(await store.query("SELECT 1 FROM spans WHERE service = 'ringside-controller'")).toEqual([])
      expect(collector.requests).toEqual([])
    })
  })
})
