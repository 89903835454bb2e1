import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clamped, lengthOf, offsetWords, panned, type Stretch, ticksOf, zoomed } from './time.ts'

const within: Stretch = { fromNs: 0, toNs: 3_600e9 }
const stretch = fc
  .tuple(fc.double({ min: -1e12, max: 4e12, noNaN: true }), fc.double({ min: 0, max: 4e12, noNaN: true }))
  .map(([fromNs, length]): Stretch => ({ fromNs, toNs: fromNs + length }))

const isInside = ({ fromNs, toNs }: Stretch) => fromNs >= -1e-3 && toNs <= within.toNs * (1 + 1e-12) && toNs > fromNs

describe('a stretch of time', () => {
  it('stays in the trace, whatever is done to it', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(stretch, fc.double({ min: 0.01, max: 100, noNaN: true }), share, (given, factor, at) => {
        const shown = clamped(given, within)
        const atNs = shown.fromNs + at * lengthOf(shown)
        expect(isInside(shown)).toBe(true)
        expect(isInside(zoomed(shown, { factor, atNs, within }))).toBe(true)
        expect(isInside(panned(shown, (at - 0.5) * 1e13, within))).toBe(true)
      }),
    )
  })

  it('keeps what it is zoomed around in its place', () => {
    const shown = { fromNs: 1e9, toNs: 3e9 }
    expect(zoomed(shown, { factor: 0.5, atNs: 1.5e9, within })).toEqual({ fromNs: 1.25e9, toNs: 2.25e9 })
    expect(zoomed(shown, { factor: 1e9, atNs: 1.5e9, within })).toEqual(within)
    expect(lengthOf(zoomed(shown, { factor: 1e-12, atNs: 1.5e9, within }))).toBeCloseTo(100)
  })
})

describe('ticks', () => {
  it('are round, in the stretch, evenly apart, and not more than asked', () => {
    fc.assert(
      fc.property(stretch, fc.integer({ min: 1, max: 30 }), (given, most) => {
        const shown = clamped(given, within)
        const { ticks } = ticksOf(shown, most)
        expect(ticks.length).toBeLessThanOrEqual(most + 1)
        for (const { ns } of ticks) expect(ns >= shown.fromNs - 1 && ns <= shown.toNs + 1).toBe(true)
        expect(new Set(ticks.map(({ words }) => words)).size).toBe(ticks.length)
      }),
    )
  })

  it('count from a round time deep in a trace, which is said once', () => {
    expect(ticksOf({ fromNs: 0, toNs: 1e9 }, 2)).toEqual({
      base: '',
      ticks: [
        { ns: 0, words: '0 ms' },
        { ns: 5e8, words: '500 ms' },
        { ns: 1e9, words: '1000 ms' },
      ],
    })
    const deep = ticksOf({ fromNs: 3_000_001_000, toNs: 3_000_001_900 }, 3)
    expect([deep.base, deep.ticks.map(({ words }) => words)]).toEqual(['3.000001 s +', ['0 ns', '500 ns']])
  })

  it('are beside times to the nanosecond', () => {
    expect([offsetWords(102_345_678), offsetWords(-1)]).toEqual(['+102.345678 ms', '−0.000001 ms'])
  })
})
