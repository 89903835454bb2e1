/** The counts of queues added up, without schemas: pages load it and nothing else of the contract. */
import type { QueueCounters, QueueResult } from './queue-counters.ts'

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
