import { addSpanCounts, noSpans, type RunDetail, runDefaults, tracingDefaults } from '@ringside/contract'
import { describe, expect, it } from 'vitest'
import { resultOf } from '../queue/testing/result.ts'
import { compare, reportOf } from './report.ts'

const counts = {
  ...noSpans,
  ioctl: { issued: 40, stored: 40 },
  doorbell: { rung: 1_000, recorded: 999, selected: 999, stored: 999 },
  eventsDropped: 1,
  dropped: 1,
}

function detail(
  id: string,
  over: Partial<RunDetail> & { backends?: readonly string[]; kind?: 'throughput' | 'latency' } = {},
): RunDetail {
  const { backends = ['a', 'b'], kind = 'throughput', ...rest } = over
  const workload = kind === 'throughput' ? ({ kind } as const) : ({ kind, rate: '50kpps' } as const)
  const spec = {
    id,
    submissionId: 's-1',
    suite: 'suite',
    host: 'bench-1',
    pointId: 'p1',
    label: `${kind} 64 B`,
    point: { workload, frame: 64, ringSize: 256, queues: 1, ring: 'split' },
    backends: backends.map((name) => ({ name, kind: 'emulated', doorbell: 'mapped', device: 'polling' }) as const),
    warmupMs: 1,
    durationMs: 1,
    trials: 6,
    order: 'interleave',
    seed: 1,
    tracing: { ...tracingDefaults, ringEvents: 16 },
    ...runDefaults,
    contentId: 'c-1',
    minChangeRatio: 0.02,
    traceparent: '',
  } as const
  const { submissionId, suite, host, pointId, contentId, repetition, priority, attempt, label } = spec
  const summary = {
    id,
    submissionId,
    suite,
    host,
    pointId,
    contentId,
    repetition,
    priority,
    attempt,
    label,
    backends,
    state: 'succeeded',
    traceId: '',
    submittedAt: '',
  } as const
  return { ...summary, spec, attempts: [], result: resultOf(id, backends, 6), spans: counts, ...rest }
}

const { result: _, spans: __, ...unmeasured } = detail('r-3')
const failed: RunDetail = { ...unmeasured, state: 'failed' }

describe('reportOf', () => {
  it('compares every pair of backends of each run that has a result, and adds the span counts up', () => {
    const runs = [detail('r-1', { backends: ['a', 'b', 'c'] }), detail('r-2'), failed]
    const report = reportOf({ id: 's-1', suite: 'suite', traceId: '', runs }, runs)
    expect(report.comparisons.map(({ a, b }) => `${a.runId} ${a.backend}/${b.backend}`)).toEqual([
      'r-1 a/b',
      'r-1 a/c',
      'r-1 b/c',
      'r-2 a/b',
    ])
    expect(report.runs).toHaveLength(3)
    expect(report.spans).toEqual(addSpanCounts(counts, counts))
    expect(report.spans.doorbell.stored).toBe(1_998)
  })
})

describe('compare', () => {
  const sidesOf = (outcome: ReturnType<typeof compare>) =>
    outcome.ok ? outcome.answer.comparisons.map(({ a, b }) => `${a.runId}:${a.backend} ${b.runId}:${b.backend}`) : outcome.detail

  it('compares the backends of one run when no other is named', () => {
    expect(sidesOf(compare({ run: detail('r-1') }, undefined))).toEqual(['r-1:a r-1:b'])
  })

  it('compares backends of equal name between two runs of one point', () => {
    expect(sidesOf(compare({ run: detail('r-1') }, { run: detail('r-2') }))).toEqual(['r-1:a r-2:a', 'r-1:b r-2:b'])
    expect(sidesOf(compare({ run: detail('r-1'), backend: 'b' }, { run: detail('r-2') }))).toEqual(['r-1:b r-2:b'])
  })

  it('finds no difference between a run and itself', () => {
    const run = detail('r-1')
    const outcome = compare({ run }, { run })
    for (const { ratio, verdict } of outcome.ok ? outcome.answer.comparisons : [])
      expect([ratio, verdict]).toEqual([1, 'no difference'])
    expect(outcome.ok && outcome.answer.comparisons).toHaveLength(2)
  })

  it('compares what is named on both sides, whatever the points', () => {
    const other = detail('r-2', { pointId: 'p2', backends: ['c'] })
    expect(sidesOf(compare({ run: detail('r-1'), backend: 'a' }, { run: other, backend: 'c' }))).toEqual(['r-1:a r-2:c'])
  })

  it('refuses what is not alike, and says what to do', () => {
    const one = { run: detail('r-1') }
    expect(sidesOf(compare(one, { run: detail('r-2', { pointId: 'p2' }) }))).toContain('RUN:BACKEND')
    expect(sidesOf(compare(one, { run: detail('r-2', { kind: 'latency' }) }))).toContain('same kind of workload')
    expect(sidesOf(compare(one, { run: failed }))).toContain('run r-3 is failed')
    expect(sidesOf(compare({ ...one, backend: 'z' }, one))).toContain("no backend 'z', it has a, b")
    expect(sidesOf(compare(one, { run: detail('r-2', { backends: ['c'] }) }))).toContain('share no such backend')
    expect(sidesOf(compare({ ...one, backend: 'a' }, undefined))).toContain('one side only')
    expect(sidesOf(compare({ run: detail('r-2', { backends: ['c'] }) }, undefined))).toContain('one backend only')
  })
})
