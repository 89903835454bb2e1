/**
 * The life of runs: queued, claimed, running, then succeeded or failed, once and for good. An attempt that failed for
 * reasons that are not the benchmark's may be followed by another, which everybody sees. Unfinished runs are held in memory,
 * states are rows in the store, and whoever watches hears of the end of a run after it has been stored.
 */
import { EventEmitter } from 'node:events'
import type { RefusedResult, RunFailure, RunProgress, RunSpec, RunSummary } from '@ringside/contract'
import { GroupCommit } from '../group-commit.ts'
import { StoreError } from '../store/store.ts'
import { withinRun } from '../telemetry/spans.ts'
import type { Cancellation } from './cancellation.ts'
import { KeyedQueue } from './keyed-queue.ts'
import { type LiveRun, LiveRuns } from './live-runs.ts'
import {
  endedRecord,
  isFinal,
  nextAttempt,
  type RunOutcome,
  type RunRecord,
  summaryOf,
  versionOf,
  withRefusal,
} from './run-record.ts'
import type { RunStore } from './run-store.ts'

/**
 * Sees to it that the spans of ended runs are stored exactly once. `fresh` are runs whose span nobody can have emitted
 * before. Rejects when that could not be done.
 */
export type SettleSpans = (records: readonly RunRecord[], fresh: ReadonlySet<string>) => Promise<void>

/**
 * What became of the end of an attempt. `settled`: the run is final and stored now. `again`: it is queued once more, as
 * `next` says, which has no job yet. `known`: it was final before. `refused`: another attempt has taken over, or another
 * lease. `unknown`: this store has never heard of the run.
 */
export type Settlement =
  | { readonly kind: 'settled' | 'known' | 'refused' | 'unknown' }
  | { readonly kind: 'again'; readonly next: RunSpec }

/** An attempt at a run. */
export interface AttemptRef {
  readonly runId: string
  readonly attempt: number
}

export interface RunLifeOptions {
  readonly settleSpans: SettleSpans
  /** Told of every change. */
  readonly changed: (record: RunRecord) => void
  /** Stores what else came with the results, before the runs become final. */
  readonly saveExtras?: (records: readonly RunRecord[]) => Promise<void>
}

/** Runs that are concluded with one set of inserts. */
const mostConcludedAtOnce = 500
const mostSavedAtOnce = 5_000

/** Of rows that nobody waits for: of short runs they are never needed. */
const stateDelayMs = 1_000

/** A store that is out of reach is not the fault of what was to be stored. */
const mayBeOneItem = (error: unknown): boolean => !(error instanceof StoreError && error.code === undefined)

/** Attempts of one run, whatever its suite says. */
const mostAttempts = 20

export class RunLife {
  readonly #runs: RunStore
  readonly #options: RunLifeOptions
  readonly #live = new LiveRuns()
  /** Taken up from the store: an earlier process may have emitted their spans. */
  readonly #inherited = new Set<string>()
  readonly #changes = new EventEmitter<Record<string, [RunSummary]>>().setMaxListeners(0)
  readonly #perRun = new KeyedQueue()
  readonly #unsaved = new Set<LiveRun>()
  readonly #saves: GroupCommit<RunRecord>
  readonly #conclusions: GroupCommit<RunRecord>

  constructor(runs: RunStore, options: RunLifeOptions) {
    this.#runs = runs
    this.#options = options
    this.#saves = new GroupCommit((records) => runs.save(latestOf(records)), { most: mostSavedAtOnce, mayBeOneItem })
    this.#conclusions = new GroupCommit((records) => this.#conclude(records), { most: mostConcludedAtOnce, mayBeOneItem })
  }

  /** Takes up the unfinished runs that an earlier process left in the store. */
  async restore(): Promise<void> {
    for await (const records of this.#runs.unfinished()) {
      for (const record of records) {
        this.#live.add(record, true)
        this.#inherited.add(record.spec.id)
      }
    }
  }

  /** Stores runs as queued and takes them up. Their jobs come next: an agent may be faster than whoever adds them. */
  async accept(records: readonly RunRecord[]): Promise<void> {
    await Promise.all(records.map((record) => this.#saves.add(record)))
    for (const record of records) {
      this.#live.add(record, false)
      this.#announce(record)
    }
  }

  /** The jobs of these runs have been added. */
  enqueued(records: readonly Pick<RunRecord, 'spec'>[]): void {
    for (const { spec } of records) this.#live.enqueued(spec.id)
  }

  /** Unfinished runs. */
  get live(): LiveRuns {
    return this.#live
  }

  /** An agent has taken the attempt. Nothing happens when that is known already or the attempt is over. */
  claimed(ref: AttemptRef, startedAtMs: number): void {
    const live = this.#live.get(ref.runId)
    if (live === undefined || live.record.spec.attempt !== ref.attempt || live.record.state !== 'queued') return
    live.record = { ...live.record, state: 'claimed', startedAtMs }
    this.#noteState(live)
  }

  /** The agent says how far it is. */
  report(ref: AttemptRef, progress: RunProgress): void {
    const live = this.#live.get(ref.runId)
    if (live === undefined || live.record.spec.attempt !== ref.attempt) return
    live.progress = progress
    const { record } = live
    const lease = progress.lease ?? record.lease
    const moves = record.state !== progress.state && record.state !== 'running'
    if (moves || lease?.token !== record.lease?.token) {
      live.record = {
        ...record,
        state: moves ? progress.state : record.state,
        lease,
        startedAtMs: record.startedAtMs ?? Date.now(),
      }
      this.#noteState(live)
    } else this.#tell(record, live)
  }

  /** Someone wants the run to end. False when it is over already. */
  cancelling(runId: string, cancellation: Cancellation): boolean {
    const live = this.#live.get(runId)
    if (live === undefined) return false
    live.cancellation ??= cancellation
    this.#tell(live.record, live)
    return true
  }

  /**
   * An attempt has ended. Safe to repeat at any point: trials replace themselves, spans are looked for before they are
   * emitted, and the final row is written last. Rejects when the store or the receiver is out of reach; repeat later.
   */
  finish(ref: AttemptRef, outcome: RunOutcome): Promise<Settlement> {
    return this.#perRun.run(ref.runId, async () => {
      const live = this.#live.get(ref.runId)
      const before = live?.record ?? (await this.#runs.find(ref.runId))
      if (before === undefined) return { kind: 'unknown' }
      if (isLate(before, ref, outcome)) {
        await this.#refuse(before, ref.attempt, Date.now())
        return { kind: 'refused' }
      }
      // An attempt whose end was dealt with may be told of again, by an event that is slower than the sweep.
      if (isFinal(before.state) || ref.attempt < before.spec.attempt) return { kind: 'known' }
      const failure = failureOf(outcome, live?.cancellation)
      if (failure !== undefined && mayTryAgain(before, failure)) return this.#tryAgain(before, failure)
      const record = endedRecord(before, failure === undefined ? outcome : { ok: false, failure }, Date.now())
      await this.#conclusions.add(record)
      this.#live.delete(ref.runId)
      this.#inherited.delete(ref.runId)
      this.#tell(record)
      return { kind: 'settled' }
    })
  }

  /** A job that no agent can have had is gone: the run gets another one, as a new attempt. */
  vanished(runId: string, failure: RunFailure): Promise<Settlement> {
    return this.#perRun.run(runId, async () => {
      const live = this.#live.get(runId)
      if (live === undefined) return { kind: 'known' }
      const { record } = live
      if (record.state === 'queued' && live.cancellation === undefined && record.spec.attempt < mostAttempts)
        return this.#tryAgain(record, failure)
      return { kind: 'unknown' }
    })
  }

  /** Notes a result that an agent could not deliver any more. */
  refused({ runId, attempt, refusedAt }: RefusedResult): Promise<void> {
    return this.#perRun.run(runId, async () => {
      const record = this.#live.get(runId)?.record ?? (await this.#runs.find(runId))
      if (record !== undefined) await this.#refuse(record, attempt, Date.parse(refusedAt))
    })
  }

  /** Calls back at every change of a submission's runs; of all runs with `undefined`. Returns how to stop. */
  watch(submissionId: string | undefined, listener: (run: RunSummary) => void): () => void {
    const topic = submissionId ?? allRuns
    this.#changes.on(topic, listener)
    return () => this.#changes.off(topic, listener)
  }

  /** Resolves when no change is being stored any more. */
  idle(): Promise<void> {
    return this.#perRun.idle()
  }

  async #tryAgain(before: RunRecord, failure: RunFailure): Promise<Settlement> {
    const next = nextAttempt(before, failure, Date.now())
    await this.#saves.add(next)
    const live = this.#live.replace(next)
    this.#tell(next, live)
    return { kind: 'again', next: next.spec }
  }

  async #refuse(before: RunRecord, attempt: number, atMs: number): Promise<void> {
    const record = withRefusal(before, attempt, atMs)
    await this.#saves.add(record)
    const live = this.#live.get(record.spec.id)
    if (live !== undefined) live.record = record
  }

  /** States before the last are known from Redis too: their rows are for those who ask the store, and may come a little later. */
  #noteState(live: LiveRun): void {
    if (this.#unsaved.size === 0) setTimeout(() => this.#saveStates(), stateDelayMs).unref()
    this.#unsaved.add(live)
    this.#tell(live.record, live)
  }

  #saveStates(): void {
    const current = [...this.#unsaved].filter((live) => this.#live.get(live.record.spec.id) === live)
    this.#unsaved.clear()
    for (const { record } of current) this.#saves.add(record).catch(() => undefined)
  }

  async #conclude(records: readonly RunRecord[]): Promise<void> {
    const [only] = records
    if (only === undefined) return
    const steps = async () => {
      const results = records.flatMap(({ result }) => (result === undefined ? [] : [result]))
      const fresh = new Set(records.flatMap(({ spec }) => (this.#inherited.has(spec.id) ? [] : [spec.id])))
      // Whatever goes wrong from here on, their spans may be there.
      for (const { spec } of records) this.#inherited.add(spec.id)
      await allOver([
        this.#runs.saveTrials(results),
        this.#options.saveExtras?.(records),
        this.#options.settleSpans(records, fresh),
      ])
      // The final rows are the last: whoever finds them finds all the rest.
      await this.#runs.save(records)
    }
    await (records.length === 1 ? withinRun(only.spec, steps) : steps())
  }

  #tell(record: RunRecord, live: { readonly progress?: RunProgress | undefined; readonly cancellation?: unknown } = {}): void {
    this.#options.changed(record)
    this.#announce(record, live)
  }

  #announce(
    record: RunRecord,
    live: { readonly progress?: RunProgress | undefined; readonly cancellation?: unknown } = {},
  ): void {
    const { submissionId } = record.spec
    if (this.#changes.listenerCount(submissionId) + this.#changes.listenerCount(allRuns) === 0) return
    const summary = summaryOf(record, { progress: live.progress, cancelling: live.cancellation !== undefined })
    this.#changes.emit(submissionId, summary)
    this.#changes.emit(allRuns, summary)
  }
}

/** No submission's id. */
const allRuns = ''

/** Of several states of one run only the latest needs a row. */
function latestOf(records: readonly RunRecord[]): RunRecord[] {
  const latest = new Map<string, RunRecord>()
  for (const record of records) {
    const known = latest.get(record.spec.id)
    if (known === undefined || versionOf(known) <= versionOf(record)) latest.set(record.spec.id, record)
  }
  return [...latest.values()]
}

/** Whether the run has gone on without this attempt, or its host without this lease. */
function isLate(record: RunRecord, { attempt }: AttemptRef, outcome: RunOutcome): boolean {
  if (attempt < record.spec.attempt) return outcome.ok
  if (!outcome.ok) return false
  if (isFinal(record.state)) return record.state === 'failed'
  return record.lease !== undefined && outcome.result.lease.token < record.lease.token
}

/** What the run's failure is; undefined for a success. Whoever was told to end a run is not to blame for how it ended. */
function failureOf(outcome: RunOutcome, cancellation: Cancellation | undefined): RunFailure | undefined {
  if (outcome.ok) return undefined
  if (cancellation === undefined || outcome.failure.cause === cancellation.cause) return outcome.failure
  const { cause, by, reason } = cancellation
  return {
    cause,
    message: `${cause} by ${by} (${reason}); the attempt then ended as ${outcome.failure.cause}: ${outcome.failure.message}`,
  }
}

function mayTryAgain({ spec }: RunRecord, { cause }: RunFailure): boolean {
  return (cause === 'infrastructure' || cause === 'lost') && spec.attempt <= spec.retries
}

/** What fails is done again as a whole: that must not begin while a part of it still goes on, and emit a span a second time. */
async function allOver(parts: readonly (Promise<void> | undefined)[]): Promise<void> {
  const failed = (await Promise.allSettled(parts)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}
