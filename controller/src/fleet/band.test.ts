import fc from 'fast-check'
import { expect, it } from 'vitest'
import { judgeFigure, maxFigures, minFigures } from './band.ts'

const figure = fc.double({ min: 1, max: 1e9, noNaN: true })
const history = fc.array(figure, { minLength: minFigures, maxLength: 30 })

it('needs five figures for a band', () => {
  expect(judgeFigure(1, [1, 1, 1, 1], 0.02)).toEqual({ kind: 'not enough data', figures: 4 })
  expect(judgeFigure(1, [1, 1, 1, 1, 1], 0.02)).toMatchObject({ kind: 'within', figures: 5 })
})

it('knows a step from noise', () => {
  const before = [100, 101, 99, 100.5, 99.5, 100.2, 99.8]
  expect(judgeFigure(101.9, before, 0.02).kind).toBe('within')
  expect(judgeFigure(110, before, 0.02).kind).toBe('outside')
  expect(judgeFigure(90, before, 0.02).kind).toBe('outside')
})

it('is never narrower than the change that matters, and holds its own median', () => {
  fc.assert(
    fc.property(figure, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (level, minChange) => {
      const alike = Array(minFigures).fill(level)
      expect(judgeFigure(level * (1 + minChange * 0.99), alike, minChange).kind).toBe('within')
      expect(judgeFigure(level * (1 + minChange * 1.01), alike, minChange).kind).toBe('outside')
    }),
  )
})

it('does not depend on the unit, nor on the order of the figures, nor on figures of long ago', () => {
  fc.assert(
    fc.property(history, figure, fc.constantFrom(0.5, 2, 1024), (before, value, unit) => {
      const verdict = judgeFigure(value, before, 0.02)
      // Powers of two, so that nothing is rounded.
      expect(
        judgeFigure(
          value * unit,
          before.map((one) => one * unit),
          0.02,
        ).kind,
      ).toBe(verdict.kind)
      const recent = before.slice(0, maxFigures)
      expect(judgeFigure(value, recent.toReversed(), 0.02)).toEqual(verdict)
      expect(judgeFigure(value, [...recent, ...(recent.length === maxFigures ? [1e12] : [])], 0.02)).toEqual(verdict)
    }),
  )
})

it('what lies between two figures within lies within', () => {
  fc.assert(
    fc.property(history, fc.tuple(figure, figure), fc.double({ min: 0, max: 1, noNaN: true }), (before, [a, b], share) => {
      const within = (value: number) => judgeFigure(value, before, 0.02).kind === 'within'
      const between = Math.min(a, b) + share * Math.abs(a - b)
      if (within(a) && within(b)) expect(within(Math.min(Math.max(a, b), between))).toBe(true)
    }),
  )
})
