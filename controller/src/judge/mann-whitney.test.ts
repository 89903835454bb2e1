import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactLimit, mannWhitney } from './mann-whitney.ts'
import { seededRandom } from './random.ts'

describe('mannWhitney', () => {
  it('gives the textbook p of two separated samples: 2 / C(10, 5)', () => {
    const { u, pValue, method } = mannWhitney([6, 7, 8, 9, 10], [1, 2, 3, 4, 5])
    expect(u).toBe(25)
    expect(method).toBe('exact')
    expect(pValue).toBeCloseTo(2 / 252, 12)
  })

  it('counts every split of a small tied sample', () => {
    // Pooled mid-ranks 1, 2.5, 2.5, 4: of the six pairs of ranks only {1, 2.5} (twice) and {2.5, 4} (twice) are as far out.
    expect(mannWhitney([1, 2], [2, 3]).pValue).toBeCloseTo(4 / 6, 12)
  })

  it('finds nothing where all values are equal or a sample is empty', () => {
    expect(mannWhitney([5, 5, 5], [5, 5, 5]).pValue).toBe(1)
    expect(mannWhitney(new Array(30).fill(5), new Array(30).fill(5)).pValue).toBe(1)
    expect(mannWhitney([], [1]).pValue).toBe(1)
  })

  it('agrees above the limit with a permutation test, ties included', () => {
    const random = seededRandom(3)
    const draw = (shift: number) => Array.from({ length: exactLimit }, () => Math.floor(20 * random() + shift))
    const [a, b] = [draw(3), draw(0)]
    const { u, pValue, method } = mannWhitney(a, b)
    const center = (a.length * b.length) / 2
    let extreme = 0
    for (let i = 0; i < 2_000; i++) {
      const pool = [...a, ...b].map((value) => ({ value, key: random() })).sort((x, y) => x.key - y.key)
      const left = pool.slice(0, a.length).map(({ value }) => value)
      const right = pool.slice(a.length).map(({ value }) => value)
      const wins = left.reduce((sum, x) => sum + right.reduce((count, y) => count + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0)
      if (Math.abs(wins - center) >= Math.abs(u - center)) extreme++
    }
    expect(method).toBe('normal')
    expect(pValue).toBeGreaterThan(0.001)
    // Four standard deviations of a share seen in 2,000 draws.
    expect(Math.abs(pValue - extreme / 2_000)).toBeLessThan(4 * Math.sqrt((pValue * (1 - pValue)) / 2_000))
  })

  it('is symmetric, and blind to any increasing transformation', () => {
    const sample = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 25 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const p = mannWhitney(a, b).pValue
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
        expect(mannWhitney(b, a).pValue).toBeCloseTo(p, 9)
        expect(
          mannWhitney(
            a.map((x) => x ** 3),
            b.map((x) => x ** 3),
          ).pValue,
        ).toBeCloseTo(p, 9)
      }),
    )
  })
})
