import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median } from './median.ts'
import { seededRandom } from './random.ts'
import { resampledMedian } from './resampled-median.ts'

const draws = 40_000

/** How often each value comes. */
function shares(draw: () => number): Map<number, number> {
  const found = new Map<number, number>()
  for (let i = 0; i < draws; i++) {
    const value = draw()
    found.set(value, (found.get(value) ?? 0) + 1 / draws)
  }
  return found
}

describe('medians of resamples', () => {
  it.each([1, 2, 3, 4, 5, 8, 9])('come as often as those of resamples that are drawn, of %i values', (size) => {
    const values = Array.from({ length: size }, (_, i) => 2 ** i)
    const [random, other] = [seededRandom(7), seededRandom(11)]
    const made = shares(resampledMedian(values, random))
    const drawn = shares(() => median(values.map(() => values[Math.floor(other() * size)] as number)))
    // Six standard deviations of a share of one half.
    for (const [value, share] of drawn) expect(Math.abs((made.get(value) ?? 0) - share)).toBeLessThan(0.022)
    expect([...made.keys()].filter((value) => !drawn.has(value) && (made.get(value) ?? 0) > 0.002)).toEqual([])
  })

  it('lie within the sample, whatever its size', () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(values, fc.integer(), (sample, seed) => {
        const draw = resampledMedian(sample, seededRandom(seed))
        for (let i = 0; i < 50; i++) {
          const drawn = draw()
          expect(drawn).toBeGreaterThanOrEqual(Math.min(...sample))
          expect(drawn).toBeLessThanOrEqual(Math.max(...sample))
        }
      }),
    )
  })
})
