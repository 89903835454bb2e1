/** Packets that this end gave up, by cause. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
export const QueueDrops = Type.Object(
  {
    noBuffer: Type.Number({ description: 'No receive buffer was there' }),
    tooLong: Type.Number({ description: 'The frame was longer than its buffers' }),
    fault: Type.Number({ description: "The device's model dropped it" }),
    broken: Type.Number({ description: 'The queue had broken' }),
  },
  { title: 'QueueDrops' },
)
export type QueueDrops = Frozen<Static<typeof QueueDrops>>

/** What the two ends of each virtqueue counted in the measured phase of a trial. */

/** Of one end of a queue. The receive queue's packets are those from device to driver. */
export const QueueCounters = Type.Object(
  {
    packets: Type.Number(),
    bytes: Type.Number(),
    batches: Type.Array(Type.Number(), {
      description:
        'Rounds of work by how many packets each found or published: 1, 2 to 3, 4 to 7 and so on, batchBuckets of them',
    }),
    notificationsSent: Type.Number(),
    notificationsSuppressed: Type.Number({ description: 'Not sent, because the other end did not want them' }),
    emptyPolls: Type.Number({ description: 'Looks at the ring that found nothing' }),
    iotlbLookups: Type.Number(),
    iotlbMisses: Type.Number(),
    drops: QueueDrops,
    eventsDropped: Type.Number({ description: 'Doorbells rung without room for their event: their spans are missing' }),
    observationsDropped: Type.Number({
      description: "Doorbells noticed without room for the event: the other end's spans have no observed end",
    }),
  },
  { title: 'QueueCounters' },
)
export type QueueCounters = Frozen<Static<typeof QueueCounters>>

export const QueueResult = Type.Object(
  {
    index: Type.Number({ description: 'Of the virtqueue: 0 and 1 are the first pair' }),
    role: Type.Enum(['rx', 'tx']),
    broken: Type.Optional(Type.String({ description: 'Why the device gave the queue up; absent when it did not' })),
    driver: QueueCounters,
    device: QueueCounters,
  },
  { title: 'QueueResult' },
)
export type QueueResult = Frozen<Static<typeof QueueResult>>

export const batchBuckets = 16

/** Packets of the smallest batch in a bucket. */
export const batchStart = (bucket: number): number => 2 ** bucket

/** A queue of a backend over several trials. */
export interface QueueTotal extends Omit<QueueResult, 'broken'> {
  readonly backend: string
  readonly trials: number
  /** A reason for each trial in which the queue broke. */
  readonly broken: readonly string[]
}

/** The queues of each backend, their counts added up over trials; in the order of first appearance. */
export function queueTotals(
  trials: readonly { readonly backend: string; readonly queues: readonly QueueResult[] }[],
): QueueTotal[] {
  const totals = new Map<string, QueueTotal>()
  for (const { backend, queues } of trials) {
    for (const { broken, ...queue } of queues) {
      const key = `${queue.index} ${backend}`
      const before = totals.get(key)
      totals.set(key, {
        ...queue,
        backend,
        trials: (before?.trials ?? 0) + 1,
        broken: [...(before?.broken ?? []), ...(broken === undefined ? [] : [broken])],
        driver: before === undefined ? queue.driver : addCounters(before.driver, queue.driver),
        device: before === undefined ? queue.device : addCounters(before.device, queue.device),
      })
    }
  }
  return [...totals.values()]
}

/** Both counts together. */
export function addCounters(a: QueueCounters, b: QueueCounters): QueueCounters {
  return {
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
    batches: Array.from({ length: batchBuckets }, (_, bucket) => (a.batches[bucket] ?? 0) + (b.batches[bucket] ?? 0)),
    notificationsSent: a.notificationsSent + b.notificationsSent,
    notificationsSuppressed: a.notificationsSuppressed + b.notificationsSuppressed,
    emptyPolls: a.emptyPolls + b.emptyPolls,
    iotlbLookups: a.iotlbLookups + b.iotlbLookups,
    iotlbMisses: a.iotlbMisses + b.iotlbMisses,
    drops: {
      noBuffer: a.drops.noBuffer + b.drops.noBuffer,
      tooLong: a.drops.tooLong + b.drops.tooLong,
      fault: a.drops.fault + b.drops.fault,
      broken: a.drops.broken + b.drops.broken,
    },
    eventsDropped: a.eventsDropped + b.eventsDropped,
    observationsDropped: a.observationsDropped + b.observationsDropped,
  }
}

/** Packets a batch had on average; undefined without a batch. */
export function meanBatch({ packets, batches }: QueueCounters): number | undefined {
  const count = batches.reduce((sum, batch) => sum + batch, 0)
  return count === 0 ? undefined : packets / count
}
