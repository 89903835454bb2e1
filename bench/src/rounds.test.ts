import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runRounds } from './rounds.ts'
import { fakeSide } from './testing/fake-side.ts'

const never = new AbortController().signal

test('the order of the sides is swapped every round', async () => {
  const calls: string[] = []
  const contest = {
    ours: [{ case: 'a', side: fakeSide('ours', { calls }) }],
    peers: [fakeSide('p', { calls }), fakeSide('q', { calls })],
  }
  await runRounds(contest, { rounds: 3, signal: never })
  const order = calls.map((call) => call.replace('.trial', '')).join(' ')
  expect(order).toBe('ours p q q p ours ours p q')
})

test('whatever the order, every side is measured once a round and its value stays with it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.nat(6), async (ours, peers, rounds) => {
      const side = (first: number) => fakeSide(String(first), { rates: Array.from({ length: 8 }, (_, i) => first + i) })
      const contest = {
        ours: Array.from({ length: ours }, (_, i) => ({ case: String(i), side: side(100 * i) })),
        peers: Array.from({ length: peers }, (_, i) => side(1000 * i)),
      }
      const measured = await runRounds(contest, { rounds, signal: never })
      expect(measured).toEqual(
        Array.from({ length: rounds }, (_, round) => ({
          ours: Array.from({ length: ours }, (_, i) => 100 * i + round),
          peers: Array.from({ length: peers }, (_, i) => 1000 * i + round),
        })),
      )
    }),
  )
})

test('an abort ends it before the next trial', async () => {
  const interruption = new AbortController()
  const side = fakeSide('ours')
  const options = { rounds: 5, signal: interruption.signal, onTrial: () => interruption.abort() }
  await expect(runRounds({ ours: [{ case: 'a', side }], peers: [] }, options)).rejects.toThrow()
  expect(side.calls).toEqual(['ours.trial'])
})
