import { diag } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Environment } from './endpoints.ts'
import type { SelfTelemetry } from './port.ts'
import { startSelfTelemetry } from './self-telemetry.ts'
import { type OtlpStub, parsePrometheus, startOtlpStub } from './testing/index.ts'

const patiently = { timeout: 20_000 }
const all = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_LOGS_EXPORTER: 'otlp' }
let stub: OtlpStub
const started: SelfTelemetry[] = []
beforeEach(async () => {
  stub = await startOtlpStub()
})
afterEach(async () => {
  for (const telemetry of started.splice(0)) await telemetry.close()
  await stub.close()
})

function start(env: Environment = all): SelfTelemetry {
  const resource = resourceFromAttributes({ 'service.name': 'test' })
  const telemetry = startSelfTelemetry({ resource, scope: 'test', env })
  started.push(telemetry)
  return telemetry
}

const line = (msg: string) => `${JSON.stringify({ level: 30, time: 1, msg })}\n`
const endSpan = ({ spans }: SelfTelemetry, name: string) =>
  new TracerProvider({ spanProcessors: [spans] }).getTracer('test').startSpan(name).end()
const sentTo = (path: string) => Buffer.concat(stub.requests.filter((request) => request.path === path).map(({ body }) => body))
const outcome = async (telemetry: SelfTelemetry, signal: string, name: string) =>
  parsePrometheus((await telemetry.prometheusText()) ?? '').find(
    ({ labels }) => labels.ringside_export_signal === signal && labels.ringside_export_outcome === name,
  )?.value ?? 0

describe('what a service says of itself', () => {
  it('is kept until there is somewhere to send it, and then sent: spans, metrics and logs', async () => {
    const telemetry = start()
    endSpan(telemetry, 'early span')
    telemetry.logSink?.write(line('early line'))
    telemetry.meter.createCounter('early.counter').add(1)
    telemetry.connect(stub.url)
    await telemetry.flush()
    expect(sentTo('/v1/traces').includes('early span')).toBe(true)
    expect(sentTo('/v1/logs').includes('early line')).toBe(true)
    expect(sentTo('/v1/metrics').includes('early.counter')).toBe(true)
    expect(await outcome(telemetry, 'traces', 'delivered')).toBe(1)
    expect(await outcome(telemetry, 'logs', 'delivered')).toBe(1)
  })

  it('goes out at its end, also while it is quiet', async () => {
    const telemetry = start()
    telemetry.connect(stub.url)
    telemetry.setQuiet(true)
    endSpan(telemetry, 'last span')
    telemetry.logSink?.write(line('last line'))
    await telemetry.close()
    expect(sentTo('/v1/traces').includes('last span')).toBe(true)
    expect(sentTo('/v1/logs').includes('last line')).toBe(true)
    expect(sentTo('/v1/metrics').includes('nodejs.eventloop.utilization')).toBe(true)
  })

  it('waits while it is quiet, and is sent afterwards', async () => {
    const telemetry = start({ ...all, OTEL_METRIC_EXPORT_INTERVAL: '10', OTEL_BSP_SCHEDULE_DELAY: '10' })
    telemetry.setQuiet(true)
    telemetry.connect(stub.url)
    endSpan(telemetry, 'patient span')
    const before = stub.requests.length
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(stub.requests.length).toBe(before)
    telemetry.setQuiet(false)
    await expect.poll(() => sentTo('/v1/traces').includes('patient span'), patiently).toBe(true)
    await expect.poll(() => sentTo('/v1/metrics').length, patiently).toBeGreaterThan(0)
  })

  it('drops what exceeds its memory, and counts it', async () => {
    const telemetry = start()
    for (let i = 0; i < 8_192 + 5; i++) telemetry.logSink?.write(line('x'))
    expect(await outcome(telemetry, 'logs', 'dropped')).toBe(5)
  })

  it('asks an endpoint that does not know a signal once, and counts what is not delivered', async () => {
    stub.answer(404)
    const telemetry = start()
    telemetry.connect(stub.url)
    for (let turn = 0; turn < 3; turn++) {
      telemetry.logSink?.write(line('x'))
      await telemetry.flush()
    }
    expect(stub.requests.filter(({ path }) => path === '/v1/logs')).toHaveLength(1)
    expect(stub.requests.filter(({ path }) => path === '/v1/metrics')).toHaveLength(1)
    expect(await outcome(telemetry, 'logs', 'failed')).toBe(3)
  })

  it('goes on with an endpoint that was away, complains once, and counts what was lost meanwhile', async () => {
    const complaints: string[] = []
    const ignore = () => undefined
    diag.setLogger({ warn: (text) => void complaints.push(text), error: ignore, info: ignore, debug: ignore, verbose: ignore })
    const telemetry = start({ OTEL_LOGS_EXPORTER: 'otlp' })
    telemetry.connect(stub.url)
    for (const status of [400, 400, 200]) {
      stub.answer(status)
      telemetry.logSink?.write(line('x'))
      await telemetry.flush()
    }
    diag.disable()
    expect([await outcome(telemetry, 'logs', 'failed'), await outcome(telemetry, 'logs', 'delivered')]).toEqual([2, 1])
    expect(complaints.filter((text) => text.startsWith(`${stub.url}/v1/logs`))).toHaveLength(1)
  })

  it('sends no metrics and no logs unless it is asked to, and has a page of metrics all the same', async () => {
    const telemetry = start({})
    telemetry.connect(stub.url)
    await telemetry.flush()
    expect(telemetry.logSink).toBeUndefined()
    expect(stub.requests).toEqual([])
    const names = parsePrometheus((await telemetry.prometheusText()) ?? '').map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['process_cpu_time_total', 'process_memory_usage', 'v8js_memory_heap_used']))
  })

  it('is nothing at all when the SDK is disabled', async () => {
    const telemetry = start({ ...all, OTEL_SDK_DISABLED: 'true' })
    telemetry.connect(stub.url)
    endSpan(telemetry, 'no span')
    telemetry.meter.createCounter('no.counter').add(1)
    await telemetry.close()
    expect([telemetry.logSink, await telemetry.prometheusText(), stub.requests]).toEqual([undefined, undefined, []])
  })
})
