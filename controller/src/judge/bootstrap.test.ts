import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { independentInterval, pairedInterval } from './bootstrap.ts'
import { median } from './median.ts'
import { seededRandom } from './random.ts'
import { noisy } from './simulation.ts'

const sample = fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 5, maxLength: 20 })

describe('the bootstrap interval', () => {
  it('gives the same answer to the same question', () => {
    const [a, b] = [noisy(1, { level: 10, noiseRatio: 0.1, trials: 10 }), noisy(2, { level: 11, noiseRatio: 0.1, trials: 10 })]
    expect(independentInterval(a, b)).toEqual(independentInterval(a, b))
  })

  it('is a point at 1 for a sample paired with itself', () => {
    fc.assert(
      fc.property(sample, (a) => {
        expect(pairedInterval(a, a)).toEqual([1, 1])
      }),
      { numRuns: 20 },
    )
  })

  it('inverts when the sides are exchanged', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [low, high] = independentInterval(a, b)
        const [inverseLow, inverseHigh] = independentInterval(b, a)
        expect(inverseLow * high).toBeCloseTo(1, 9)
        expect(inverseHigh * low).toBeCloseTo(1, 9)
      }),
      { numRuns: 25 },
    )
  })

  it('encloses the ratio of the medians, and does not depend on the unit', () => {
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(1024, 2 ** -20), (a, b, factor) => {
        const [low, high] = independentInterval(a, b)
        const ratio = median(a) / median(b)
        expect(low).toBeLessThanOrEqual(ratio * (1 + 1e-12))
        expect(high).toBeGreaterThanOrEqual(ratio * (1 - 1e-12))
        const scale = (values: number[]) => values.map((value) => value * factor)
        expect(independentInterval(scale(a), scale(b))).toEqual([low, high])
      }),
      { numRuns: 25 },
    )
  })

  it('takes the medians a sort would take', () => {
    // A single outlier pair among equal values: the interval is 1 unless the walk over ranks loses count.
    for (const size of [5, 6, 7, 8, 21]) {
      const values = Array.from({ length: size }, (_, i) => (i === 0 ? 1e6 : 3))
      expect(pairedInterval(values, new Array(size).fill(3))[0]).toBe(1)
    }
  })

  it('stays finite when most of a side is zero', () => {
    const [low, high] = independentInterval([5, 5, 5, 5, 5], [0, 0, 5, 5, 5])
    expect(low).toBe(1)
    expect(Number.isFinite(high)).toBe(true)
    expect(() => pairedInterval([1, 2], [1])).toThrow(/2 and 1 values/)
  })

  it('covers the true ratio in about 95 of 100 experiments, alone and in pairs that share a disturbance', () => {
    const experiments = 250
    let [independent, paired] = [0, 0]
    for (let i = 0; i < experiments; i++) {
      const a = noisy(2 * i, { level: 1.1, noiseRatio: 0.05, trials: 10 })
      const b = noisy(2 * i + 1, { level: 1, noiseRatio: 0.05, trials: 10 })
      const random = seededRandom(9_000 + i)
      const disturbance = a.map(() => 0.5 + random())
      const disturbed = (values: readonly number[]) => values.map((value, k) => value * (disturbance[k] as number))
      if (covers(independentInterval(a, b), 1.1)) independent++
      if (covers(pairedInterval(disturbed(a), disturbed(b)), 1.1)) paired++
    }
    // The binomial standard deviation is 1.4 % here; conservative is fine, optimistic is not.
    expect(independent / experiments).toBeGreaterThan(0.91)
    expect(paired / experiments).toBeGreaterThan(0.91)
  })
})

const covers = ([low, high]: readonly [number, number], truth: number): boolean => low <= truth && truth <= high
