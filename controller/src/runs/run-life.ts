/**
 * The life of runs: queued, running, then succeeded or failed, once and for good. Unfinished runs are held in memory,
 * every state is a row in the store, and whoever watches a submission hears of each change after it has been stored.
 */
import { EventEmitter } from 'node:events'
import type { RunProgress, RunSummary } from '@ringside/contract'
import { withinRun } from '../telemetry/spans.ts'
import { KeyedQueue } from './keyed-queue.ts'
import { endedRecord, isFinal, type RunOutcome, type RunRecord, summaryOf } from './run-record.ts'
import type { RunStore } from './run-store.ts'

/** Sees to it that the span of an ended run is stored exactly once. Rejects when that could not be done. */
export type SettleSpan = (record: RunRecord) => Promise<void>

/** Told at every change whether any run is measured or waits to be, which follows without a pause. */
export type Activity = (busy: boolean, changed: RunRecord) => void

/** `settled`: the run is final and stored now. `known`: it was before. `unknown`: this store has never heard of it. */
export type Settlement = 'settled' | 'known' | 'unknown'

interface LiveRun {
  record: RunRecord
  /** Whether its job has been added; before that, a missing job means nothing. */
  enqueued: boolean
  progress?: RunProgress
}

export class RunLife {
  readonly #runs: RunStore
  readonly #settleSpan: SettleSpan
  readonly #activity: Activity
  readonly #live = new Map<string, LiveRun>()
  readonly #changes = new EventEmitter<Record<string, [RunSummary]>>().setMaxListeners(0)
  readonly #perRun = new KeyedQueue()

  constructor(runs: RunStore, settleSpan: SettleSpan, activity: Activity) {
    this.#runs = runs
    this.#settleSpan = settleSpan
    this.#activity = activity
  }

  /** Takes up the unfinished runs that an earlier process left in the store. */
  async restore(): Promise<void> {
    for (const record of await this.#runs.unfinished()) this.#live.set(record.spec.id, { record, enqueued: true })
  }

  /** Stores runs as queued and takes them up. Their jobs come next: an agent may be faster than whoever adds them. */
  async accept(records: readonly RunRecord[]): Promise<void> {
    await this.#runs.saveQueued(records)
    for (const record of records) this.#live.set(record.spec.id, { record, enqueued: false })
  }

  /** The jobs of these runs have been added. */
  enqueued(records: readonly RunRecord[]): void {
    for (const { spec } of records) {
      const live = this.#live.get(spec.id)
      if (live !== undefined) live.enqueued = true
    }
  }

  /** Ids of the unfinished runs of a host that have, or had, a job. */
  unfinishedOn(host: string): string[] {
    const runs = [...this.#live.values()].filter(({ record, enqueued }) => enqueued && record.spec.host === host)
    return runs.map(({ record }) => record.spec.id)
  }

  /** Hosts that have unfinished runs. */
  busyHosts(): string[] {
    return [...new Set([...this.#live.values()].map(({ record }) => record.spec.host))]
  }

  /** How many runs have not ended, by state. */
  counts(): Record<'queued' | 'running', number> {
    const counts = { queued: 0, running: 0 }
    for (const { record } of this.#live.values()) counts[record.state === 'running' ? 'running' : 'queued']++
    return counts
  }

  progressOf(id: string): RunProgress | undefined {
    return this.#live.get(id)?.progress
  }

  /** An agent has taken the run. Nothing happens when that is known already or the run has ended. */
  start(id: string, startedAtMs: number): Promise<void> {
    return this.#perRun.run(id, async () => {
      const live = this.#live.get(id)
      if (live === undefined || live.record.state !== 'queued') return
      const record: RunRecord = { ...live.record, state: 'running', startedAtMs }
      await withinRun(record.spec, () => this.#runs.save(record))
      live.record = record
      this.#tell(live.record, live.progress)
    })
  }

  /** The agent says how far it is. Kept in memory only. */
  report(id: string, progress: RunProgress): void {
    const live = this.#live.get(id)
    if (live === undefined) return
    live.progress = progress
    this.#tell(live.record, live.progress)
  }

  /**
   * The run has ended. Safe to repeat at any point: trials replace themselves, the span is looked for before it is
   * emitted, and the final row is written last. Rejects when the store or the receiver is out of reach; repeat later.
   */
  finish(id: string, outcome: RunOutcome): Promise<Settlement> {
    return this.#perRun.run(id, async () => {
      const live = this.#live.get(id)
      const before = live?.record ?? (await this.#runs.find(id))
      if (before === undefined) return 'unknown'
      if (isFinal(before.state)) return 'known'
      const record = endedRecord(before, outcome, Date.now())
      await withinRun(record.spec, () => this.#conclude(record))
      this.#live.delete(id)
      this.#tell(record)
      return 'settled'
    })
  }

  /** Calls back at every change of a submission's runs. Returns how to stop. */
  watch(submissionId: string, listener: (run: RunSummary) => void): () => void {
    this.#changes.on(submissionId, listener)
    return () => this.#changes.off(submissionId, listener)
  }

  /** Resolves when no change is being stored any more. */
  idle(): Promise<void> {
    return this.#perRun.idle()
  }

  async #conclude(record: RunRecord): Promise<void> {
    if (record.result !== undefined) await this.#runs.saveTrials(record.result)
    await this.#settleSpan(record)
    await this.#runs.save(record)
  }

  #tell(record: RunRecord, progress?: RunProgress): void {
    this.#activity(this.#live.size > 0, record)
    this.#changes.emit(record.spec.submissionId, summaryOf(record, progress))
  }
}
