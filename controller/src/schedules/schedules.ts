/**
 * The schedules: what is due, and what becomes of it. The store is the truth, the clock says what is due, alarms make it
 * prompt; a sweep finds whatever they missed. Slots of one schedule are dealt with one after the other.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { policiesOf, slotsAfter, timingOf } from '@ringside/contract'
import type { Logger } from 'pino'
import { KeyedQueue } from '../runs/keyed-queue.ts'
import type { Alarms, TimedTiming } from './alarms.ts'
import type { ScheduleRecord, ScheduleStore, SlotRecord } from './schedule-store.ts'
import { judgeSlots } from './slot-judgement.ts'
import { SlotRunner, scheduleOf } from './slot-runner.ts'
import type { Submissions } from './submissions.ts'

/** How often to look for what the alarms missed. */
const sweepIntervalMs = 30_000
/** Slots looked at in one go, after a long time without a controller. */
const maxDueSlots = 10_000
/** A slot dealt with further ahead than this was dealt with by a clock that was wrong. */
const maxAheadMs = 26 * 3_600_000

export interface SchedulesOptions {
  readonly store: ScheduleStore
  readonly submissions: Submissions
  readonly alarms: Alarms
  readonly logger: Logger
  /** Unix ms. Default: the clock. */
  readonly now?: () => number
  /** Told of every slot whose submission has ended. */
  readonly onEnd?: (slot: SlotRecord, record: ScheduleRecord) => void
  /** Called as it closes. */
  readonly onClose?: () => void
}

export class Schedules {
  readonly #options: SchedulesOptions
  readonly #now: () => number
  readonly #runner: SlotRunner
  readonly #records = new Map<string, ScheduleRecord>()
  /** Unix ms up to which the slots of each schedule were dealt with. */
  readonly #dealtWith = new Map<string, number>()
  readonly #perName = new KeyedQueue()
  readonly #stop = new AbortController()
  #sweeping: Promise<void> = Promise.resolve()

  constructor(options: SchedulesOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#runner = new SlotRunner({ ...options, now: this.#now, onEnd: (slot) => this.#ended(slot) })
  }

  /** Takes up the schedules of the store and what became due meanwhile, then keeps watch. */
  async start(): Promise<void> {
    const { store, alarms } = this.#options
    const lastTimed = await store.lastTimed()
    for (const record of await store.all()) {
      this.#records.set(record.name, record)
      this.#dealtWith.set(record.name, Math.max(record.sinceMs, lastTimed.get(record.name) ?? 0))
    }
    await this.#runner.restore()
    await this.sweep()
    await alarms.start((name) => this.wake(name))
    this.#sweeping = this.#keepSweeping()
  }

  get(name: string): ScheduleRecord | undefined {
    return this.#records.get(name)
  }

  /** By name. */
  list(): ScheduleRecord[] {
    return [...this.#records.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Stores a schedule and goes by it from now on. */
  async put(record: ScheduleRecord): Promise<void> {
    await this.#perName.run(record.name, async () => {
      await this.#options.store.save(record)
      this.#records.set(record.name, record)
      this.#dealtWith.set(record.name, Math.max(record.sinceMs, this.#dealtWith.get(record.name) ?? 0))
    })
    await this.#setAlarms()
  }

  async remove(record: ScheduleRecord): Promise<void> {
    await this.#perName.run(record.name, async () => {
      await this.#options.store.save(record, true)
      this.#records.delete(record.name)
      this.#dealtWith.delete(record.name)
    })
    await this.#setAlarms()
  }

  /** A slot by hand. Rejects when the store or Redis is out of reach. */
  runNow(record: ScheduleRecord): Promise<SlotRecord> {
    return this.#perName.run(record.name, () => this.#runner.fire(record, { slotMs: this.#now(), trigger: 'manual' }))
  }

  /** Deals with whatever is due of one schedule. Safe to call at any time, any number of times. */
  wake(name: string): Promise<void> {
    return this.#perName.run(name, async () => {
      const record = this.#records.get(name)
      if (record === undefined || !record.enabled) return
      const timing = timingOf(scheduleOf(record))
      if (timing.kind === 'after') await this.#meetAfter(record, timing)
      else await this.#meetTimed(record, timing)
    })
  }

  /** Deals with whatever is due of all of them, and sets the alarms as they should be. What fails is tried again. */
  async sweep(): Promise<void> {
    await this.#attempt(() => this.#runner.catchUp((name) => this.#records.get(name)))
    for (const name of this.#records.keys()) await this.#attempt(() => this.wake(name))
    await this.#setAlarms()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#runner.close()
    this.#options.onClose?.()
    await this.#options.alarms.close()
    await this.#sweeping
    await this.#perName.idle()
  }

  async #meetTimed(record: ScheduleRecord, timing: TimedTiming): Promise<void> {
    for (;;) {
      const nowMs = this.#now()
      const due = dueSlots(timing, this.#reached(record.name, nowMs), nowMs)
      const { run, missed } = judgeSlots(due, nowMs, policiesOf(scheduleOf(record)))
      const last = missed.at(-1)
      if (last !== undefined) {
        await this.#options.store.saveSlots([this.#missed(record, { slotMs: last, trigger: 'time' }, missed.length)])
        this.#dealtWith.set(record.name, last)
      }
      if (run !== undefined) {
        await this.#runner.fire(record, { slotMs: run, trigger: 'time' })
        this.#dealtWith.set(record.name, run)
      }
      if (due.length < maxDueSlots) return
    }
  }

  /** Where a schedule stands. A clock that was far ahead and has been put right must not silence it until then. */
  #reached(name: string, nowMs: number): number {
    const reachedMs = this.#dealtWith.get(name) ?? nowMs
    if (reachedMs <= nowMs + maxAheadMs) return reachedMs
    this.#options.logger.warn(
      { schedule: name, reachedMs, nowMs },
      'the clock was set back by more than a day; slots count from now',
    )
    this.#dealtWith.set(name, nowMs)
    return nowMs
  }

  /** Slots of the schedule it comes after are due when their submission has ended. */
  async #meetAfter(record: ScheduleRecord, { after, on }: { after: string; on: 'success' | 'end' }): Promise<void> {
    const { store } = this.#options
    const ended = await store.endedWithout(record.name, after, record.sinceMs)
    const due = ended.filter(({ result }) => on === 'end' || result === 'succeeded')
    const times = due.map(({ endedAtMs = 0 }) => endedAtMs)
    const { run } = judgeSlots(times, this.#now(), policiesOf(scheduleOf(record)))
    const newest = run === undefined ? undefined : due.at(-1)
    for (const slot of due) {
      const asked = { slotMs: slot.slotMs, trigger: 'after' } as const
      if (slot === newest) await this.#runner.fire(record, asked)
      else await store.saveSlots([this.#missed(record, asked, 1)])
    }
  }

  #missed(record: ScheduleRecord, { slotMs, trigger }: Pick<SlotRecord, 'slotMs' | 'trigger'>, count: number): SlotRecord {
    const { missed, missedWindowMs } = policiesOf(scheduleOf(record))
    const policy =
      missed === 'skip' ? "'missed' is skip" : `only the newest is made up for, up to ${missedWindowMs / 60_000} min late`
    const reason = `no controller met ${count === 1 ? 'it' : 'them'} in time; ${policy}`
    return { schedule: record.name, slotMs, trigger, firedAtMs: this.#now(), outcome: 'missed', reason, count }
  }

  #ended(slot: SlotRecord): void {
    const record = this.#records.get(slot.schedule)
    if (record !== undefined) this.#options.onEnd?.(slot, record)
    for (const other of this.#records.values()) {
      if (scheduleOf(other).after === slot.schedule) void this.#attempt(() => this.wake(other.name))
    }
  }

  async #setAlarms(): Promise<void> {
    const wanted = new Map<string, TimedTiming>()
    for (const record of this.#records.values()) {
      const timing = timingOf(scheduleOf(record))
      if (record.enabled && timing.kind !== 'after') wanted.set(record.name, timing)
    }
    await this.#attempt(() => this.#options.alarms.keep(wanted))
  }

  async #keepSweeping(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await sleep(sweepIntervalMs, undefined, { signal }).catch(() => undefined)
      if (!signal.aborted) await this.sweep()
    }
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.#options.logger.warn({ err: error }, 'schedules: next try soon'))
  }
}

/** In order; not all of them where they are too many for one go. */
function dueSlots(timing: TimedTiming, fromMs: number, nowMs: number): number[] {
  const due: number[] = []
  for (const slot of slotsAfter(timing, fromMs)) {
    if (slot > nowMs || due.length === maxDueSlots) break
    due.push(slot)
  }
  return due
}
