/** The queues of a trial in one direction: one pair, its transmit queue at work and its receive queue idle. */
import type { QueueCounters, QueueResult } from '../queue-counters.ts'
import { batchBuckets } from '../queue-totals.ts'

export interface QueuesShape {
  readonly packets: number
  readonly frameBytes: number
  /** Packets of each batch. */
  readonly burst: number
  readonly broken?: string
}

export function queuesFixture({ packets, frameBytes, burst, broken }: QueuesShape): QueueResult[] {
  const batches = burst > 0 ? Math.ceil(packets / burst) : 0
  const bucket = Math.floor(Math.log2(Math.max(1, burst)))
  const busy: QueueCounters = {
    ...idle,
    packets,
    bytes: packets * frameBytes,
    batches: idle.batches.map((_, i) => (i === bucket ? batches : 0)),
    notificationsSent: batches,
    iotlbLookups: packets,
    iotlbMisses: 2,
  }
  return [
    { index: 0, role: 'rx', driver: idle, device: idle },
    {
      index: 1,
      role: 'tx',
      driver: busy,
      device: { ...busy, notificationsSent: 0, notificationsSuppressed: batches, emptyPolls: 2 * batches },
      ...(broken === undefined ? {} : { broken }),
    },
  ]
}

const idle: QueueCounters = {
  packets: 0,
  bytes: 0,
  batches: Array<number>(batchBuckets).fill(0),
  notificationsSent: 0,
  notificationsSuppressed: 0,
  emptyPolls: 0,
  iotlbLookups: 0,
  iotlbMisses: 0,
  drops: { noBuffer: 0, tooLong: 0, fault: 0, broken: 0 },
  eventsDropped: 0,
  observationsDropped: 0,
}
