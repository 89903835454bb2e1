/** Puts the schedules of a controller together. */
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { Canary } from '../fleet/canary.ts'
import { CanaryStore } from '../fleet/canary-store.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Store } from '../store/store.ts'
import { QueueAlarms } from './alarms.ts'
import { type LiveSubmissionsOptions, liveSubmissions } from './live-submissions.ts'
import { ScheduleDesk } from './schedule-desk.ts'
import { type ScheduleRecord, ScheduleStore, type SlotRecord } from './schedule-store.ts'
import { Schedules } from './schedules.ts'
import { scheduleOf, slotKey } from './slot-runner.ts'

export interface OpenSchedulesOptions extends LiveSubmissionsOptions {
  readonly store: Store
  readonly fleet: Fleet
  readonly redis: Redis
  readonly logger: Logger
}

/** Nothing is due before `schedules.start()`. */
export function openSchedules(options: OpenSchedulesOptions): { readonly schedules: Schedules; readonly desk: ScheduleDesk } {
  const { redis, logger } = options
  const store = new ScheduleStore(options.store)
  const alarms = new QueueAlarms(redis, logger)
  const submissions = liveSubmissions(options)
  const canary = new Canary({
    store: new CanaryStore(options.store),
    fleet: options.fleet,
    submissions,
    detail: (id) => options.reader.detail(id),
    logger,
  })
  const judge = (slot: SlotRecord, record: ScheduleRecord) => {
    if (slot.submissionId === undefined || scheduleOf(record).canary !== true) return
    canary
      .judge(record.suite, slot.submissionId, slotKey(slot))
      .catch((error: unknown) =>
        logger.warn({ err: error, schedule: slot.schedule }, 'a canary could not be judged; the next one is'),
      )
  }
  const schedules = new Schedules({ store, submissions, alarms, logger, onEnd: judge, onClose: () => canary.close() })
  return { schedules, desk: new ScheduleDesk(schedules, store) }
}
