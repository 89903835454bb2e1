import type { Comparison, RunDetail } from '@ringside/contract'
import { failedRunFixture, type RunShape, runFixture } from '@ringside/contract/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareRuns } from './compare.ts'
import { noisy } from './simulation.ts'

const both = (run: RunDetail): Comparison[] => compareRuns({ run, backend: 'mapped' }, { run, backend: 'eventfd' })

/** A run whose throughput per trial is given. */
function runOf(a: readonly number[], b: readonly number[], shape: RunShape = {}): RunDetail {
  return runFixture({
    trials: a.length,
    ...shape,
    touch: (trial) => {
      const samples = trial.backend === 'mapped' ? a : b
      return { ...trial, metrics: { throughput_pps: samples[trial.index] as number } }
    },
  })
}

describe('compareRuns', () => {
  it('compares every judged metric of the workload, as pairs within a run', () => {
    const run = runFixture({
      label: 'latency 64 B',
      workload: { kind: 'latency', rate: '50kpps' },
      levels: { mapped: 400, eventfd: 9_000 },
    })
    const comparisons = both(run)
    expect(comparisons.map(({ label, metric, unit }) => [label, metric, unit])).toEqual([
      ['latency p50 64 B', 'latency_ns_p50', 'ns'],
      ['latency p99 64 B', 'latency_ns_p99', 'ns'],
    ])
    for (const { verdict, paired, ratio, interval, a } of comparisons) {
      expect(verdict).toBe('faster')
      expect(paired).toBe(true)
      expect(ratio).toBeCloseTo(400 / 9_000, 2)
      expect(interval[0]).toBeLessThan(ratio)
      expect(interval[1]).toBeGreaterThan(ratio)
      expect(a.samples).toHaveLength(10)
    }
  })

  it('finds no difference between a run and itself', () => {
    for (const trials of [1, 10]) {
      const run = runFixture({ trials })
      const [comparison] = compareRuns({ run, backend: 'mapped' }, { run, backend: 'mapped' })
      expect(comparison).toMatchObject({ ratio: 1, interval: [1, 1], pValue: 1, verdict: 'no difference' })
      expect(comparison?.caveats).toContain('both sides are the same measurement')
    }
  })

  it('finds a step of 10 % in 10 trials with 2 % noise, in 99 of 100 runs', () => {
    let found = 0
    for (let i = 0; i < 100; i++) {
      const a = noisy(2 * i, { level: 11e6, noiseRatio: 0.02, trials: 10 })
      const b = noisy(2 * i + 1, { level: 10e6, noiseRatio: 0.02, trials: 10 })
      if (both(runOf(a, b))[0]?.verdict === 'faster') found++
    }
    expect(found).toBeGreaterThanOrEqual(99)
  })

  it('calls at most about 5 % of equal pairs different, even with no minimum change', () => {
    for (const [trials, noiseRatio] of [
      [5, 0.05],
      [10, 0.02],
      [20, 0.1],
    ] as const) {
      let wrong = 0
      for (let i = 0; i < 200; i++) {
        const [a, b] = [noisy(4 * i, { level: 1e7, noiseRatio, trials }), noisy(4 * i + 1, { level: 1e7, noiseRatio, trials })]
        const verdict = both(runOf(a, b, { minChangeRatio: 0 }))[0]?.verdict
        if (verdict === 'faster' || verdict === 'slower') wrong++
      }
      expect(wrong / 200, `${trials} trials`).toBeLessThanOrEqual(0.075)
    }
  })

  it('keeps a shared disturbance out of the verdict when trials are pairs', () => {
    const disturbance = noisy(5, { level: 1, noiseRatio: 0.25, trials: 10 })
    const a = noisy(6, { level: 10.6e6, noiseRatio: 0.005, trials: 10 }).map((value, i) => value * (disturbance[i] as number))
    const b = noisy(7, { level: 10e6, noiseRatio: 0.005, trials: 10 }).map((value, i) => value * (disturbance[i] as number))
    expect(both(runOf(a, b))[0]?.verdict).toBe('faster')
    const apart = both(runOf(a, b, { order: 'sequential' }))[0]
    expect(apart?.paired).toBe(false)
    expect(apart?.verdict).toBe("can't tell")
    expect(apart?.caveats.join()).toContain('after all of the other')
  })

  it('makes no pairs of trials that ran in random order', () => {
    const [comparison] = both(runFixture({ order: 'random' }))
    expect(comparison).toMatchObject({ paired: false, verdict: 'faster', caveats: [] })
  })

  it("can't tell from four trials, and bounds nothing", () => {
    const [comparison] = both(runFixture({ trials: 4 }))
    expect(comparison).toMatchObject({ verdict: "can't tell", trialsNeeded: 5, interval: [0, Number.MAX_VALUE] })
    expect(comparison?.ratio).toBeGreaterThan(5)
    expect(comparison?.caveats.join()).toContain('at least 5')
  })

  it('answers in JSON also where a backend carried nothing', () => {
    const [forth] = both(runOf(new Array(6).fill(0), new Array(6).fill(1e6)))
    const [back] = both(runOf(new Array(6).fill(1e6), new Array(6).fill(0)))
    expect(forth).toMatchObject({ ratio: 0, verdict: "can't tell" })
    expect(back).toMatchObject({ ratio: Number.MAX_VALUE, verdict: "can't tell" })
    expect(JSON.parse(JSON.stringify(back))).toEqual(back)
    expect(back?.caveats).toContain('a median of 0 has no ratio')
  })

  it('yields nothing for a run that failed or another kind of workload', () => {
    const run = runFixture()
    expect(both(failedRunFixture())).toEqual([])
    const latency = runFixture({ id: 'r-other', workload: { kind: 'latency', rate: '1kpps' } })
    expect(compareRuns({ run, backend: 'mapped' }, { run: latency, backend: 'mapped' })).toEqual([])
  })

  it('inverts ratio, interval and verdict when the sides are exchanged', () => {
    const samples = fc.array(fc.double({ min: 1e6, max: 4e6, noNaN: true }), { minLength: 6, maxLength: 12 })
    fc.assert(
      fc.property(samples, samples, fc.boolean(), (a, b, paired) => {
        const size = Math.min(a.length, b.length)
        const run = runOf(a.slice(0, size), b.slice(0, size), { order: paired ? 'interleave' : 'sequential' })
        const [forth] = both(run) as [Comparison]
        const [back] = compareRuns({ run, backend: 'eventfd' }, { run, backend: 'mapped' }) as [Comparison]
        expect(forth.ratio * back.ratio).toBeCloseTo(1, 9)
        expect(forth.interval[0] * back.interval[1]).toBeCloseTo(1, 9)
        expect(back.pValue).toBeCloseTo(forth.pValue, 9)
        expect([forth.verdict, back.verdict].toSorted().join()).toMatch(
          /^(faster,slower|no difference,no difference|can't tell,can't tell)$/,
        )
      }),
      { numRuns: 30 },
    )
  })
})
