import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearScale, logScale, spread } from './axis.ts'

const positive = fc.double({ min: 1e-6, max: 1e15, noNaN: true })

describe('scales', () => {
  it('start throughput at zero and hold every value', () => {
    fc.assert(
      fc.property(positive, (max) => {
        const { at, ticks } = linearScale(max, [200, 0])
        expect(at(0)).toBe(200)
        expect(ticks[0]).toBe(0)
        expect(ticks.length).toBeLessThan(9)
        expect(at(max)).toBeGreaterThanOrEqual(0)
        expect(at(max)).toBeLessThan(70)
      }),
    )
    expect(linearScale(0, [200, 0]).at(0)).toBe(200)
  })

  it('put logarithmic ticks inside the domain, rising and not too many', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: 1.05, max: 1e9, noNaN: true }), (low, factor) => {
        const { at, ticks } = logScale([low, low * factor], [0, 100])
        expect(at(low)).toBeCloseTo(0, 6)
        expect(at(low * factor)).toBeCloseTo(100, 6)
        expect(ticks.length).toBeLessThan(14)
        for (const [i, tick] of ticks.entries()) {
          expect(at(tick)).toBeGreaterThanOrEqual(-1e-6)
          expect(at(tick)).toBeLessThanOrEqual(100 + 1e-6)
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] as number)
        }
      }),
    )
  })
})

describe('spread', () => {
  it('moves labels apart and keeps their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 8 }), (positions) => {
        const moved = spread(positions, 16).toSorted((x, y) => x - y)
        for (const [i, position] of moved.entries())
          if (i > 0) expect(position - (moved[i - 1] as number)).toBeGreaterThanOrEqual(16 - 1e-6)
      }),
    )
    expect(spread([100, 0], 16)).toEqual([100, 0])
  })
})
