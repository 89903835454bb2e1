/** Runs in the store: every state change is a row, the latest state of a run is what counts. */
import { createHash } from 'node:crypto'
import type { RunResult } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { toQueueRows } from './queue-rows.ts'
import type { RunRecord } from './run-record.ts'
import { versionOf } from './run-record.ts'
import { byPosition, fromRunRow, type RunRow, summaryColumns, toRunRow } from './run-rows.ts'
import { toTrialRows } from './trial-rows.ts'

/** Runs read at a time where all are wanted. */
const pageRuns = 5_000

/** Reads and writes run records. All methods throw StoreError when the store is out of reach. */
export class RunStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Stores new states of runs together. Storing them again changes nothing; of two final states of a run the later stays. */
  async save(records: readonly RunRecord[]): Promise<void> {
    if (records.length === 0) return
    const token = tokenOf(
      records.map(
        (record) => `${record.spec.id} ${versionOf(record)} ${record.refusedAtMs ?? ''} ${JSON.stringify(record.earlier)}`,
      ),
    )
    await this.#store.insertRows('runs', records.map(toRunRow), { token: `runs:${token}` })
  }

  /** Stores the trials of results and their queues; storing them again changes nothing. */
  async saveTrials(results: readonly RunResult[]): Promise<void> {
    const token = tokenOf(results.map(({ runId, attempt }) => `${runId} ${attempt}`))
    const tables = [
      ['trials', toTrialRows],
      ['queue_counters', toQueueRows],
    ] as const
    await Promise.all(
      tables.map(async ([table, toRows]) => {
        const rows = results.flatMap(toRows)
        if (rows.length > 0) await this.#store.insertRows(table, rows, { token: `${table}:${token}` })
      }),
    )
  }

  /** With its result, when there is one. */
  async find(id: string): Promise<RunRecord | undefined> {
    const [found] = await this.#read(`SELECT ${summaryColumns}, result FROM runs FINAL WHERE id = {id:String}`, { id })
    return found
  }

  /** Without results, in the order of the suite. Empty when there is no such submission. */
  ofSubmission(submissionId: string): Promise<RunRecord[]> {
    // The index on submissions serves the inner query, which needs no FINAL: a run never changes its submission.
    const ids = 'SELECT DISTINCT id FROM runs WHERE submission_id = {submissionId:String}'
    const sql = `SELECT ${summaryColumns} FROM runs FINAL WHERE id IN (${ids}) ORDER BY ${byPosition}`
    return this.#read(sql, { submissionId })
  }

  /** Runs that have not ended, page by page, in no order that means anything. */
  async *unfinished(): AsyncGenerator<RunRecord[]> {
    let after = ''
    for (;;) {
      const where = "id > {after:String} AND state NOT IN ('succeeded', 'failed')"
      const sql = `SELECT ${summaryColumns} FROM runs FINAL WHERE ${where} ORDER BY id LIMIT ${pageRuns}`
      const page = await this.#read(sql, { after })
      const last = page.at(-1)
      if (last === undefined) return
      yield page
      after = last.spec.id
    }
  }

  async #read(sql: string, params?: Readonly<Record<string, string | number>>): Promise<RunRecord[]> {
    const rows = await this.#store.query<RunRow>(sql, params)
    return rows.map(fromRunRow)
  }
}

/** Of an insert: the same parts, the same token. */
const tokenOf = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\n')).digest('base64url')
