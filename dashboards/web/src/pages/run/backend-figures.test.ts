import { runFixture } from '@ringside/contract/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backendFigures, middleOf } from './backend-figures.ts'

describe('middleOf', () => {
  it('has the quartiles of a known set', () => {
    expect(middleOf([4, 1, 3, 2])).toEqual({ median: 2.5, low: 1.75, high: 3.25 })
    expect(middleOf([7])).toEqual({ median: 7, low: 7, high: 7 })
  })

  it('lies in order, and within what it is of', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }), (values) => {
        const { low, median, high } = middleOf(values)
        expect([Math.min(...values), low, median, high, Math.max(...values)]).toEqual(
          [Math.min(...values), low, median, high, Math.max(...values)].toSorted((a, b) => a - b),
        )
      }),
    )
  })
})

describe('backendFigures', () => {
  it('adds up packets, and counts trials whose load fell behind', () => {
    const run = runFixture({
      trials: 4,
      touch: (trial) => ({ ...trial, generatorLimited: trial.index < 1, packets: { ...trial.packets, lost: 2 } }),
    })
    const [first] = backendFigures(run)
    expect(first).toMatchObject({ backend: run.backends[0], lost: 8, generatorLimited: 1 })
    expect(first?.metrics.get('throughput_pps')?.median).toBeGreaterThan(0)
  })

  it('is empty before there is a result', () => {
    const { result: _, ...run } = runFixture()
    expect(backendFigures(run)).toEqual([])
  })
})
