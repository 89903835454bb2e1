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
