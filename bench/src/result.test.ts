import fc from 'fast-check'
import { expect, test } from 'vitest'
import { results } from './result.ts'
import { fakeSide } from './testing/fake-side.ts'

const bench = { name: 'datapath', unit: 'packets/s' }
const contest = {
  ours: [
    { case: 'x-split', side: fakeSide('ours split') },
    { case: 'x-packed', side: fakeSide('ours packed') },
  ],
  peers: [fakeSide('peer split'), fakeSide('peer packed')],
}

test('each of ours is compared with the better peer of the same round', () => {
  const rounds = [
    { ours: [30, 60], peers: [10, 20] },
    { ours: [30, 60], peers: [30, 20] },
    { ours: [30, 60], peers: [10, 15] },
  ]
  const [split, packed] = results(bench, contest, rounds)
  expect(split).toEqual({
    bench: 'datapath',
    case: 'x-split',
    ours: 30,
    peer: 20,
    peerName: 'peer packed',
    unit: 'packets/s',
    ratio: 1.5,
    samples: 3,
    spread: { min: 1, p25: 1.25, p75: 1.75, max: 2 },
  })
  expect(packed).toMatchObject({ case: 'x-packed', ours: 60, ratio: 3 })
})

test('a machine that is slow for a whole round changes no ratio', () => {
  const rate = fc.double({ min: 1, max: 1e9, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.record({ slow: fc.double({ min: 0.01, max: 1, noNaN: true }), rate }), { minLength: 1 }), (some) => {
      const rounds = some.map(({ slow, rate }) => ({
        ours: [3 * rate * slow, rate * slow],
        peers: [rate * slow, (rate * slow) / 2],
      }))
      const [first, second] = results(bench, contest, rounds)
      expect(first?.ratio).toBeCloseTo(3, 9)
      expect(second?.ratio).toBeCloseTo(1, 9)
      expect(first?.peerName).toBe('peer split')
    }),
  )
})

test('where less is better, the ratio says so and the smallest peer is the best one', () => {
  const times = { ...contest, unit: 'ms', lessIsBetter: true } as const
  const [first] = results(bench, times, [{ ours: [20, 200], peers: [400, 100] }])
  expect(first).toMatchObject({ unit: 'ms', ours: 20, peer: 100, peerName: 'peer packed', ratio: 5 })
})
