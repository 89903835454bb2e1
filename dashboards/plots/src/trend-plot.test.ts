import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderSvg } from './render.ts'
import { seriesOf } from './theme.ts'
import { indexAt, nearestFigure, type TrendLine } from './trend-line.ts'
import { trendPlot } from './trend-plot.ts'
import { placeOf, yRange } from './trend-range.ts'

const lineOf = (value: readonly number[], endedAtMs = value.map((_, i) => i * 1_000)): TrendLine => ({
  backend: 'sw',
  host: 'h-1',
  runs: value.map((_, i) => `r-${i}`),
  endedAtMs,
  value,
  low: value.map((each) => each * 0.9),
  high: value.map((each) => each * 1.1),
  trials: value.map(() => 8),
  flaws: value.map((_, i) => (i === 1 ? 1 : 0)),
})

const metric = { name: 'latency_ns_p99', title: 'latency p99', unit: 'ns' }
const plotOf = (line: TrendLine, window: readonly [number, number] = [0, 10_000]) =>
  trendPlot([line], {
    title: 'latency 64 B',
    metric,
    marks: [{ atMs: 2_000, kind: 'alert', words: 'alert: 1.21 x' }],
    picks: [],
    window,
    seriesOf: seriesOf(['sw']),
  })

describe('a trend', () => {
  it('is drawn with its marks in words and its axis in units', () => {
    const svg = renderSvg(plotOf(lineOf([20_000, 21_000, 25_000])))
    expect(svg).toContain('alert: 1.21 x')
    expect(svg).toMatch(/>2\d\.0 µs</)
  })

  it('has a row for each figure in its table, with units in the names of columns', () => {
    const [head, first] = plotOf(lineOf([20_000, 21_000])).table()
    expect(head).toEqual([
      'run',
      'ended_at',
      'backend',
      'host',
      'latency_ns_p99_median',
      'latency_ns_p99_quartile_1',
      'latency_ns_p99_quartile_3',
      'trials',
      'flaws',
    ])
    expect(first).toEqual(['r-0', '1970-01-01T00:00:00.000Z', 'sw', 'h-1', 20_000, 18_000, 22_000, 8, 0])
  })
})

describe('the axis of a trend', () => {
  it('holds what is in the window, from zero where it is linear, whatever the figures', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(values, fc.constantFrom('ns', 'pps', 'ratio'), (value, unit) => {
        const line = lineOf(value)
        const [low, high] = yRange([line], [0, value.length * 1_000], placeOf(unit))
        expect(high).toBeGreaterThan(low)
        if (unit === 'ns') expect(low).toBeGreaterThan(0)
        else expect(low).toBe(0)
        expect(high).toBeGreaterThanOrEqual(Math.max(...line.high) * (1 - 1e-9))
      }),
    )
  })

  it('fits to the part of the time that is looked at', () => {
    const [, high] = yRange([lineOf([10, 20, 9_000])], [0, 1_500], placeOf('ns'))
    expect(high).toBeLessThan(100)
  })
})

describe('the figure that is pointed at', () => {
  it('is the one of the time before or after that is nearest', () => {
    const line = lineOf([1, 2, 3])
    const at = (atMs: number) => nearestFigure([line], atMs, ({ index }) => Math.abs((line.endedAtMs[index] ?? 0) - atMs))?.index
    expect([at(-5), at(400), at(600), at(1_400), at(99_000)]).toEqual([0, 0, 1, 1, 2])
    expect(nearestFigure([], 0, () => 0)).toBeUndefined()
  })

  it('is found among any number of times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000 })), fc.integer({ min: -5, max: 1_005 }), (times, atMs) => {
        const sorted = times.toSorted((a, b) => a - b)
        const found = sorted.findIndex((time) => time >= atMs)
        expect(indexAt(lineOf(sorted, sorted), atMs)).toBe(found < 0 ? sorted.length : found)
      }),
    )
  })
})
