import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearTicks, logDomain, logTicks, thinned } from './ticks.ts'

const positive = fc.double({ min: 1e-6, max: 1e15, noNaN: true })

describe('logarithmic ticks', () => {
  it('lie inside the domain, rising and not too many', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: 1.05, max: 1e9, noNaN: true }), (low, factor) => {
        const ticks = logTicks(low, low * factor)
        expect(ticks.length).toBeLessThan(14)
        for (const [i, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(low * (1 - 1e-9))
          expect(tick).toBeLessThanOrEqual(low * factor * (1 + 1e-9))
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] as number)
        }
      }),
    )
  })

  it('leave room for their labels, and keep the one that must be there', () => {
    fc.assert(
      fc.property(fc.array(positive, { maxLength: 30 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (ticks, room) => {
        const kept = thinned(ticks, { kept: 1, room })
        expect(kept).toContain(1)
        for (const [i, tick] of kept.entries())
          if (i > 0) expect(Math.log(tick / (kept[i - 1] as number))).toBeGreaterThanOrEqual(room * (1 - 1e-9))
      }),
    )
  })
})

it('ticks of an axis from zero are round numbers, zero among them', () => {
  expect(linearTicks(0, 13)).toEqual([0, 5, 10])
  fc.assert(
    fc.property(positive, (high) => {
      const ticks = linearTicks(0, high)
      expect(ticks[0]).toBe(0)
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(ticks.length).toBeLessThanOrEqual(5)
      expect(ticks.at(-1)).toBeLessThanOrEqual(high * (1 + 1e-9))
    }),
  )
})

describe('the domain of a logarithmic axis', () => {
  it('holds every value above zero, and a factor of 1.5 at least', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(0), positive)), (values) => {
        const [low, high] = logDomain(values)
        expect(high / low).toBeGreaterThanOrEqual(1.5)
        for (const value of values.filter((each) => each > 0)) {
          expect(value).toBeGreaterThan(low)
          expect(value).toBeLessThan(high)
        }
      }),
    )
  })
})
