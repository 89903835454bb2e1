import fc from 'fast-check'
import { expect, it } from 'vitest'
import { densityLine } from './density.ts'

it('draws the most as the highest, nothing as nothing, and little as something', () => {
  expect(densityLine([1_000, 0, 1, 500], 4)).toBe('█ ▁▄')
  expect(densityLine([0, 0], 8)).toBe('  ')
  expect(densityLine([4, 4, 8, 8], 2)).toBe('▄█')
})

it('has as many columns as there is room or there are counts, whatever the counts', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 64 }), fc.integer({ min: 1, max: 80 }), (counts, columns) => {
      const line = densityLine(counts, columns)
      expect([...line]).toHaveLength(Math.min(columns, counts.length))
      expect(line.trim() === '').toBe(counts.every((count) => count === 0))
    }),
  )
})
