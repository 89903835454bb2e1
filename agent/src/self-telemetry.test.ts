import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { type OtlpStub, startOtlpStub } from '@ringside/telemetry/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withinRun } from './log-context.ts'
import { type AgentTelemetry, startAgentTelemetry } from './self-telemetry.ts'
import { testConfig } from './testing/agent-config.ts'
import { exampleRun } from './testing/run-spec.ts'

const patiently = { timeout: 20_000 }
const all = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_LOGS_EXPORTER: 'otlp', OTEL_BLRP_SCHEDULE_DELAY: '10' }
let stub: OtlpStub
let telemetry: AgentTelemetry | undefined
beforeEach(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  stub = await startOtlpStub()
})
afterEach(async () => {
  await telemetry?.close()
  await stub.close()
  context.disable()
})

function start(env: Readonly<Record<string, string>> = all): AgentTelemetry {
  const config = testConfig('redis://127.0.0.1:1', stub.url, { hostId: 'h-1', logLevel: 'fatal' })
  telemetry = startAgentTelemetry(config, env)
  return telemetry
}
const sentTo = (path: string) => Buffer.concat(stub.requests.filter((request) => request.path === path).map(({ body }) => body))

test("the agent's log lines go out after the run they were written in, with its trace", async () => {
  const { log, observer } = start()
  const spec = exampleRun()
  observer.claimed()
  await withinRun(spec, async () => log.fatal('during the run'))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(stub.requests).toEqual([])
  observer.failed('timeout')
  await expect.poll(() => sentTo('/v1/logs').includes('during the run'), patiently).toBe(true)
  const traceId = Buffer.from(spec.traceparent.split('-')[1] ?? '', 'hex')
  expect(traceId).toHaveLength(16)
  expect(sentTo('/v1/logs').includes(traceId)).toBe(true)
})

test('its metrics go out at the end, under its name', async () => {
  const { observer, close } = start()
  observer.failed('timeout')
  await close()
  for (const text of ['ringside-agent', 'h-1', 'ringside.agent.runs', 'timeout']) {
    expect(sentTo('/v1/metrics').includes(text), text).toBe(true)
  }
})

test('nothing goes out when the SDK is disabled', async () => {
  const { log, observer, close } = start({ ...all, OTEL_SDK_DISABLED: 'true' })
  log.fatal('only here')
  observer.failed('timeout')
  await close()
  expect(stub.requests).toEqual([])
})
