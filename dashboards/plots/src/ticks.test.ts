import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearTicks, logTicks } from './ticks.ts'

describe('ticks of a logarithmic axis', () => {
  it('are powers of ten over decades, and round numbers between them', () => {
    expect(logTicks(90, 11_000)).toEqual([100, 1_000, 10_000])
    expect(logTicks(900, 5_500)).toEqual([1_000, 2_000, 5_000])
    expect(logTicks(3_900, 5_100)).toEqual([4_000, 4_200, 4_400, 4_600, 4_800, 5_000])
  })

  it('are at least three, inside the axis, and rise, whatever the axis', () => {
    const axis = fc.tuple(fc.double({ min: 1e-3, max: 1e12, noNaN: true }), fc.double({ min: 1.001, max: 1e6, noNaN: true }))
    fc.assert(
      fc.property(axis, ([low, factor]) => {
        const high = low * factor
        const ticks = logTicks(low, high)
        expect(ticks.length).toBeGreaterThanOrEqual(3)
        expect(ticks.length).toBeLessThanOrEqual(18)
        expect(ticks.every((tick) => tick >= low * 0.999999 && tick <= high * 1.000001)).toBe(true)
        expect(new Set(ticks).size).toBe(ticks.length)
        expect(ticks).toEqual(ticks.toSorted((a, b) => a - b))
      }),
    )
  })
})

it('ticks of a linear axis are three to eight round steps', () => {
  expect(linearTicks(0, 10)).toEqual([0, 2, 4, 6, 8, 10])
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (high) => {
      const { length } = linearTicks(0, high)
      expect(length).toBeGreaterThanOrEqual(3)
      expect(length).toBeLessThanOrEqual(9)
    }),
  )
})
