/**
 * Runs slots: each is submitted once, under a key made of its schedule and time, and its end is recorded. A slot is stored as
 * `firing` before it is submitted and as `submitted` after, so that whatever dies between the two, the key tells the rest.
 */
import { policiesOf, type SuiteSchedule } from '@ringside/contract'
import type { Logger } from 'pino'
import type { ScheduleRecord, ScheduleStore, SlotRecord } from './schedule-store.ts'
import { type Submissions, submissionEnd } from './submissions.ts'

export interface SlotRunnerOptions {
  readonly store: ScheduleStore
  readonly submissions: Submissions
  readonly logger: Logger
  readonly now: () => number
  /** Told of every slot whose submission has ended, after that was stored. */
  readonly onEnd: (slot: SlotRecord) => void
}

export interface AskedSlot {
  /** Unix ms. */
  readonly slotMs: number
  readonly trigger: SlotRecord['trigger']
}

export const scheduleOf = ({ suite }: ScheduleRecord): SuiteSchedule => suite.schedule ?? {}

/** Idempotency key of a slot. */
export const slotKey = ({ schedule, slotMs }: Pick<SlotRecord, 'schedule' | 'slotMs'>): string =>
  `schedule:${schedule}:${new Date(slotMs).toISOString()}`

export class SlotRunner {
  readonly #options: SlotRunnerOptions
  /** Slots whose submission is unfinished, by the submission's id. */
  readonly #open = new Map<string, SlotRecord>()
  readonly #followed = new Set<string>()
  /** Slots of which it is not known whether they were submitted. */
  readonly #firing = new Map<string, SlotRecord>()
  readonly #stop = new AbortController()

  constructor(options: SlotRunnerOptions) {
    this.#options = options
  }

  /** Takes up what an earlier process left. */
  async restore(): Promise<void> {
    for (const slot of await this.#options.store.open()) {
      if (slot.submissionId === undefined) this.#firing.set(slotKey(slot), slot)
      else this.#open.set(slot.submissionId, slot)
    }
  }

  /** Follows and settles whatever is not followed or settled yet. What fails now is tried again at the next call. */
  async catchUp(recordOf: (schedule: string) => ScheduleRecord | undefined): Promise<void> {
    for (const slot of this.#open.values()) this.#follow(slot)
    for (const slot of [...this.#firing.values()]) await this.#settleFiring(slot, recordOf(slot.schedule))
  }

  /** Submits a slot unless the policy says otherwise. Rejects when the store or Redis is out of reach: then nothing is settled. */
  async fire(record: ScheduleRecord, { slotMs, trigger }: AskedSlot): Promise<SlotRecord> {
    const { store, submissions, now } = this.#options
    const slot: SlotRecord = { schedule: record.name, slotMs, trigger, firedAtMs: now(), outcome: 'firing', count: 1 }
    const unfinished = [...this.#open.values()].filter((other) => other.schedule === record.name)
    const { overlap } = policiesOf(scheduleOf(record))
    // Who asks for a slot by hand wants it now.
    if (unfinished.length > 0 && overlap === 'skip' && trigger !== 'manual') {
      const reason = `submission ${unfinished[0]?.submissionId} of the slot before is unfinished; 'overlap: queue' would wait for it`
      const skipped: SlotRecord = { ...slot, outcome: 'skipped', reason }
      await store.saveSlots([skipped])
      return skipped
    }
    for (const { submissionId = '' } of overlap === 'cancel-previous' ? unfinished : [])
      await submissions.cancel(submissionId, `schedule ${record.name}`, 'its next slot is due, and overlap is cancel-previous')
    await store.saveSlots([slot])
    this.#firing.set(slotKey(slot), slot)
    return this.#submit(record, slot)
  }

  close(): void {
    this.#stop.abort()
  }

  async #submit(record: ScheduleRecord, slot: SlotRecord): Promise<SlotRecord> {
    const answer = await this.#options.submissions.submit(record.suite, slotKey(slot))
    if (answer.ok) return this.#settle({ ...slot, outcome: 'submitted', submissionId: answer.submissionId })
    return this.#settle({ ...slot, outcome: 'failed', reason: answer.detail })
  }

  /** The process may have died before its submission was stored, or just after. */
  async #settleFiring(slot: SlotRecord, record: ScheduleRecord | undefined): Promise<void> {
    const { submissions, now } = this.#options
    const submissionId = await submissions.find(slotKey(slot))
    if (submissionId !== undefined) await this.#settle({ ...slot, outcome: 'submitted', submissionId })
    else if (record?.enabled && now() - slot.slotMs <= policiesOf(scheduleOf(record)).missedWindowMs)
      await this.#submit(record, slot)
    else await this.#settle({ ...slot, outcome: 'missed', reason: 'the controller ended while it was being submitted' })
  }

  async #settle(slot: SlotRecord): Promise<SlotRecord> {
    await this.#options.store.saveSlots([slot])
    this.#firing.delete(slotKey(slot))
    if (slot.submissionId !== undefined) {
      this.#open.set(slot.submissionId, slot)
      this.#follow(slot)
    }
    return slot
  }

  #follow(slot: SlotRecord): void {
    const id = slot.submissionId ?? ''
    if (this.#followed.has(id)) return
    this.#followed.add(id)
    this.#seeThrough(slot, id)
      .catch((error: unknown) =>
        this.#options.logger.warn({ err: error, submission: id }, 'its end could not be stored; next try soon'),
      )
      .finally(() => this.#followed.delete(id))
  }

  async #seeThrough(slot: SlotRecord, id: string): Promise<void> {
    const { store, submissions, now, onEnd } = this.#options
    const result = await submissionEnd(id, submissions, this.#stop.signal)
    if (result === undefined) return
    const ended: SlotRecord = { ...slot, result, endedAtMs: now() }
    await store.saveSlots([ended])
    this.#open.delete(id)
    onEnd(ended)
  }
}
