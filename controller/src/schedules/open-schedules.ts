/** Puts the schedules of a controller together. */
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Store } from '../store/store.ts'
import { QueueAlarms } from './alarms.ts'
import { type LiveSubmissionsOptions, liveSubmissions } from './live-submissions.ts'
import { ScheduleDesk } from './schedule-desk.ts'
import { ScheduleStore } from './schedule-store.ts'
import { Schedules } from './schedules.ts'

export interface OpenSchedulesOptions extends LiveSubmissionsOptions {
  readonly store: Store
  readonly redis: Redis
  readonly logger: Logger
}

/** Nothing is due before `schedules.start()`. */
export function openSchedules(options: OpenSchedulesOptions): { readonly schedules: Schedules; readonly desk: ScheduleDesk } {
  const { redis, logger } = options
  const store = new ScheduleStore(options.store)
  const alarms = new QueueAlarms(redis, logger)
  const schedules = new Schedules({ store, submissions: liveSubmissions(options), alarms, logger })
  return { schedules, desk: new ScheduleDesk(schedules, store) }
}
