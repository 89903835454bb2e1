import { join } from 'node:path'
import type { RunProgress } from '@ringside/contract'
import { afterEach, describe, expect, test } from 'vitest'
import { RunLog } from './artifacts/run-log.ts'
import { executeRun, type RunPorts } from './execute-run.ts'
import { readHostFacts } from './host-facts.ts'
import type { OtlpSettings } from './otlp/settings.ts'
import { RunFailed } from './run-failure.ts'
import { startTelemetry, type Telemetry } from './telemetry.ts'
import { type Answer, type OtlpReceiver, partialSuccess, startReceiver } from './testing/otlp-receiver.ts'
import { memoryLog, quickBackoff, scratchFolder, testSettings } from './testing/otlp-settings.ts'
import { exampleRun } from './testing/run-spec.ts'
import { type Script, scriptDatapath } from './testing/scripted-datapath.ts'
import { Tuner } from './tuning/tuner.ts'

let telemetry: Telemetry
let receiver: OtlpReceiver

/** Executes a run against a real receiver that answers as told. */
async function executed(
  script: Script,
  answers: Answer[] = [],
  options: { settings?: Partial<OtlpSettings>; signal?: AbortSignal } = {},
) {
  receiver = await startReceiver(answers)
  const settings = testSettings(receiver.endpoint, { patienceMs: 10_000, ...options.settings })
  telemetry = await startTelemetry({ hostId: 'h', settings, log: memoryLog(), backoff: quickBackoff })
  const datapath = scriptDatapath(script)
  const reasons: string[] = []
  const progress: RunProgress[] = []
  const onSpansDropped = (_count: number, reason: string) => void reasons.push(reason)
  const tuner = new Tuner({ file: join(scratchFolder(), 'tuning.json'), measuredCpus: () => [] })
  const onRestored = () => undefined
  const runLog = new RunLog()
  const hostFacts = () => readHostFacts('h')
  const ports: RunPorts = { datapath, telemetry, tuner, runLog, hostFacts, onSpansDropped, onRestored }
  const claimed = {
    spec: exampleRun(),
    lease: { agentId: 'a-1', token: 1 },
    enqueuedUnixMs: Date.now() - 100,
    claimedUnixMs: Date.now(),
  }
  const control = {
    signal: options.signal ?? new AbortController().signal,
    onProgress: (step: RunProgress) => void progress.push(step),
  }
  const result = executeRun(claimed, ports, control)
  return { result, datapath, reasons, progress }
}

const sdkBodies = () => receiver.bodies.filter((body) => !String(body).startsWith('doorbells'))

afterEach(async () => {
  await telemetry.shutdown(0)
  await receiver.close()
})

describe('executing a run', () => {
  test('drives the trials in their order and returns every result', async () => {
    const { result, datapath, progress } = await executed({ doorbells: [10, 5], ioctls: [{}, {}, {}] })
    const { trials, spans, runId } = await result
    expect(runId).toBe('r-test')
    expect(trials.map((trial) => `${trial.backend} ${trial.index}`).toSorted()).toEqual([
      'eventfd 0',
      'eventfd 1',
      'mapped 0',
      'mapped 1',
    ])
    expect(datapath.configs.map((config) => config.doorbell)).toEqual(trials.map((trial) => trial.backend))
    expect(spans).toEqual({
      ioctlIssued: 12,
      doorbellRung: 4 * 42,
      doorbellRecorded: 4 * 42,
      doorbellSelected: 4 * 42,
      outliersFound: 0,
      eventsDropped: 0,
      dropped: 0,
      spooled: 0,
    })
    expect(progress[0]?.phase).toMatch(/^(mapped|eventfd) 1\/2$/)
    expect(progress.at(-1)?.percent).toBeGreaterThanOrEqual(75)
  })

  test('sends doorbells with the run, backend and trial they belong to and the ids of their phases', async () => {
    const { result, datapath } = await executed({ doorbells: [10] })
    const { trials } = await result
    const first = datapath.headers[0]
    expect(first?.traceId).toBe('0af7651916cd43dd8448eb211c80319c')
    expect(Object.keys(first?.phaseSpanIds ?? {})).toEqual(['setup', 'warmup', 'measure', 'teardown'])
    expect(first?.scope).toEqual({
      'bench.run.id': 'r-test',
      'bench.suite': 'example',
      'vhost.backend': trials[0]?.backend,
      'bench.trial.index': '0',
    })
    expect(first?.resource).toMatchObject({ 'service.name': 'ringside-agent', 'host.id': 'h' })
  })

  test('loses no span to a receiver that fails for a while', async () => {
    const { result } = await executed({ doorbells: [10] }, ['cut', { status: 503 }, 'cut', { status: 429 }, 'cut'])
    expect((await result).spans).toMatchObject({ dropped: 0, spooled: 0 })
  })

  test('counts every span that was not delivered: rejected, refused and unreachable', async () => {
    const rejecting = await executed({ doorbells: [10] }, [
      { status: 200, body: partialSuccess(3) },
      { status: 200, body: partialSuccess(2) },
    ])
    expect((await rejecting.result).spans.dropped).toBe(5)
    expect(rejecting.reasons).toHaveLength(1)
    await telemetry.shutdown(0)
    await receiver.close()
    const failing = await executed(
      { doorbells: [10], ioctls: [{}], outcome: { kick: { rung: 30, suppressed: 0, dropped: 1, observationsDropped: 0 } } },
      Array<Answer>(999).fill({ status: 503 }),
      { settings: { patienceMs: 300, spool: { folder: '', limitBytes: 0 } } },
    )
    // Per trial 10 doorbells, 1 overflow, and 1 trial, 4 phase and 1 ioctl spans; and queue.wait and run.execute.
    expect((await failing.result).spans.dropped).toBe(4 * (10 + 1 + 6) + 2)
  })

  test('tells spans that are on disk from those that are lost, and does not wait for a receiver that is away', async () => {
    const away = Array<Answer>(999).fill({ status: 503 })
    const { result, reasons } = await executed({ doorbells: [10], ioctls: [{}] }, away, { settings: { patienceMs: 50 } })
    expect((await result).spans).toMatchObject({ dropped: 0, spooled: 4 * (10 + 6) + 2 })
    expect(reasons).toEqual([])
    away.length = 0
    await expect.poll(() => telemetry.exporter.counters(), { timeout: 40_000 }).toMatchObject({ delivered: 66, spooledSpans: 0 })
  })

  test('delivers within the run what an outage in its middle put on disk', async () => {
    const answers: Answer[] = [{ status: 200 }, ...Array<Answer>(3).fill('cut')]
    const { result } = await executed({ doorbells: [10] }, answers, { settings: { patienceMs: 20 } })
    expect((await result).spans).toMatchObject({ dropped: 0, spooled: 0 })
    // Of four trials their doorbells and their other spans, and those of the run.
    expect(receiver.accepted).toHaveLength(9)
  })

  test('sends nothing where the SDK is disabled, and says so in the counts', async () => {
    const { result } = await executed({ doorbells: [10] }, [], { settings: { disabled: true } })
    expect((await result).spans).toMatchObject({ dropped: 4 * (10 + 5) + 2, spooled: 0 })
    expect(receiver.bodies).toEqual([])
  })

  test('gives every span the attributes of the environment', async () => {
    const { result, datapath } = await executed({ doorbells: [10] }, [], {
      settings: { resource: { rack: 'b 7', 'host.id': 'x' } },
    })
    await result
    expect(datapath.headers[0]?.resource).toMatchObject({ rack: 'b 7', 'host.id': 'x', 'service.name': 'ringside-agent' })
    expect(Buffer.concat(sdkBodies()).includes('b 7')).toBe(true)
  })

  test('fails with the cause as JSON, after the spans of what was done have been sent', async () => {
    const { result } = await executed({ fails: 'the device stopped answering' })
    const error = await result.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RunFailed)
    const failure = JSON.parse((error as Error).message)
    expect(failure).toEqual({ cause: 'benchmark', message: expect.stringContaining('the device stopped answering') })
    expect(telemetry.exporter.counters().droppedBy).toEqual({})
    expect(Buffer.concat(sdkBodies()).includes('run.execute')).toBe(true)
  })

  test('is cancelled by its signal and fails with the reason', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort('agent stopped'), 100)
    const { result } = await executed({ hangs: true }, [], { signal: stop.signal })
    const error = (await result.catch((thrown: unknown) => thrown)) as RunFailed
    expect(error.failure).toEqual({ cause: 'infrastructure', message: 'agent stopped' })
  })
})
