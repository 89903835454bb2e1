/**
 * Tells when schedules are due: BullMQ's job schedulers in one queue. They only make things prompt. What is due follows from
 * the store and the clock, so a Redis that lost them, or rings twice, changes nothing but the moment.
 */
import { type ScheduleTiming, slotsAfter } from '@ringside/contract'
import { Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { graceMs } from './slot-judgement.ts'

export type TimedTiming = Exclude<ScheduleTiming, { kind: 'after' }>

/** The port, so that tests can ring by themselves. */
export interface Alarms {
  /** Calls back with the name of a schedule whenever it is due, from now on. */
  start(ring: (schedule: string) => Promise<void>): Promise<void>
  /** Sets the alarms of these schedules, where they are not set already, and takes away all others. */
  keep(wanted: ReadonlyMap<string, TimedTiming>): Promise<void>
  close(): Promise<void>
}

export const scheduleQueueName = 'ringside.schedules'

interface AlarmJob {
  readonly schedule: string
}

/** BullMQ's own reading of cron starts wherever it stands; ours gives each slot one name. */
const settings = {
  repeatStrategy: (millis: number, { pattern, tz }: { pattern?: string; tz?: string }) =>
    slotsAfter(timingOfPattern(pattern ?? '', tz), millis).next().value ?? undefined,
}

export class QueueAlarms implements Alarms {
  readonly #queue: Queue<AlarmJob>
  readonly #redis: Redis
  readonly #logger: Logger
  #worker: Worker<AlarmJob> | undefined

  constructor(redis: Redis, logger: Logger) {
    this.#redis = redis
    this.#logger = logger
    this.#queue = new Queue<AlarmJob>(scheduleQueueName, {
      connection: redis,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
      settings,
    })
    this.#queue.on('error', (error) => this.#complain(error))
  }

  async start(ring: (schedule: string) => Promise<void>): Promise<void> {
    const work = async ({ data }: { data: AlarmJob }) => ring(data.schedule)
    this.#worker = new Worker<AlarmJob>(scheduleQueueName, work, { connection: this.#redis, settings })
    this.#worker.on('error', (error) => this.#complain(error))
    await this.#worker.waitUntilReady()
  }

  async keep(wanted: ReadonlyMap<string, TimedTiming>): Promise<void> {
    const set = new Map((await this.#queue.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]))
    for (const name of set.keys()) if (!wanted.has(name)) await this.#queue.removeJobScheduler(name)
    const nowMs = Date.now()
    for (const [name, timing] of wanted) {
      const { pattern, tz } = patternOf(timing)
      const present = set.get(name)
      const isSame = present?.pattern === pattern && present.tz === tz
      if (isSame && isPlausible(present.next ?? 0, nowMs, timing)) continue
      await this.#queue.upsertJobScheduler(name, { pattern, tz }, { name: 'due', data: { schedule: name } })
    }
  }

  async close(): Promise<void> {
    // What rings now is seen through by who hears it; a worker that closes gently can wait for Redis without end.
    await Promise.allSettled([this.#worker?.close(true), this.#queue.close()])
  }

  #complain(error: Error): void {
    this.#logger.warn({ err: error }, 'the alarms of schedules: queue error')
  }
}

/** Whether an alarm stands at the next slot, or has rung a moment ago. Others are of a clock that has been set since. */
function isPlausible(nextMs: number, nowMs: number, timing: TimedTiming): boolean {
  if (nextMs <= nowMs) return nowMs - nextMs < graceMs
  return nextMs === slotsAfter(timing, nowMs).next().value
}

const everyPrefix = 'every '

const patternOf = (timing: TimedTiming): { pattern: string; tz: string } =>
  timing.kind === 'cron' ? { pattern: timing.cron, tz: timing.tz } : { pattern: `${everyPrefix}${timing.everyMs}`, tz: 'UTC' }

function timingOfPattern(pattern: string, tz = 'UTC'): TimedTiming {
  if (!pattern.startsWith(everyPrefix)) return { kind: 'cron', cron: pattern, tz }
  return { kind: 'every', everyMs: Number(pattern.slice(everyPrefix.length)) }
}
