/**
 * Takes the runs of an archive into the store. A run is there when its row of `runs` is, and that is stored last: whatever is cut
 * short leaves no part of a run that anyone sees, and importing again completes it without storing anything twice.
 */
import { createHash } from 'node:crypto'
import type { ImportedRun, ImportReport } from '@ringside/contract'
import Value from 'typebox/value'
import { type Store, StoreError } from '../store.ts'
import { runTables } from './export-archive.ts'
import { ArchiveError, type Chunk, checkHead, chunkOf, RunChunkRow } from './format.ts'
import { linesOf } from './lines.ts'

/** Throws {@link ArchiveError} where the archive cannot be read further, and StoreError; the runs before that are stored. */
export async function importArchive(store: Store, stream: AsyncIterable<Buffer>): Promise<ImportReport> {
  const columns = await columnsOf(store)
  for (const table of columns.keys()) if (table !== 'spans') await createCheck(store, table)
  const runs: ImportedRun[] = []
  let current: RunImport | undefined
  for await (const chunk of chunksOf(stream)) {
    if (current?.id !== chunk.run) {
      if (current !== undefined) runs.push(await current.end())
      current = await RunImport.begin(store, chunk, columns)
    } else await current.take(chunk)
  }
  if (current !== undefined) runs.push(await current.end())
  return { runs }
}

async function* chunksOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Chunk> {
  let number = 0
  let hasEnded = false
  for await (const line of linesOf(stream)) {
    number += 1
    if (number === 1) checkHead(line)
    else if (line === ']}') hasEnded = true
    else if (line !== '') yield chunkOf(line, number)
  }
  if (!hasEnded) throw new ArchiveError(`it ends after line ${number} without its last line: a copy was cut short`)
}

/** A table of the same columns that keeps nothing: what can be inserted there can be inserted. */
const checkTable = (table: string): string => `import_check_${table}`

const createCheck = (store: Store, table: string): Promise<void> =>
  store.exec(`CREATE OR REPLACE TABLE ${checkTable(table)} AS ${table} ENGINE = Null`)

/** Columns by table, of the tables that an archive may have rows of. */
type Columns = ReadonlyMap<string, ReadonlySet<string>>

async function columnsOf(store: Store): Promise<Columns> {
  const tables = ['runs', 'spans', ...(await runTables(store)).map(({ name }) => name)]
  const rows = await store.query<{ table: string; names: string[] }>(
    `SELECT table, groupArray(name) AS names FROM system.columns
     WHERE database = currentDatabase() AND default_kind NOT IN ('ALIAS', 'MATERIALIZED') AND table IN {tables:Array(String)} GROUP BY table`,
    { tables },
  )
  return new Map(rows.map(({ table, names }) => [table, new Set(names)]))
}

type Row = Readonly<Record<string, unknown>>

/** One run on its way in. */
class RunImport {
  readonly id: string
  readonly #store: Store
  readonly #columns: Columns
  readonly #runRow: Row
  /** Rows of its result; spans are too many to wait. */
  readonly #results: Chunk[] = []
  /** Why nothing more is taken of it. */
  #done: ImportedRun | undefined

  private constructor(store: Store, chunk: Chunk, columns: Columns) {
    this.id = chunk.run
    this.#store = store
    this.#columns = columns
    this.#runRow = chunk.rows[0] ?? {}
  }

  /** `first` is the run's row. */
  static async begin(store: Store, first: Chunk, columns: Columns): Promise<RunImport> {
    const run = new RunImport(store, first, columns)
    const fault = run.#faultOf(first) ?? faultOfRun(first)
    if (fault !== undefined) run.#refuse(fault)
    else if (await run.#isStored()) run.#done = { id: run.id, outcome: 'kept' }
    else await run.#orRefuse(() => run.#insert(checkTable('runs'), [run.#storedRow()]))
    return run
  }

  async take(chunk: Chunk): Promise<void> {
    if (this.#done !== undefined) return
    const fault = this.#faultOf(chunk) ?? (chunk.table === 'runs' ? 'it has two rows of its own' : undefined)
    if (fault !== undefined) this.#refuse(fault)
    else if (chunk.table === 'spans') await this.#orRefuse(() => this.#insertSpans(chunk))
    else {
      await this.#orRefuse(() => this.#insert(checkTable(chunk.table), chunk.rows))
      this.#results.push(chunk)
    }
  }

  async end(): Promise<ImportedRun> {
    await this.#orRefuse(async () => {
      for (const chunk of this.#results) await this.#insert(chunk.table, chunk.rows)
      await this.#insert('runs', [this.#storedRow()])
    })
    return this.#done ?? { id: this.id, outcome: 'added' }
  }

  #storedRow(): Row {
    const { spec, result } = this.#runRow
    return { ...this.#runRow, spec: JSON.stringify(spec), result: result === null ? '' : JSON.stringify(result) }
  }

  #refuse(reason: string): void {
    this.#done = { id: this.id, outcome: 'refused', reason }
  }

  /** A row that the engine cannot read is a fault of the archive; a store that is away is not. */
  async #orRefuse(work: () => Promise<void>): Promise<void> {
    if (this.#done !== undefined) return
    try {
      await work()
    } catch (error) {
      if (!(error instanceof StoreError) || error.code === undefined) throw error
      this.#refuse(error.message.slice(0, 300))
    }
  }

  #faultOf({ table, rows }: Chunk): string | undefined {
    const columns = this.#columns.get(table)
    if (columns === undefined) return `it has rows of the table '${table}', which this version does not have`
    const unknown = rows.flatMap((row) => Object.keys(row)).find((name) => !columns.has(name))
    if (unknown !== undefined) return `it has '${unknown}' in '${table}', which this version does not have`
    const owners = table === 'spans' ? [this.id, ''] : [this.id]
    const stranger = table === 'runs' ? undefined : rows.find(({ run_id: owner }) => !owners.includes(String(owner)))
    return stranger === undefined ? undefined : `it has rows of another run in '${table}' (${String(stranger.run_id)})`
  }

  async #isStored(): Promise<boolean> {
    const rows = await this.#store.query('SELECT 1 FROM runs WHERE id = {id:String} LIMIT 1', { id: this.id })
    return rows.length > 0
  }

  /** Spans that no run has may have come with another run of their trace. */
  async #insertSpans({ rows }: Chunk): Promise<void> {
    const shared = rows.filter(({ run_id: owner }) => owner === '')
    const stored = shared.length === 0 ? new Set() : await this.#storedSpans(shared)
    const missing = rows.filter((row) => !(row.run_id === '' && stored.has(row.span_id)))
    if (missing.length > 0) await this.#insert('spans', missing)
  }

  async #storedSpans(rows: readonly Row[]): Promise<Set<unknown>> {
    const params = { traceId: String(rows[0]?.trace_id), ids: rows.map((row) => String(row.span_id)) }
    const sql = "SELECT span_id FROM spans WHERE trace_id = {traceId:String} AND run_id = '' AND span_id IN {ids:Array(String)}"
    return new Set((await this.#store.query<{ span_id: string }>(sql, params)).map((row) => row.span_id))
  }

  #insert(table: string, rows: readonly Row[]): Promise<void> {
    const token = `import:${createHash('sha256')
      .update(JSON.stringify([table, rows]))
      .digest('hex')}`
    return this.#store.insertRows(table, rows, { token })
  }
}

function faultOfRun({ run, table, rows }: Chunk): string | undefined {
  const [row] = rows
  if (table !== 'runs' || rows.length !== 1) return `it begins with rows of '${table}', expected its one row of 'runs'`
  if (!Value.Check(RunChunkRow, row)) {
    const [fault] = Value.Errors(RunChunkRow, row)
    return `its row of 'runs' is wrong at ${fault?.instancePath || '/'}: ${fault?.message}`
  }
  const ids = [row.id, row.spec.id, row.result?.runId ?? run]
  const isConsistent = ids.every((id) => id === run) && row.spec.submissionId === row.submission_id
  if (!isConsistent) return `its row of 'runs' is of another run (${ids.find((id) => id !== run) ?? row.submission_id})`
  return (row.state === 'succeeded') === (row.result !== null)
    ? undefined
    : `it is '${row.state}' ${row.result ? 'with' : 'without'} a result`
}
