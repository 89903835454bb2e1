import type { TrialResult } from '@ringside/contract'
import { queuesFixture, runFixture } from '@ringside/contract/testing'
import { describe, expect, it } from 'vitest'
import { arrivalWord, cautionsOf } from './caution.ts'
import { batchWords, dropWords, queueName } from './queue.ts'

function trialsWith(change: (trial: TrialResult) => Partial<TrialResult>): readonly TrialResult[] {
  return runFixture({ trials: 2, touch: (trial) => ({ ...trial, ...change(trial) }) }).result?.trials ?? []
}

describe('cautionsOf', () => {
  it('has nothing to say of trials that were verified whole', () => {
    expect(cautionsOf(trialsWith(() => ({})))).toEqual([])
  })

  it('says what was not verified', () => {
    expect(cautionsOf(trialsWith(() => ({ verify: 'off' })))).toEqual(['packets were not verified'])
    expect(cautionsOf(trialsWith(() => ({ verify: 'header' })))).toEqual(['packets were verified by header only'])
  })

  it('names the backends that faults were injected into', () => {
    const trials = trialsWith(({ backend }) => ({ expectedFaults: backend === 'eventfd' }))
    expect(cautionsOf(trials)).toEqual(['faults were injected into eventfd: this is no comparison of speed'])
  })

  it('says which queue broke, how often and why', () => {
    const queues = queuesFixture({ packets: 1, frameBytes: 64, burst: 1, broken: 'chain longer than the ring' })
    const trials = trialsWith(({ backend, index }) => (backend === 'mapped' && index === 1 ? { queues } : {}))
    expect(cautionsOf(trials)).toEqual(['queue 1 tx of mapped broke in 1 of 2 trials: chain longer than the ring'])
  })
})

it('packets are called verified only where they were', () => {
  expect(arrivalWord(trialsWith(() => ({})))).toBe('verified')
  expect(arrivalWord(trialsWith(({ index }) => (index === 0 ? { verify: 'header' } : {})))).toBe('verified by header')
  expect(arrivalWord(trialsWith(({ index }) => (index === 0 ? { verify: 'off' } : {})))).toBe('arrived')
})

describe('queues in words', () => {
  it('names a queue, its drops by cause, and sizes of batches', () => {
    expect(queueName({ index: 3, role: 'tx' })).toBe('3 tx')
    expect(dropWords({ noBuffer: 0, tooLong: 0, fault: 0, broken: 0 })).toBe('0')
    expect(dropWords({ noBuffer: 1_200, tooLong: 0, fault: 3, broken: 0 })).toBe('1,200 no buffer, 3 injected')
    expect([0, 1, 5, 15].map(batchWords)).toEqual(['1', '2 to 3', '32 to 63', '32,768 or more'])
  })
})
