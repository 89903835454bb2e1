import type { AlertRule, RunSpec, TrialResult, WatchRule } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'
import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../runs/run-record.ts'
import { endedRunOf, inUnitOf, measuredRunOf, seriesOf } from './series.ts'
import { watchesOf } from './watches.ts'

const { spec, result } = runFixture({ workload: { kind: 'latency', rate: '50kpps' }, levels: { a: 2e6, b: 3e6 }, trials: 4 })
const seriesA = (changes: Partial<RunSpec> = {}, fingerprint = 'f1') => seriesOf({ ...spec, ...changes }, 'a', fingerprint)

const record = (touch: (trial: TrialResult) => TrialResult = (trial) => trial): RunRecord => ({
  spec,
  parentSpanId: '',
  position: 0,
  state: 'succeeded',
  submittedAtMs: 0,
  endedAtMs: 1,
  earlier: [],
  result: result && { ...result, trials: result.trials.map(touch) },
})
const ended = (touch?: (trial: TrialResult) => TrialResult) => endedRunOf(measuredRunOf(record(touch)), 'f1')

describe('a series goes on', () => {
  it('whatever stands beside its backend, however many trials there are, and in any suite', () => {
    const [own] = spec.backends
    expect(seriesA({ backends: own === undefined ? [] : [own], trials: 30, seed: 7, suite: 'another', priority: 0 })).toBe(
      seriesA(),
    )
  })

  it('not with another backend, point, host, fingerprint or way of measuring', () => {
    const [own, other] = spec.backends
    const others = [
      seriesA({ backends: [{ ...own, doorbell: 'mapped', device: 'sleeping' } as never, other as never] }),
      seriesA({ point: { ...spec.point, frame: 128 } }),
      seriesA({ host: 'another' }),
      seriesA({}, 'f2'),
      seriesA({ durationMs: spec.durationMs + 1 }),
      seriesA({ tracing: { ...spec.tracing, doorbells: 'off' } }),
      seriesA({ tuning: { governor: 'performance' } }),
    ]
    expect(new Set([seriesA(), ...others]).size).toBe(others.length + 1)
  })
})

describe('of a run', () => {
  it('trials count that measured the backend, and not what was asked to go wrong', () => {
    const [a] = ended().backends
    expect(a?.values.get('latency_ns_p99')).toHaveLength(4)
    expect(a?.values.get('loss_ratio')).toHaveLength(4)
    const odd = ended((trial) => ({ ...trial, expectedFaults: trial.index === 0, generatorLimited: trial.index === 1 }))
    expect(odd.backends[0]?.values.get('latency_ns_p99')).toHaveLength(2)
  })

  it('without the fingerprint of its host there is no series', () => {
    expect(endedRunOf(measuredRunOf(record()), undefined).backends).toEqual([])
  })

  it('loss is what is missing of the packets that were due', () => {
    const lossy = ended((trial) => ({ ...trial, packets: { ...trial.packets, sent: 80, unsent: 20, lost: 4 } }))
    const [arrived = Number.NaN] = lossy.backends[0]?.values.get('loss_ratio') ?? []
    expect(arrived).toBeCloseTo(0.76, 10)
    expect(inUnitOf('loss_ratio', arrived)).toBeCloseTo(0.24, 10)
  })
})

describe('a metric is watched', () => {
  const says = (minChangeRatio: number, changes: Partial<WatchRule> = {}): WatchRule => ({
    metric: 'latency_ns_p99',
    worse: 'higher',
    minChangeRatio,
    baselineRuns: 10,
    ...changes,
  })
  const rule = (name: string, minChangeRatio: number, changes: Partial<AlertRule> = {}): AlertRule => ({
    name,
    ...says(minChangeRatio),
    enabled: true,
    createdBy: '',
    createdAt: '',
    ...changes,
  })
  const watched = (rules: readonly AlertRule[], alerts: readonly WatchRule[] = [], labels: Record<string, string> = {}) =>
    watchesOf({ ...ended(), spec: { ...spec, alerts: [...alerts] } }, rules, labels).map(
      ({ of, rule: name, says: { minChangeRatio } }) => `${of.backend} ${name} ${minChangeRatio}`,
    )

  it('by the rule of its suite, else by the strictest that fits', () => {
    const rules = [rule('coarse', 0.2), rule('fine', 0.02)]
    expect(watched(rules)).toEqual(['a fine 0.02', 'b fine 0.02'])
    expect(watched(rules, [says(0.1, { backends: ['a'] })])).toEqual(['a suite 0.1', 'b fine 0.02'])
  })

  it('by no rule that is off, of another suite, for other hosts, or of what was not measured', () => {
    expect(watched([rule('off', 0.1, { enabled: false }), rule('else', 0.1, { suite: 'another' })])).toEqual([])
    const labelled = rule('lab', 0.1, { labels: { nic: 'e810' } })
    expect(watched([labelled])).toEqual([])
    expect(watched([labelled], [], { nic: 'e810', rack: '2' })).toHaveLength(2)
    const limited = ended((trial) => ({ ...trial, metrics: { throughput_pps: 1 } }))
    expect(watchesOf(limited, [rule('latency', 0.1)], {})).toEqual([])
  })

  it('also where no trial is to be judged, so that someone is told why', () => {
    const none = ended((trial) => ({ ...trial, generatorLimited: true }))
    expect(watchesOf(none, [rule('latency', 0.1)], {}).map(({ values }) => values)).toEqual([[], []])
  })
})
