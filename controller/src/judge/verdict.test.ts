import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evidence, judge } from './verdict.ts'

const evidence = (changes: Partial<Evidence>): Evidence => ({
  ratio: 1,
  interval: [0.99, 1.01],
  trials: 10,
  better: 'higher',
  minChangeRatio: 0.02,
  ...changes,
})

describe('judge', () => {
  it('names a large and certain difference by the direction that is better', () => {
    const certain = { ratio: 1.3, interval: [1.2, 1.4] } as const
    expect(judge(evidence(certain)).verdict).toBe('faster')
    expect(judge(evidence({ ...certain, better: 'lower' })).verdict).toBe('slower')
    expect(judge(evidence({ ratio: 0.08, interval: [0.07, 0.09], better: 'lower' })).verdict).toBe('faster')
  })

  it('calls a certain difference below the minimum no difference', () => {
    expect(judge(evidence({ ratio: 1.012, interval: [1.005, 1.018] }))).toEqual({ verdict: 'no difference' })
  })

  it("can't tell from an interval that is wider than the change that matters", () => {
    expect(judge(evidence({ ratio: 1.0, interval: [0.9, 1.11] }))).toEqual({ verdict: "can't tell", trialsNeeded: 290 })
    expect(judge(evidence({ ratio: 1.012, interval: [1.001, 1.06] })).verdict).toBe("can't tell")
  })

  it('asks for fewer trials the larger the ratio already is', () => {
    const needed = (ratio: number) => judge(evidence({ ratio, interval: [0.98, 1.25] })).trialsNeeded ?? 0
    expect(needed(1.2)).toBeLessThan(needed(1.05))
    expect(needed(1.2)).toBeGreaterThan(10)
  })

  it("can't tell from fewer than five trials, whatever the interval", () => {
    expect(judge(evidence({ ratio: 2, interval: [1.9, 2.1], trials: 4 }))).toEqual({ verdict: "can't tell", trialsNeeded: 5 })
  })

  it('needs no trials beyond count when nothing would help', () => {
    expect(judge(evidence({ ratio: 1, interval: [0.9, 1.1], minChangeRatio: 0 }))).toEqual({ verdict: "can't tell" })
    expect(judge(evidence({ ratio: 0, interval: [0, Number.MAX_VALUE] }))).toEqual({ verdict: "can't tell" })
  })

  it('mirrors when the sides are exchanged', () => {
    const positive = fc.double({ min: 0.2, max: 5, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(positive, positive, positive), fc.constantFrom(0, 0.02, 0.1), (values, minChangeRatio) => {
        const [low, ratio, high] = values.toSorted((x, y) => x - y) as [number, number, number]
        const forth = judge(evidence({ ratio, interval: [low, high], minChangeRatio })).verdict
        const back = judge(evidence({ ratio: 1 / ratio, interval: [1 / high, 1 / low], minChangeRatio })).verdict
        expect(back).toBe(mirrored[forth])
      }),
    )
  })
})

const mirrored = { faster: 'slower', slower: 'faster', 'no difference': 'no difference', "can't tell": "can't tell" } as const
