/** Schedules on a real store with a clock, alarms and submissions that the test holds in its hands. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunSummary, Suite, SuiteSchedule } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'
import { pino } from 'pino'
import { testSuite } from '../../queue/testing/stack.ts'
import { openChdbStore } from '../../store/chdb-store.ts'
import { migrate } from '../../store/migrate.ts'
import type { Store } from '../../store/store.ts'
import type { Alarms } from '../alarms.ts'
import { ScheduleDesk } from '../schedule-desk.ts'
import { ScheduleStore } from '../schedule-store.ts'
import { Schedules } from '../schedules.ts'
import type { ScheduledSubmission, Submissions } from '../submissions.ts'

/** Submissions that stay unfinished until the test ends them. */
export class FakeSubmissions implements Submissions {
  /** Keys in the order they were submitted, each time. */
  readonly submitted: string[] = []
  readonly cancelled: string[] = []
  /** What the next submissions are answered with instead. */
  refusal: string | undefined
  /** Fails in the middle: before the submission is made, or after. */
  outage: 'before' | 'after' | undefined
  readonly #runs = new Map<string, RunSummary>()
  readonly #listeners = new Map<string, Set<(run: RunSummary) => void>>()

  async submit(suite: Suite, key: string): Promise<ScheduledSubmission> {
    if (this.outage === 'before') throw new Error('out of reach')
    if (this.refusal !== undefined) return { ok: false, detail: this.refusal }
    const submissionId = `s-${key}`
    if (!this.#runs.has(submissionId)) {
      this.submitted.push(key)
      const { spec: _spec, attempts: _attempts, result: _result, ...run } = runFixture({ id: `r-${key}` })
      this.#runs.set(submissionId, { ...run, submissionId, suite: suite.name, state: 'queued' })
    }
    if (this.outage === 'after') throw new Error('out of reach')
    return { ok: true, submissionId }
  }

  async find(key: string): Promise<string | undefined> {
    return this.#runs.has(`s-${key}`) ? `s-${key}` : undefined
  }

  async runs(submissionId: string): Promise<readonly RunSummary[]> {
    const run = this.#runs.get(submissionId)
    return run === undefined ? [] : [run]
  }

  watch(submissionId: string, listener: (run: RunSummary) => void): () => void {
    const listeners = this.#listeners.get(submissionId) ?? new Set()
    this.#listeners.set(submissionId, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  async cancel(submissionId: string): Promise<void> {
    this.cancelled.push(submissionId)
  }

  /** Ends the submission of a key. */
  end(key: string, state: 'succeeded' | 'failed'): void {
    const run = this.#runs.get(`s-${key}`)
    if (run === undefined) throw new Error(`nothing was submitted under ${key}`)
    this.#runs.set(`s-${key}`, { ...run, state })
    for (const listener of this.#listeners.get(`s-${key}`) ?? []) listener({ ...run, state })
  }
}

export const silentAlarms: Alarms = { start: async () => undefined, keep: async () => undefined, close: async () => undefined }

export interface Rig {
  readonly store: ScheduleStore
  readonly submissions: FakeSubmissions
  schedules: Schedules
  desk: ScheduleDesk
  /** Sets the clock and lets it be noticed. */
  at(time: string): Promise<void>
  /** Sets the clock only. */
  set(time: string): void
  /** As a crash would, and a start after it. */
  restart(): Promise<void>
  /** `time trigger outcome` of every slot, oldest first. */
  slots(name: string): Promise<string[]>
  stop(): Promise<void>
}

export const suiteWith = (schedule: SuiteSchedule, name = 'nightly'): Suite => ({ ...testSuite, name, schedule })

export interface RigFolder {
  open(start: string): Promise<Rig>
  close(): Promise<void>
}

/** One store for the tests of a file; each test names its own schedules. */
export async function rigFolder(): Promise<RigFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-schedules-'))
  const db: Store = await openChdbStore({ path: folder, sessions: 1 })
  await migrate(db)
  return {
    open: (start) => openRig(db, start),
    close: async () => {
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openRig(db: Store, start: string): Promise<Rig> {
  for (const table of ['schedules', 'schedule_slots']) await db.exec(`TRUNCATE TABLE ${table}`)
  const store = new ScheduleStore(db)
  const submissions = new FakeSubmissions()
  let nowMs = Date.parse(start)
  const now = () => nowMs
  const begin = async () => {
    const schedules = new Schedules({ store, submissions, alarms: silentAlarms, logger: pino({ level: 'silent' }), now })
    await schedules.start()
    return schedules
  }
  const rig: Rig = {
    store,
    submissions,
    schedules: await begin(),
    desk: undefined as unknown as ScheduleDesk,
    set: (time) => {
      nowMs = Date.parse(time)
    },
    at: async (time) => {
      nowMs = Date.parse(time)
      await rig.schedules.sweep()
    },
    restart: async () => {
      await rig.schedules.close()
      rig.schedules = await begin()
      rig.desk = new ScheduleDesk(rig.schedules, store, now)
    },
    slots: async (name) =>
      (await store.slotsOf(name, 1_000))
        .reverse()
        .map(
          ({ slotMs, trigger, outcome, count }) =>
            `${new Date(slotMs).toISOString().slice(0, 16)} ${trigger} ${outcome}${count === 1 ? '' : ` x${count}`}`,
        ),
    stop: () => rig.schedules.close(),
  }
  rig.desk = new ScheduleDesk(rig.schedules, store, now)
  return rig
}
