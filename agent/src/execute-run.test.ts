import type { RunProgress } from '@ringside/contract'
import { afterEach, describe, expect, test } from 'vitest'
import { executeRun, type RunPorts } from './execute-run.ts'
import { readHostFacts } from './host-facts.ts'
import { RunFailed } from './run-failure.ts'
import { startTelemetry, type Telemetry } from './telemetry.ts'
import { type Answer, type OtlpReceiver, partialSuccess, startReceiver } from './testing/otlp-receiver.ts'
import { exampleRun } from './testing/run-spec.ts'
import { type Script, scriptDatapath } from './testing/scripted-datapath.ts'

let telemetry: Telemetry
let receiver: OtlpReceiver

/** Executes a run against a real receiver that answers as told. */
async function executed(script: Script, answers: Answer[] = [], options: { patienceMs?: number; signal?: AbortSignal } = {}) {
  receiver = await startReceiver(answers)
  telemetry = startTelemetry('h', { endpoint: receiver.endpoint, patienceMs: options.patienceMs ?? 10_000 })
  const datapath = scriptDatapath(script)
  const reasons: string[] = []
  const progress: RunProgress[] = []
  const onSpansDropped = (_count: number, reason: string) => void reasons.push(reason)
  const ports: RunPorts = { datapath, telemetry, hostFacts: () => readHostFacts('h'), onSpansDropped }
  const claimed = { spec: exampleRun(), enqueuedUnixMs: Date.now() - 100, claimedUnixMs: Date.now() }
  const control = {
    signal: options.signal ?? new AbortController().signal,
    onProgress: (step: RunProgress) => void progress.push(step),
  }
  const result = executeRun(claimed, ports, control)
  return { result, datapath, reasons, progress }
}

const sdkBodies = () => receiver.bodies.filter((body) => !String(body).startsWith('doorbells'))

afterEach(async () => {
  telemetry.client.hurry(0)
  await telemetry.shutdown()
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
    expect((await result).spans.dropped).toBe(0)
    expect(telemetry.lost()).toBe(0)
  })

  test('counts every span that was not delivered: rejected, refused and unreachable', async () => {
    const rejecting = await executed({ doorbells: [10] }, [
      { status: 200, body: partialSuccess(3) },
      { status: 200, body: partialSuccess(2) },
    ])
    expect((await rejecting.result).spans.dropped).toBe(5)
    expect(rejecting.reasons).toHaveLength(2)
    await telemetry.shutdown()
    await receiver.close()
    const failing = await executed(
      { doorbells: [10], ioctls: [{}], outcome: { kick: { rung: 30, suppressed: 0, dropped: 1, observationsDropped: 0 } } },
      Array<Answer>(999).fill({ status: 503 }),
      { patienceMs: 300 },
    )
    // Per trial 10 doorbells, 1 overflow, and 1 trial, 4 phase and 1 ioctl spans; and queue.wait and run.execute.
    expect((await failing.result).spans.dropped).toBe(4 * (10 + 1 + 6) + 2)
  })

  test('fails with the cause as JSON, after the spans of what was done have been sent', async () => {
    const { result } = await executed({ fails: 'the device stopped answering' })
    const error = await result.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RunFailed)
    const failure = JSON.parse((error as Error).message)
    expect(failure).toEqual({ cause: 'benchmark', message: expect.stringContaining('the device stopped answering') })
    expect(telemetry.lost()).toBe(0)
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
