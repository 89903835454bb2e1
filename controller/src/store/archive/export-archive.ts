/** Runs as an archive, a chunk at a time. */
import type { QueryParams, Store } from '../store.ts'
import { archiveEnd, archiveHead, type Chunk } from './format.ts'
import { type Selection, selectedRuns } from './selection.ts'

/** Rows of a chunk: some megabytes of the widest rows. */
const chunkRows = 2_000

export interface ArchiveRequest extends Selection {
  /** With spans; those that a run's spans lie in come with the first run of their trace. */
  readonly spans?: boolean | undefined
}

/** The text of the archive, in parts. Throws StoreError. */
export async function* exportArchive(store: Store, request: ArchiveRequest): AsyncGenerator<string> {
  const traces = new Set<string>()
  const tables = await runTables(store)
  yield archiveHead
  let separator = ''
  for (const id of await runIds(store, request)) {
    for await (const chunk of runChunks(store, { id, tables, traces: request.spans === true ? traces : undefined })) {
      yield `${separator}${JSON.stringify(chunk)}`
      separator = ',\n'
    }
  }
  yield archiveEnd
}

/** Oldest first. */
export async function runIds(store: Store, selection: Selection): Promise<string[]> {
  const { sql, params } = selectedRuns(selection)
  const rows = await store.query<{ id: string }>(`SELECT id FROM runs FINAL WHERE ${sql} ORDER BY submitted_at, id`, params)
  return rows.map(({ id }) => id)
}

/** A table of which some rows are a run's. */
export interface RunTable {
  readonly name: string
  /** The columns by which its rows are in order, and by which they are told apart. */
  readonly key: string
}

/** Tables of results that name a run in each row, whichever there are. */
export async function runTables(store: Store): Promise<RunTable[]> {
  const rows = await store.query<{ name: string; key: string }>(
    `SELECT name, sorting_key AS key FROM system.tables WHERE database = currentDatabase() AND engine LIKE 'Replacing%'
       AND name IN (SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'run_id') ORDER BY name`,
  )
  return rows
}

interface RunRequest {
  readonly id: string
  readonly tables: readonly RunTable[]
  /** Traces whose upper spans are in the archive already; without it, no spans are wanted. */
  readonly traces: Set<string> | undefined
}

async function* runChunks(store: Store, { id, tables, traces }: RunRequest): AsyncGenerator<Chunk> {
  const [run] = await store.query<Record<string, unknown>>('SELECT * FROM runs FINAL WHERE id = {id:String}', { id })
  if (run === undefined) return
  yield { run: id, table: 'runs', rows: [withDocuments(run)] }
  for (const { name, key } of tables) {
    yield* resultChunks(store, id, { name, key })
  }
  if (traces === undefined) return
  yield* spanChunks(store, { id, traceId: String(run.trace_id), traces })
}

/** `spec` and `result` are JSON in the table. */
const withDocuments = (run: Record<string, unknown>): Record<string, unknown> => ({
  ...run,
  spec: JSON.parse(String(run.spec)),
  result: run.result === '' ? null : JSON.parse(String(run.result)),
})

async function* resultChunks(store: Store, id: string, { name, key }: RunTable): AsyncGenerator<Chunk> {
  const sql = `SELECT * FROM ${name} FINAL WHERE run_id = {id:String} ORDER BY ${key} LIMIT {limit:UInt32} OFFSET {offset:UInt32}`
  for (let offset = 0; ; offset += chunkRows) {
    const rows = await store.query<Record<string, unknown>>(sql, { id, limit: chunkRows, offset })
    if (rows.length > 0) yield { run: id, table: name, rows }
    if (rows.length < chunkRows) return
  }
}

interface SpanRequest {
  readonly id: string
  readonly traceId: string
  readonly traces: Set<string>
}

/** The spans of a run, before them those of its trace that no run has, unless another run came with them. */
async function* spanChunks(store: Store, { id, traceId, traces }: SpanRequest): AsyncGenerator<Chunk> {
  const owners = traces.has(traceId) ? [id] : ['', id]
  traces.add(traceId)
  for (const owner of owners) {
    for await (const rows of spanRows(store, { owner, traceId })) yield { run: id, table: 'spans', rows }
  }
}

/** In the order of the table; each page goes on where the last one ended. */
async function* spanRows(store: Store, params: { readonly owner: string; readonly traceId: string }): AsyncGenerator<SpanRow[]> {
  let place: QueryParams | undefined
  for (;;) {
    const rows = await store.query<SpanRow>(
      `SELECT * FROM spans WHERE run_id = {owner:String} AND trace_id = {traceId:String} ${place === undefined ? '' : behind}
       ORDER BY name, start_time, span_id LIMIT {limit:UInt32}`,
      { ...params, ...place, limit: chunkRows },
    )
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (rows.length < chunkRows || last === undefined) return
    place = { name: last.name, time: last.start_time, spanId: last.span_id }
  }
}

interface SpanRow extends Record<string, unknown> {
  readonly name: string
  readonly start_time: string
  readonly span_id: string
}

const time = "{time:DateTime64(9, 'UTC')}"
/** Spelt out, because the index is not used for a comparison of tuples. */
const behind = `AND (name > {name:String} OR (name = {name:String} AND
  (start_time > ${time} OR (start_time = ${time} AND span_id > {spanId:String}))))`
