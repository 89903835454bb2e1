/** Runs in the store: every state change is a row, the latest state of a run is what counts. */
import type { RunResult } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { toQueueRows } from './queue-rows.ts'
import { isFinal, type RunRecord } from './run-record.ts'
import { byPosition, fromRunRow, type RunRow, summaryColumns, toRunRow } from './run-rows.ts'
import { toTrialRows } from './trial-rows.ts'

/** Reads and writes run records. All methods throw StoreError when the store is out of reach. */
export class RunStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Stores the runs of one submission together. */
  async saveQueued(records: readonly RunRecord[]): Promise<void> {
    const [first] = records
    if (first === undefined) return
    await this.#store.insertRows('runs', records.map(toRunRow), { token: `submission:${first.spec.submissionId}` })
  }

  /** Stores a run's new state. All final states share a token, so that the first one stored stays. */
  async save(record: RunRecord): Promise<void> {
    const step = isFinal(record.state) ? 'final' : record.state
    await this.#store.insertRows('runs', [toRunRow(record)], { token: `run:${record.spec.id}:${step}` })
  }

  /** Stores a result's trials and their queues; storing them again changes nothing. */
  async saveTrials(result: RunResult): Promise<void> {
    if (result.trials.length === 0) return
    await this.#store.insertRows('trials', toTrialRows(result), { token: `trials:${result.runId}` })
    const queues = toQueueRows(result)
    if (queues.length > 0) await this.#store.insertRows('queue_counters', queues, { token: `queues:${result.runId}` })
  }

  /** With its result, when there is one. */
  async find(id: string): Promise<RunRecord | undefined> {
    const [found] = await this.#read(`SELECT ${summaryColumns}, result FROM runs FINAL WHERE id = {id:String}`, { id })
    return found
  }

  /** Without results, newest first. */
  list(limit: number): Promise<RunRecord[]> {
    return this.#read(
      `SELECT ${summaryColumns} FROM runs FINAL ORDER BY submitted_at DESC, submission_id DESC, ${byPosition} LIMIT {limit:UInt32}`,
      { limit },
    )
  }

  /** Without results, in the order of the suite. Empty when there is no such submission. */
  async ofSubmission(submissionId: string): Promise<RunRecord[]> {
    const where = 'WHERE submission_id = {submissionId:String}'
    return this.#read(`SELECT ${summaryColumns} FROM runs FINAL ${where} ORDER BY ${byPosition}`, { submissionId })
  }

  /** Runs that are still queued or running, oldest first. */
  unfinished(): Promise<RunRecord[]> {
    return this.#read(`SELECT ${summaryColumns} FROM runs FINAL WHERE state IN ('queued', 'running') ORDER BY submitted_at`)
  }

  async #read(sql: string, params?: Readonly<Record<string, string | number>>): Promise<RunRecord[]> {
    const rows = await this.#store.query<RunRow>(sql, params)
    return rows.map(fromRunRow)
  }
}
