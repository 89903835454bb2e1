/** Where schedules are asked for: checks what is asked, keeps it, and says what there is. */
import {
  checkSuite,
  type Fault,
  type ScheduleDetail,
  type ScheduleRequest,
  type ScheduleSlot,
  type ScheduleSummary,
  slotsAfter,
  timingOf,
} from '@ringside/contract'
import type { ScheduleRecord, ScheduleStore, SlotRecord } from './schedule-store.ts'
import type { Schedules } from './schedules.ts'
import { scheduleOf } from './slot-runner.ts'

/** A controller keeps this many schedules; each costs a look at every sweep. */
export const maxSchedules = 1_000
const shownNext = 5
const shownSlots = 50

export interface ScheduleRefusal {
  readonly ok: false
  readonly status: 404 | 409 | 422
  readonly detail: string
  readonly faults?: readonly Fault[]
}
export type ScheduleAnswer<Value> = { readonly ok: true; readonly value: Value } | ScheduleRefusal

export class ScheduleDesk {
  readonly #schedules: Schedules
  readonly #store: ScheduleStore
  readonly #now: () => number

  constructor(schedules: Schedules, store: ScheduleStore, now: () => number = Date.now) {
    this.#schedules = schedules
    this.#store = store
    this.#now = now
  }

  async list(): Promise<ScheduleSummary[]> {
    const newest = new Map((await this.#store.newest()).map((slot) => [slot.schedule, slot]))
    return this.#schedules.list().map((record) => this.#summary(record, newest.get(record.name)))
  }

  async detail(name: string): Promise<ScheduleAnswer<ScheduleDetail>> {
    return this.#of(name, async (record) => {
      const slots = await this.#store.slotsOf(name, shownSlots)
      return { ...this.#summary(record, slots[0]), definition: record.suite, slots: slots.map(slotOf) }
    })
  }

  /** Refuses a name that is taken. */
  add(request: ScheduleRequest, by: string): Promise<ScheduleAnswer<ScheduleSummary>> {
    return this.#keep(request, { by, isNew: true })
  }

  /** Adds it, or replaces the one of that name, which keeps its history and whether it is paused. */
  replace(name: string, request: ScheduleRequest, by: string): Promise<ScheduleAnswer<ScheduleSummary>> {
    return this.#keep({ ...request, name }, { by, isNew: false })
  }

  async remove(name: string): Promise<ScheduleAnswer<void>> {
    const followers = this.#schedules.list().filter((other) => scheduleOf(other).after === name)
    if (followers.length > 0) {
      const names = followers.map((other) => other.name).join(', ')
      return refuse(
        409,
        `${names} ${followers.length === 1 ? 'comes' : 'come'} after schedule '${name}'; remove or change that first`,
      )
    }
    return this.#of(name, (record) => this.#schedules.remove({ ...record, version: record.version + 1 }))
  }

  async runNow(name: string): Promise<ScheduleAnswer<ScheduleSlot>> {
    return this.#of(name, async (record) => slotOf(await this.#schedules.runNow(record)))
  }

  /** Slots between a pause and the resumption are none: they are not made up for. */
  async setEnabled(name: string, enabled: boolean): Promise<ScheduleAnswer<ScheduleSummary>> {
    return this.#of(name, async (record) => {
      if (record.enabled === enabled) return this.#summary(record)
      const sinceMs = enabled ? this.#now() : record.sinceMs
      const changed = { ...record, enabled, sinceMs, version: record.version + 1 }
      await this.#schedules.put(changed)
      return this.#summary(changed)
    })
  }

  async #keep(
    { name: asked, suite: value }: ScheduleRequest,
    { by, isNew }: { by: string; isNew: boolean },
  ): Promise<ScheduleAnswer<ScheduleSummary>> {
    const check = checkSuite(value)
    if (!check.ok) return refuse(422, 'the suite has faults; see them all with: ringside validate FILE', check.faults)
    const { suite } = check
    if (suite.schedule === undefined) {
      const fault = { path: 'schedule', value: undefined, expected: "when it is due: 'cron', 'every' or 'after'" }
      return refuse(422, "the suite has no 'schedule'; give it one, or say --cron, --every or --after", [fault])
    }
    const name = asked ?? suite.name
    const present = this.#schedules.get(name)
    if (isNew && present !== undefined)
      return refuse(
        409,
        `there is a schedule '${name}' already; choose another --name, or replace it with: ringside schedule add --replace`,
      )
    if (present === undefined && this.#schedules.list().length >= maxSchedules)
      return refuse(409, `there are ${maxSchedules} schedules, which is the most; remove one first`)
    const chain = this.#chainFault(name, suite.schedule.after)
    if (chain !== undefined) return refuse(422, chain)
    const nowMs = this.#now()
    const isSameTime =
      present !== undefined && JSON.stringify(timingOf(scheduleOf(present))) === JSON.stringify(timingOf(suite.schedule))
    const record: ScheduleRecord = {
      name,
      suite,
      enabled: present?.enabled ?? true,
      createdBy: present?.createdBy ?? by,
      createdAtMs: present?.createdAtMs ?? nowMs,
      sinceMs: isSameTime ? present.sinceMs : nowMs,
      version: present === undefined ? await this.#store.nextVersion(name) : present.version + 1,
    }
    await this.#schedules.put(record)
    return { ok: true, value: this.#summary(record) }
  }

  /** What comes after another must find it, and never itself again. */
  #chainFault(name: string, after: string | undefined): string | undefined {
    const chain = [name]
    for (let next = after; next !== undefined; ) {
      if (chain.includes(next)) return `schedule '${name}' would come after itself: ${[...chain, next].join(' after ')}`
      chain.push(next)
      const found = this.#schedules.get(next)
      if (found === undefined) return `there is no schedule '${next}' to come after; see what there is: ringside schedule list`
      next = scheduleOf(found).after
    }
    return undefined
  }

  async #of<Value>(name: string, work: (record: ScheduleRecord) => Value | Promise<Value>): Promise<ScheduleAnswer<Value>> {
    const record = this.#schedules.get(name)
    if (record === undefined) return refuse(404, `no schedule '${name}'; see what there is: ringside schedule list`)
    return { ok: true, value: await work(record) }
  }

  #summary(record: ScheduleRecord, last?: SlotRecord): ScheduleSummary {
    return {
      name: record.name,
      suite: record.suite.name,
      schedule: scheduleOf(record),
      enabled: record.enabled,
      createdBy: record.createdBy,
      createdAt: isoTime(record.createdAtMs),
      next: record.enabled ? nextSlots(record, this.#now()) : [],
      ...(last === undefined ? {} : { last: slotOf(last) }),
    }
  }
}

const refuse = (status: ScheduleRefusal['status'], detail: string, faults?: readonly Fault[]): ScheduleRefusal => ({
  ok: false,
  status,
  detail,
  ...(faults === undefined ? {} : { faults }),
})

function nextSlots(record: ScheduleRecord, nowMs: number): string[] {
  const timing = timingOf(scheduleOf(record))
  return timing.kind === 'after' ? [] : slotsAfter(timing, nowMs).take(shownNext).map(isoTime).toArray()
}

function slotOf({ schedule: _, slotMs, firedAtMs, endedAtMs, ...rest }: SlotRecord): ScheduleSlot {
  return {
    ...rest,
    slot: isoTime(slotMs),
    firedAt: isoTime(firedAtMs),
    ...(endedAtMs === undefined ? {} : { endedAt: isoTime(endedAtMs) }),
  }
}

const isoTime = (unixMs: number): string => new Date(unixMs).toISOString()
