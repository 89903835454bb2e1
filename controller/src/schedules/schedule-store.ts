/** Schedules and their slots in the store; columns are those of the migrations. */
import type { ScheduleSlot, Suite } from '@ringside/contract'
import type { Store } from '../store/store.ts'

/** A schedule as the controller keeps it. */
export interface ScheduleRecord {
  readonly name: string
  /** With its `schedule`. */
  readonly suite: Suite
  readonly enabled: boolean
  readonly createdBy: string
  /** Unix ms, as `sinceMs`: slots before that are none of this schedule's. */
  readonly createdAtMs: number
  readonly sinceMs: number
  /** Grows with every change. */
  readonly version: number
}

/** What happened to one slot, as it is stored. */
export interface SlotRecord extends Omit<ScheduleSlot, 'slot' | 'firedAt' | 'endedAt'> {
  readonly schedule: string
  /** Unix ms, as the other times. */
  readonly slotMs: number
  readonly firedAtMs: number
  readonly endedAtMs?: number
}

interface ScheduleRow {
  readonly name: string
  readonly definition: string
  readonly enabled: boolean
  readonly created_by: string
  readonly created_at_ms: string
  readonly since_ms: string
  readonly version: string
}

interface SlotRow {
  readonly schedule: string
  readonly slot_ms: string
  readonly trigger: SlotRecord['trigger']
  readonly fired_at_ms: string
  readonly outcome: SlotRecord['outcome']
  readonly reason: string
  readonly submission_id: string
  readonly count: number
  readonly ended_at_ms: string | null
  readonly result: '' | 'succeeded' | 'failed'
}

const ms = (column: string) => `toUnixTimestamp64Milli(${column}) AS ${column}_ms`
const slotColumns = `schedule, ${ms('slot')}, trigger, ${ms('fired_at')}, outcome, reason, submission_id, count,
  if(isNull(ended_at), NULL, toUnixTimestamp64Milli(assumeNotNull(ended_at))) AS ended_at_ms, result`

/** Steps of a slot's life: a later one replaces an earlier one. */
const versionOf = ({ outcome, result }: SlotRecord): number => (outcome === 'firing' ? 1 : result === undefined ? 2 : 3)

/** All methods throw StoreError when the store is out of reach. */
export class ScheduleStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Those that were not removed, by name. */
  async all(): Promise<ScheduleRecord[]> {
    const rows = await this.#store.query<ScheduleRow>(
      `SELECT name, definition, enabled, created_by, ${ms('created_at')}, ${ms('since')}, version
       FROM schedules FINAL WHERE NOT removed ORDER BY name`,
    )
    return rows.map((row) => ({
      name: row.name,
      suite: JSON.parse(row.definition) as Suite,
      enabled: row.enabled,
      createdBy: row.created_by,
      createdAtMs: Number(row.created_at_ms),
      sinceMs: Number(row.since_ms),
      version: Number(row.version),
    }))
  }

  /** The version after the last one of this name, removed or not. */
  async nextVersion(name: string): Promise<number> {
    const sql = 'SELECT max(version) AS version FROM schedules WHERE name = {name:String}'
    const [row] = await this.#store.query<{ version: string }>(sql, { name })
    return Number(row?.version ?? 0) + 1
  }

  async save(record: ScheduleRecord, removed = false): Promise<void> {
    const row = {
      name: record.name,
      suite: record.suite.name,
      definition: JSON.stringify(record.suite),
      enabled: record.enabled,
      removed,
      created_by: record.createdBy,
      created_at: storeTime(record.createdAtMs),
      since: storeTime(record.sinceMs),
      version: record.version,
    }
    await this.#store.insertRows('schedules', [row], { token: `schedule:${record.name}:${record.version}` })
  }

  async saveSlots(slots: readonly SlotRecord[]): Promise<void> {
    const [first] = slots
    if (first === undefined) return
    const token = `slot:${first.schedule}:${first.slotMs}:${slots.length}:${versionOf(first)}`
    await this.#store.insertRows('schedule_slots', slots.map(toSlotRow), { token })
  }

  /** Newest first. */
  slotsOf(schedule: string, limit: number): Promise<SlotRecord[]> {
    return this.#slots('WHERE schedule = {schedule:String} ORDER BY slot DESC LIMIT {limit:UInt32}', { schedule, limit })
  }

  /** The newest slot of each schedule. */
  newest(): Promise<SlotRecord[]> {
    return this.#slots('ORDER BY schedule, slot DESC LIMIT 1 BY schedule', {})
  }

  /** Slots whose submission has not ended, or of which it is not known whether there is one. Oldest first. */
  open(): Promise<SlotRecord[]> {
    return this.#slots("WHERE outcome = 'firing' OR (outcome = 'submitted' AND result = '') ORDER BY slot", {})
  }

  /** The newest timed slot of each schedule, in Unix ms: what came before has been dealt with. */
  async lastTimed(): Promise<Map<string, number>> {
    const sql = `SELECT schedule, toUnixTimestamp64Milli(max(slot)) AS slot_ms
                 FROM schedule_slots WHERE trigger = 'time' AND outcome != 'firing' GROUP BY schedule`
    const rows = await this.#store.query<{ schedule: string; slot_ms: string }>(sql)
    return new Map(rows.map(({ schedule, slot_ms }) => [schedule, Number(slot_ms)]))
  }

  /** Slots of `before` that have ended since `sinceMs` and that `schedule` has no slot for yet. Oldest first. */
  endedWithout(schedule: string, before: string, sinceMs: number): Promise<SlotRecord[]> {
    return this.#slots(
      `WHERE schedule = {before:String} AND result != '' AND toUnixTimestamp64Milli(assumeNotNull(ended_at)) >= {sinceMs:Int64}
       AND slot NOT IN (SELECT slot FROM schedule_slots WHERE schedule = {schedule:String} AND outcome != 'firing') ORDER BY slot`,
      { schedule, before, sinceMs },
    )
  }

  async #slots(where: string, params: Readonly<Record<string, string | number>>): Promise<SlotRecord[]> {
    const sql = `SELECT ${slotColumns} FROM schedule_slots FINAL ${where}`
    return (await this.#store.query<SlotRow>(sql, params)).map(fromSlotRow)
  }
}

function toSlotRow(slot: SlotRecord): object {
  return {
    schedule: slot.schedule,
    slot: storeTime(slot.slotMs),
    trigger: slot.trigger,
    fired_at: storeTime(slot.firedAtMs),
    outcome: slot.outcome,
    reason: slot.reason ?? '',
    submission_id: slot.submissionId ?? '',
    count: slot.count,
    ended_at: slot.endedAtMs === undefined ? null : storeTime(slot.endedAtMs),
    result: slot.result ?? '',
    version: versionOf(slot),
  }
}

function fromSlotRow(row: SlotRow): SlotRecord {
  return {
    schedule: row.schedule,
    slotMs: Number(row.slot_ms),
    trigger: row.trigger,
    firedAtMs: Number(row.fired_at_ms),
    outcome: row.outcome,
    count: row.count,
    ...(row.reason === '' ? {} : { reason: row.reason }),
    ...(row.submission_id === '' ? {} : { submissionId: row.submission_id }),
    ...(row.ended_at_ms === null ? {} : { endedAtMs: Number(row.ended_at_ms) }),
    ...(row.result === '' ? {} : { result: row.result }),
  }
}

/** `2026-01-31 12:00:00.123`, in UTC as the columns are. */
const storeTime = (unixMs: number): string => new Date(unixMs).toISOString().replace('T', ' ').replace('Z', '')
