import { queuesFixture } from '@ringside/contract/testing'
import { describe, expect, test } from 'vitest'
import type { TrialOutcome } from './datapath.ts'
import { runTrial, type TrialPlan } from './run-trial.ts'
import { exampleRun } from './testing/run-spec.ts'
import { scriptDatapath } from './testing/scripted-datapath.ts'
import { trialConfig } from './trial-config.ts'
import { trialResult } from './trial-result.ts'

const run = exampleRun({ warmupMs: 0, durationMs: 10 })
const backend = run.backends[0] as (typeof run.backends)[number]
const plan: TrialPlan = { backend: 'mapped', index: 2, config: trialConfig({ ...run, backend }, {}) }
const never = { signal: new AbortController().signal }

describe('a trial', () => {
  test('that ends well yields throughput of what arrived intact, and its latency percentiles', async () => {
    const latency = { count: 9, minNs: 1, p50Ns: 2, p90Ns: 3, p99Ns: 4, p999Ns: 5, maxNs: 6, histogram: 'HISTFAAA' }
    const trial = await runTrial(scriptDatapath({ outcome: { latency } }), plan, never)
    if (!trial.ok) throw new Error(trial.failure.message)
    const result = trialResult(trial)
    expect(result.metrics).toEqual({
      throughput_pps: 990_000,
      throughput_bps: 990_000 * 64 * 8,
      latency_ns_min: 1,
      latency_ns_p50: 2,
      latency_ns_p90: 3,
      latency_ns_p99: 4,
      latency_ns_p999: 5,
      latency_ns_max: 6,
    })
    expect(result).toMatchObject({
      backend: 'mapped',
      index: 2,
      latencyHistogram: 'HISTFAAA',
      packets: { sent: 1000, verified: 990, lost: 10 },
    })
    expect(result.environment).toMatchObject({ driverCpu: null, deviceCpu: null, pages: '4K' })
    expect(BigInt(result.startedUnixNs)).toBeLessThanOrEqual(trial.endedUnixNs)
  })

  test('on a device that injects faults succeeds whatever that lost, and carries what was counted', async () => {
    const queues = queuesFixture({ packets: 1_000, frameBytes: 64, burst: 8, broken: 'descriptor 300 of 256' })
    const counted = {
      expectedFaults: true,
      verify: 'header',
      queues,
      intendedRatePps: 5e4,
      cyclesPerPacket: { driver: 31, device: 45 },
    } as const
    const outcome = {
      ...counted,
      queues: structuredClone(queues) as TrialOutcome['queues'],
      lost: 900,
      corrupt: 50,
      verified: 50,
      duplicate: 3,
    }
    const trial = await runTrial(scriptDatapath({ outcome }), plan, never)
    if (!trial.ok) throw new Error(trial.failure.message)
    expect(trialResult(trial)).toMatchObject({
      ...counted,
      offeredRatePps: 1e6,
      packets: { lost: 900, corrupt: 50, duplicate: 3 },
    })
  })

  test('at no rate and on a processor that does not count says neither', async () => {
    const trial = await runTrial(scriptDatapath(), plan, never)
    const result = trial.ok ? trialResult(trial) : {}
    for (const absent of ['intendedRatePps', 'cyclesPerPacket']) expect(result).not.toHaveProperty(absent)
    expect(result).toMatchObject({ verify: 'full', expectedFaults: false, queues: [] })
  })

  test('without a packet back has no latency, and one of no duration no throughput', async () => {
    const latency = { count: 0, minNs: 0, p50Ns: 0, p90Ns: 0, p99Ns: 0, p999Ns: 0, maxNs: 0, histogram: 'H' }
    const trial = await runTrial(scriptDatapath({ outcome: { latency, durationNs: 0 } }), plan, never)
    expect(trial.ok && trialResult(trial).metrics).toEqual({})
  })

  test('fails as the benchmark, with the path and the remedy, when its capture cannot be read', async () => {
    const { frameBytes: _, ...config } = plan.config
    const datapath = scriptDatapath()
    const trial = await runTrial(datapath, { ...plan, config: { ...config, capturePath: '/no/such.pcap' } }, never)
    expect(trial).toMatchObject({
      ok: false,
      failure: { cause: 'benchmark', message: expect.stringMatching(/\/no\/such\.pcap.*ENOENT.*matrix\.frame/) },
    })
    expect(datapath.configs).toEqual([])
  })

  test('that the datapath rejects fails as the benchmark and keeps its ioctls', async () => {
    const trial = await runTrial(scriptDatapath({ fails: 'ring size 3 is not a power of two', ioctls: [{}] }), plan, never)
    expect(trial).toMatchObject({
      ok: false,
      stuck: false,
      failure: { cause: 'benchmark', message: expect.stringContaining('ring size 3') },
    })
    expect(trial.ioctls).toHaveLength(1)
  })

  test('that does not end in time is cancelled and fails as a timeout', async () => {
    const trial = await runTrial(scriptDatapath({ hangs: true }), { ...plan, graceMs: 40 }, never)
    expect(trial).toMatchObject({
      ok: false,
      stuck: false,
      failure: { cause: 'timeout', message: expect.stringContaining('0.05 s') },
    })
  })

  test('is cancelled by its signal and says why', async () => {
    const control = new AbortController()
    setTimeout(() => control.abort('agent stopped'), 20)
    const trial = await runTrial(scriptDatapath({ hangs: true }), plan, { signal: control.signal })
    expect(trial).toMatchObject({ ok: false, stuck: false, failure: { cause: 'infrastructure', message: 'agent stopped' } })
  })

  test('that ignores its cancellation is reported as stuck', async () => {
    const trial = await runTrial(scriptDatapath({ hangs: true, ignoresCancel: true }), { ...plan, graceMs: 20 }, never)
    expect(trial).toMatchObject({ ok: false, stuck: true, failure: { cause: 'timeout' } })
  })
})
