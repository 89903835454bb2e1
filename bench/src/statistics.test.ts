import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, quantile, spreadOf } from './statistics.ts'

const values = fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 40 })

test('the median is the middle one, or half-way between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('a quantile between two numbers is interpolated', () => {
  expect(quantile([0, 10], 0.25)).toBe(2.5)
  expect(quantile([7], 0.75)).toBe(7)
})

test('a quantile of nothing is refused', () => {
  expect(() => median([])).toThrow(RangeError)
})

test('the spread is ordered, within the values, and does not depend on their order', () => {
  fc.assert(
    fc.property(values, (some) => {
      const { min, p25, p75, max } = spreadOf(some)
      expect([min, max]).toEqual([Math.min(...some), Math.max(...some)])
      expect([min, p25, p75, max]).toEqual([min, p25, p75, max].toSorted((a, b) => a - b))
      expect(spreadOf(some.toReversed())).toEqual({ min, p25, p75, max })
    }),
  )
})

test('the median of the inverse ratios is the inverse of the median for an odd number of pairs', () => {
  fc.assert(
    fc.property(values, (some) => {
      fc.pre(some.length % 2 === 1)
      expect(median(some.map((value) => 1 / value))).toBeCloseTo(1 / median(some), 6)
    }),
  )
})
