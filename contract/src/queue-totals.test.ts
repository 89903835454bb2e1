import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueueCounters } from './queue-counters.ts'
import { addCounters, batchBuckets, meanBatch, queueTotals } from './queue-totals.ts'
import { queuesFixture } from './testing/index.ts'

const count = fc.nat(1_000_000)
const counters: fc.Arbitrary<QueueCounters> = fc.record({
  packets: count,
  bytes: count,
  batches: fc.array(count, { minLength: batchBuckets, maxLength: batchBuckets }),
  notificationsSent: count,
  notificationsSuppressed: count,
  emptyPolls: count,
  iotlbLookups: count,
  iotlbMisses: count,
  drops: fc.record({ noBuffer: count, tooLong: count, fault: count, broken: count }),
  eventsDropped: count,
  observationsDropped: count,
})

describe('counters', () => {
  it('add up in every member, in any order', () => {
    const total = ({ drops, batches, ...rest }: QueueCounters) =>
      [...Object.values(rest), ...Object.values(drops), ...batches].reduce((sum, value) => sum + value, 0)
    fc.assert(
      fc.property(counters, counters, (a, b) => {
        expect(addCounters(a, b)).toEqual(addCounters(b, a))
        expect(total(addCounters(a, b))).toBe(total(a) + total(b))
      }),
    )
  })

  it('have a mean batch where there was one', () => {
    const [idle, busy] = queuesFixture({ packets: 320, frameBytes: 64, burst: 32 })
    expect(busy && meanBatch(busy.driver)).toBe(32)
    expect(idle && meanBatch(idle.driver)).toBeUndefined()
  })
})

describe('queueTotals', () => {
  it('adds the trials of a backend up by queue, and gathers why queues broke', () => {
    const trial = (backend: string, broken?: string) => {
      return { backend, queues: queuesFixture({ packets: 100, frameBytes: 64, burst: 4, ...(broken ? { broken } : {}) }) }
    }
    const totals = queueTotals([trial('a'), trial('b'), trial('a', 'descriptor 9 of 8')])
    expect(totals.map(({ backend, index, trials }) => [backend, index, trials])).toEqual([
      ['a', 0, 2],
      ['a', 1, 2],
      ['b', 0, 1],
      ['b', 1, 1],
    ])
    expect(totals[1]).toMatchObject({ role: 'tx', broken: ['descriptor 9 of 8'], driver: { packets: 200, bytes: 12_800 } })
  })
})
