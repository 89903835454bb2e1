/** From a result to rows of the table `queue_counters`: one per trial, virtqueue and end of it. */
import type { QueueCounters, QueueResult, RunResult, TrialResult } from '@ringside/contract'

export function toQueueRows(result: RunResult): object[] {
  return result.trials.flatMap((trial) =>
    trial.queues.flatMap((queue) =>
      (['driver', 'device'] as const).map((side) => ({
        run_id: result.runId,
        ...placeOf(trial, queue),
        side,
        ...counterColumns(queue[side]),
      })),
    ),
  )
}

const placeOf = (trial: TrialResult, queue: QueueResult): object => ({
  backend: trial.backend,
  trial_index: trial.index,
  queue_index: queue.index,
  role: queue.role,
  broken: queue.broken ?? '',
})

const counterColumns = (counters: QueueCounters): object => ({
  packets: counters.packets,
  bytes: counters.bytes,
  batches: counters.batches,
  notifications_sent: counters.notificationsSent,
  notifications_suppressed: counters.notificationsSuppressed,
  empty_polls: counters.emptyPolls,
  iotlb_lookups: counters.iotlbLookups,
  iotlb_misses: counters.iotlbMisses,
  drops_no_buffer: counters.drops.noBuffer,
  drops_too_long: counters.drops.tooLong,
  drops_fault: counters.drops.fault,
  drops_broken: counters.drops.broken,
  events_dropped: counters.eventsDropped,
  observations_dropped: counters.observationsDropped,
})
