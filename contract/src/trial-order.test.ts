import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunSpec } from './run.ts'
import { orderTrials } from './trial-order.ts'

type Spec = Pick<RunSpec, 'backends' | 'trials' | 'order' | 'seed'>

const backend = (name: string) => ({ name, kind: 'emulated', doorbell: 'mapped', device: 'polling' }) as const
const spec = (order: Spec['order'], trials: number, seed = 1): Spec => ({
  backends: [backend('a'), backend('b')],
  trials,
  order,
  seed,
})

const anySpec: fc.Arbitrary<Spec> = fc.record({
  backends: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 5 }).map((names) => names.map(backend)),
  trials: fc.integer({ min: 1, max: 40 }),
  order: fc.constantFrom('interleave', 'random', 'sequential'),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
})

describe('orderTrials', () => {
  it('drives every trial of every backend exactly once and in ascending index', () => {
    fc.assert(
      fc.property(anySpec, (any) => {
        const order = orderTrials(any)
        for (const { name } of any.backends) {
          const indexes = order.filter((trial) => trial.backend === name).map((trial) => trial.index)
          expect(indexes).toEqual(Array.from({ length: any.trials }, (_, index) => index))
        }
        expect(order).toHaveLength(any.trials * any.backends.length)
      }),
    )
  })

  it('gives the same order for the same seed', () => {
    fc.assert(
      fc.property(anySpec, (any) => {
        expect(orderTrials(any)).toEqual(orderTrials(any))
      }),
    )
  })

  it('interleaves whole rounds, the second round of a couple mirroring the first', () => {
    fc.assert(
      fc.property(anySpec, (any) => {
        const width = any.backends.length
        const order = orderTrials({ ...any, order: 'interleave' })
        for (let at = 0; at < order.length; at += width) {
          const round = order.slice(at, at + width)
          expect(new Set(round.map((trial) => trial.index))).toEqual(new Set([at / width]))
          if ((at / width) % 2 === 1) {
            const before = order.slice(at - width, at).map((trial) => trial.backend)
            expect(round.map((trial) => trial.backend)).toEqual(before.toReversed())
          }
        }
      }),
    )
  })

  it('starts about half of the couples with either backend', () => {
    const order = orderTrials(spec('interleave', 1000))
    const couples = Array.from({ length: 500 }, (_, couple) => order[couple * 4]?.backend)
    const startedByA = couples.filter((name) => name === 'a').length
    expect(startedByA).toBeGreaterThan(200)
    expect(startedByA).toBeLessThan(300)
  })

  it('does not start alike for neighbouring seeds', () => {
    const starts = new Set(
      Array.from({ length: 20 }, (_, seed) =>
        orderTrials(spec('random', 8, seed))
          .map((trial) => trial.backend)
          .join(''),
      ),
    )
    expect(starts.size).toBeGreaterThan(15)
  })

  it('runs one backend after the other when sequential', () => {
    expect(orderTrials(spec('sequential', 2)).map((trial) => `${trial.backend}${trial.index}`)).toEqual(['a0', 'a1', 'b0', 'b1'])
  })
})
