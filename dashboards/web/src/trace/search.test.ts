import fc from 'fast-check'
import { expect, it } from 'vitest'
import { phaseOf, searchOf, withPhase } from './search.ts'

it('is everything for no words', () => {
  expect(searchOf('  ')).toEqual({ filter: {}, options: '' })
})

it('finds names in capitals or not, errors, durations, queues, phases, backends and trials, in the options of the command too', () => {
  expect(searchOf('vring >10us <1.5ms queue:0 queue=2 phase:measure backend:mapped trial:3 failed ENOMEM')).toEqual({
    filter: {
      name: ['*vring*', '*VRING*'],
      minDurationNs: 10_000,
      maxDurationNs: 1_500_000,
      queue: [0, 2],
      phase: 'measure',
      backend: 'mapped',
      trial: 2,
      failed: true,
      errno: 'ENOMEM',
    },
    options:
      "--name '*vring*' --name '*VRING*' --min-duration 10000ns --max-duration 1500000ns --queue 0 --queue 2 --phase measure --backend mapped --trial 3 --failed --errno ENOMEM",
  })
  expect(searchOf('doorbell.*')).toMatchObject({ filter: { name: ['doorbell.*'] } })
})

it('says which word it does not understand', () => {
  for (const word of ['queue:x', 'queue:70000', 'trial:0', '>10', '<fast', 'colour:red', '>99999999s'])
    expect(searchOf(`vring ${word}`)).toEqual({ problem: expect.stringContaining(`'${word}' is no part of a search`) })
})

it('never fails, and makes a filter that the interface takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const found = searchOf(text)
      if (found.problem !== undefined) return
      const { name = [], minDurationNs = 0, maxDurationNs = 0, queue = [] } = found.filter
      for (const glob of name) expect(glob.length).toBeGreaterThan(0)
      expect([minDurationNs, maxDurationNs, ...queue].every((each) => Number.isSafeInteger(each) && each >= 0)).toBe(true)
    }),
  )
})

it('has at most one phase, which the choice beside it changes', () => {
  expect(withPhase('vring phase:setup >1us', 'measure')).toBe('vring >1us phase:measure')
  expect(withPhase('phase:setup', '')).toBe('')
  expect([phaseOf('a phase:warmup b'), phaseOf('a')]).toEqual(['warmup', ''])
})
