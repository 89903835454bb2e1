import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate } from './bootstrap-detector.simulation.ts'
import { bootstrapDetector } from './bootstrap-detector.ts'

const steady = (level: number, runs: number) =>
  Array.from({ length: runs }, (_, run) => [1, 2, 3, 4, 5].map((i) => level * (1 + 0.002 * ((run * 3 + i * 2) % 5))))
const judged = (current: number, changes: object = {}) =>
  bootstrapDetector({
    baseline: steady(100, 8),
    current: steady(current, 1)[0] ?? [],
    worse: 'higher',
    minChangeRatio: 0.05,
    ...changes,
  })

describe('a run is', () => {
  it('worse when all of its interval is beyond the change that matters, in the direction that is worse', () => {
    expect(judged(120)).toMatchObject({ verdict: 'worse' })
    expect(judged(120).ratio).toBeCloseTo(1.2, 2)
    expect(judged(120, { worse: 'lower' }).verdict).toBe('not worse')
    expect(judged(80, { worse: 'lower' }).verdict).toBe('worse')
    expect(judged(104).verdict).toBe('not worse')
  })

  it('not to be told about when its interval is not all beyond it', () => {
    const baseline = [90, 95, 100, 105, 110].map((level) => [level])
    const found = judged(112, { baseline })
    expect(found.verdict).toBe("can't tell")
    expect(found.why).toMatch(/^1\.12 x \[[\d.]+, [\d.]+\] of the median of 5 runs: not all of it above 1\.05 x$/)
  })

  it('without a baseline before there are three', () => {
    expect(judged(200, { baseline: steady(100, 2) })).toMatchObject({
      verdict: 'no baseline',
      why: '2 good runs before it, at least 3 are needed',
    })
  })

  it('worse when nothing arrives any more, and of a baseline of nothing there is no telling', () => {
    expect(judged(0, { worse: 'lower' }).verdict).toBe('worse')
    expect(judged(100, { baseline: steady(0, 5) }).verdict).toBe("can't tell")
  })
})

it('finds the same for the same values, in an interval that is one, and never throws', () => {
  const trials = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 8 })
  const values = fc.record({
    baseline: fc.array(trials, { maxLength: 12 }),
    current: trials,
    worse: fc.constantFrom('higher' as const, 'lower' as const),
    minChangeRatio: fc.double({ min: 0.001, max: 10, noNaN: true }),
  })
  fc.assert(
    fc.property(values, (input) => {
      const found = bootstrapDetector(input)
      expect(bootstrapDetector(input)).toEqual(found)
      expect(found.interval[0]).toBeLessThanOrEqual(found.interval[1])
      expect([found.ratio, ...found.interval].every(Number.isFinite)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

describe('of series of twelve runs', () => {
  const noisy = { runNoise: 0.03, minChangeRatio: 0.05, series: 40 }
  it.each([0, 0.7])('without a step hardly any opens an alert, with noise correlated by %d', (correlation) => {
    expect(simulate({ ...noisy, correlation, step: 1 }).openedRatio).toBeLessThanOrEqual(0.025)
  })

  it('with a step of a fifth nearly all open one, and none before it', () => {
    const found = simulate({ ...noisy, runNoise: 0.02, correlation: 0, step: 1.2 })
    expect(found.openedRatio).toBeGreaterThanOrEqual(0.9)
    expect(found.falseRatio).toBe(0)
  })
})
