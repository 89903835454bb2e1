import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { PrimedIdGenerator } from '@ringside/telemetry'
import { beforeEach, describe, expect, test } from 'vitest'
import { runTrial, type TrialPlan } from './run-trial.ts'
import type { Telemetry } from './telemetry.ts'
import { exampleRun } from './testing/run-spec.ts'
import { type Script, scriptDatapath } from './testing/scripted-datapath.ts'
import { nsOfMs } from './time.ts'
import { traceRun } from './trace-run.ts'
import { trialConfig } from './trial-config.ts'

const exporter = new InMemorySpanExporter()
const ids = new PrimedIdGenerator()
const provider = new TracerProvider({ idGenerator: ids, spanProcessors: [new SimpleSpanProcessor({ exporter })] })
const telemetry = { tracer: provider.getTracer('test'), ids } as unknown as Telemetry
const run = exampleRun({ warmupMs: 0, durationMs: 10 })
const backend = run.backends[0] as (typeof run.backends)[number]
const plan: TrialPlan = { backend: 'mapped', index: 1, config: trialConfig({ ...run, backend }, {}) }

const ns = ([seconds, nanos]: [number, number]) => BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
const named = (name: string) => {
  const found = exporter.getFinishedSpans().filter((span) => span.name === name)
  expect(found, `spans named ${name}`).toHaveLength(1)
  return found[0] as ReadableSpan
}

/** Traces one trial of a run that was queued 1.5 s and claimed 0.5 s before, and answers its phase span ids. */
async function traced(script: Script) {
  const datapath = scriptDatapath(script)
  const startedUnixNs = datapath.unixNowNs()
  const nowMs = Number(startedUnixNs / 1_000_000n)
  const trace = traceRun(
    telemetry,
    { spec: run, lease: { agentId: 'a-1', token: 1 }, enqueuedUnixMs: nowMs - 1_500, claimedUnixMs: nowMs - 500 },
    startedUnixNs,
  )
  const planned = trace.planTrial()
  const trial = await runTrial(datapath, plan, { signal: new AbortController().signal })
  trace.addTrial(planned, trial)
  trace.end(datapath.unixNowNs(), trial.ok ? undefined : trial.failure)
  return { trace, trial, planned, startedUnixNs }
}

beforeEach(() => exporter.reset())

describe('the trace of a run', () => {
  test('hangs under the run span: wait and execution, in it the trial, in it the phases, in them the ioctls', async () => {
    const { trace, planned } = await traced({
      ioctls: [{ name: 'VHOST_SET_OWNER' }, { name: 'VHOST_GET_VRING_BASE', phase: 'teardown' }],
    })
    expect(trace.traceId).toBe('0af7651916cd43dd8448eb211c80319c')
    const parentOf = (name: string) => named(name).parentSpanContext?.spanId
    expect(parentOf('queue.wait')).toBe('b7ad6b7169203331')
    expect(parentOf('run.execute')).toBe('b7ad6b7169203331')
    const { spanId, phaseSpanIds } = planned
    expect(named('trial').spanContext().spanId).toBe(spanId)
    expect(parentOf('trial')).toBe(named('run.execute').spanContext().spanId)
    for (const phase of ['setup', 'warmup', 'measure', 'teardown']) {
      expect(parentOf(phase)).toBe(named('trial').spanContext().spanId)
      expect(phaseSpanIds[phase]).toBe(named(phase).spanContext().spanId)
    }
    expect(parentOf('VHOST_SET_OWNER')).toBe(phaseSpanIds.setup)
    expect(parentOf('VHOST_GET_VRING_BASE')).toBe(phaseSpanIds.teardown)
    expect(new Set(exporter.getFinishedSpans().map((span) => span.spanContext().traceId))).toEqual(new Set([trace.traceId]))
  })

  test('keeps every child within its parent and nothing ends before it begins', async () => {
    await traced({ ioctls: [{}] })
    const spans = exporter.getFinishedSpans()
    const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]))
    for (const span of spans) {
      expect(ns(span.endTime)).toBeGreaterThanOrEqual(ns(span.startTime))
      const parent = byId.get(span.parentSpanContext?.spanId ?? '')
      if (parent === undefined) continue
      expect(ns(span.startTime), `${span.name} in ${parent.name}`).toBeGreaterThanOrEqual(ns(parent.startTime))
      expect(ns(span.endTime), `${span.name} in ${parent.name}`).toBeLessThanOrEqual(ns(parent.endTime))
    }
    expect(ns(named('queue.wait').endTime)).toBeLessThanOrEqual(ns(named('run.execute').startTime))
  })

  test('shows the wait in the queue as long as it was, and never negative when clocks disagree', async () => {
    await traced({})
    expect(ns(named('queue.wait').endTime) - ns(named('queue.wait').startTime)).toBe(nsOfMs(1_000))
    exporter.reset()
    const aheadMs = Date.now() + 60_000
    traceRun(
      telemetry,
      { spec: run, lease: { agentId: 'a-1', token: 1 }, enqueuedUnixMs: aheadMs, claimedUnixMs: aheadMs + 5 },
      nsOfMs(1_000),
    ).end(nsOfMs(900))
    expect(named('queue.wait').endTime).toEqual([1, 0])
    expect(named('run.execute').endTime).toEqual([1, 0])
  })

  test('names an ioctl by its request, with its number, arguments, result and, when it failed, the errno', async () => {
    await traced({
      ioctls: [
        {
          name: 'VHOST_SET_VRING_NUM',
          request: 0x4008af10,
          args: [
            { name: 'index', value: '0' },
            { name: 'num', value: '256' },
          ],
          startUnixNs: 1_000_000_007n,
          endUnixNs: 1_000_000_011n,
        },
        { name: 'VHOST_SET_FEATURES', request: 0xaf00, result: -1, errno: 'EINVAL' },
      ],
    })
    const set = named('VHOST_SET_VRING_NUM')
    expect(set.kind).toBe(SpanKind.CLIENT)
    expect([set.startTime, set.endTime]).toEqual([
      [1, 7],
      [1, 11],
    ])
    expect(set.attributes).toMatchObject({
      'vhost.ioctl.request': '0x4008af10',
      'vhost.ioctl.arg.index': '0',
      'vhost.ioctl.arg.num': '256',
      'vhost.ioctl.result': 0,
      'vhost.backend': 'mapped',
      'bench.run.id': 'r-test',
      'bench.trial.index': 1,
      'bench.phase': 'setup',
    })
    expect(set.status.code).toBe(SpanStatusCode.UNSET)
    const failed = named('VHOST_SET_FEATURES')
    expect(failed.attributes).toMatchObject({
      'vhost.ioctl.request': '0x0000af00',
      'vhost.ioctl.result': -1,
      'error.type': 'EINVAL',
    })
    expect(failed.status.code).toBe(SpanStatusCode.ERROR)
  })

  test('says on the trial what was offered and what came of it', async () => {
    await traced({})
    expect(named('trial').attributes).toMatchObject({
      'bench.packets.sent': 1000,
      'bench.packets.verified': 990,
      'bench.packets.lost': 10,
      'bench.offered_rate_pps': 1e6,
    })
  })

  test('keeps the ioctls of a trial that failed, under the phase they were made in', async () => {
    await traced({
      fails: 'no memory',
      ioctls: [{ name: 'VHOST_SET_OWNER' }, { name: 'VHOST_SET_MEM_TABLE', errno: 'ENOMEM', result: -1 }],
    })
    expect(named('VHOST_SET_MEM_TABLE').parentSpanContext?.spanId).toBe(named('setup').spanContext().spanId)
    for (const name of ['trial', 'run.execute']) {
      expect(named(name).status).toMatchObject({ code: SpanStatusCode.ERROR, message: expect.stringContaining('no memory') })
      expect(named(name).attributes['error.type']).toBe('benchmark')
    }
  })

  test('plans ids for every phase of every trial, no two alike', () => {
    const trace = traceRun(
      telemetry,
      { spec: run, lease: { agentId: 'a-1', token: 1 }, enqueuedUnixMs: 0, claimedUnixMs: 0 },
      nsOfMs(1),
    )
    const plans = [trace.planTrial(), trace.planTrial()]
    expect(plans.map(({ phaseSpanIds }) => Object.keys(phaseSpanIds))).toEqual(
      Array(2).fill(['setup', 'warmup', 'measure', 'teardown']),
    )
    const ids = plans.flatMap(({ spanId, phaseSpanIds }) => [spanId, ...Object.values(phaseSpanIds)])
    expect(new Set(ids).size).toBe(10)
    for (const id of ids) expect(id).toMatch(/^(?!0{16})[0-9a-f]{16}$/)
  })

  test('starts a trace of its own when the traceparent cannot be read', () => {
    const trace = traceRun(
      telemetry,
      { spec: { ...run, traceparent: 'x' }, lease: { agentId: 'a-1', token: 1 }, enqueuedUnixMs: 0, claimedUnixMs: 0 },
      nsOfMs(1),
    )
    expect(trace.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/)
  })
})
