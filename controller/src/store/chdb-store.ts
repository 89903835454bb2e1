/**
 * The store in this process: chdb, which is ClickHouse as a library, on a folder.
 *
 * One process at a time can hold a folder. Queries on one session wait for each other, so there is a pool of them; each
 * running query also takes a thread of libuv's pool, so raise UV_THREADPOOL_SIZE along with `sessions`.
 */
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { drainPending, Session } from 'chdb'
import { strikeLostTokens } from './lost-tokens.ts'
import { Merges } from './merges.ts'
import { Pool } from './pool.ts'
import { rowText } from './row-text.ts'
import { type DownloadOptions, type InsertOptions, type QueryParams, type Store, StoreError } from './store.ts'
import { openUnnamed } from './unnamed-file.ts'

export interface ChdbStoreOptions {
  /** The data folder; created if absent. */
  readonly path: string
  /** Queries that can run at a time. Default 3, which leaves one of libuv's four threads to files. */
  readonly sessions?: number
  /** Where the engine may write backups; nowhere without it. */
  readonly backupDir?: string
}

/** Bytes. Beyond the second a single query fails, beyond the third it sorts and groups on disk. */
const memoryLimits = { server: 3e9, query: 1.5e9, external: 5e8 }

const commonSettings = [
  '--output_format_json_quote_64bit_integers=1',
  '--session_timezone=UTC',
  `--max_server_memory_usage=${memoryLimits.server}`,
  `--max_memory_usage=${memoryLimits.query}`,
  `--max_bytes_before_external_group_by=${memoryLimits.external}`,
  `--max_bytes_before_external_sort=${memoryLimits.external}`,
]

/** Folders open in this process, and how many stores are on each. */
const openHere = new Map<string, number>()

/** Opens the store in a folder. Throws StoreError without a code if the folder is held by another process. */
export async function openChdbStore(options: ChdbStoreOptions): Promise<Store> {
  const path = resolve(options.path)
  mkdirSync(path, { recursive: true })
  const holder = holderOf(path)
  if (holder !== undefined) throw openError(path, `process ${holder} holds it; stop that process or choose another folder`)
  if (!openHere.has(path)) strikeLostTokens(path)
  const { backupDir } = options
  const settings = backupDir === undefined ? commonSettings : [...commonSettings, `--backups.allowed_path=${backupDir}`]
  const sessions: RenewableSession[] = []
  try {
    for (let i = 0; i < (options.sessions ?? 3); i++) sessions.push(new RenewableSession(path, settings))
  } catch (cause) {
    for (const session of sessions) session.close()
    throw openError(path, cause instanceof Error ? cause.message : String(cause), cause)
  }
  openHere.set(path, (openHere.get(path) ?? 0) + 1)
  return new ChdbStore(sessions, path)
}

/**
 * A session that is replaced when a query on it has failed: what such a query had answered until then stays in the session,
 * and would be the beginning of the next query's answer (chdb 3.4.0).
 */
class RenewableSession {
  readonly #open: () => Session
  #session: Session

  constructor(path: string, settings: readonly string[]) {
    this.#open = () => new Session(path, { connectionArgs: settings })
    this.#session = this.#open()
  }

  async use<R>(work: (session: Session) => Promise<R>): Promise<R> {
    try {
      return await work(this.#session)
    } catch (error) {
      // The new one first, so that the folder stays open.
      const spoilt = this.#session
      this.#session = this.#open()
      spoilt.close()
      throw error
    }
  }

  close(): void {
    this.#session.close()
  }
}

class ChdbStore implements Store {
  readonly #pool: Pool<RenewableSession>
  readonly #path: string
  /** Where blocks pass on their way to the engine: in memory if possible. */
  readonly #exchange: string
  readonly #merges = new Merges(this)
  #closed = false

  constructor(sessions: readonly RenewableSession[], path: string) {
    this.#pool = new Pool(sessions)
    this.#path = path
    this.#exchange = writable('/dev/shm') ? '/dev/shm' : path
  }

  query<Row>(sql: string, params?: QueryParams): Promise<Row[]> {
    return this.#run(async (session) => {
      const format = { format: 'JSON' }
      const result = params ? await session.queryBindAsync(sql, params, format) : await session.queryAsync(sql, format)
      return result.json<{ data: Row[] }>().data
    })
  }

  /** By way of a file beside the data: the engine writes as fast as it likes, and nothing is held in memory. */
  async download(sql: string, { format, params = {} }: DownloadOptions): Promise<Readable> {
    const file = await openUnnamed(this.#path)
    try {
      const target = `INSERT INTO FUNCTION file('/proc/self/fd/${file.fd}', '${format}')`
      await this.#run(async (session) => void (await session.queryBindAsync(`${target} ${sql}`, params)))
      return file.createReadStream({ start: 0 })
    } catch (error) {
      await file.close()
      throw error
    }
  }

  exec(sql: string): Promise<void> {
    return this.#run(async (session) => void (await session.queryAsync(sql)))
  }

  async insertRows(table: string, rows: readonly object[], options: InsertOptions): Promise<void> {
    if (rows.length === 0) return
    const { columns, format, text } = rowText(rows)
    const insert = {
      table,
      columns,
      values: Buffer.from(text),
      format,
      settings: { insert_deduplication_token: options.token },
    } as const
    await this.#run((session) => session.insert(insert))
    await this.#merges.inserted(table)
  }

  async insertNative(table: string, blocks: Buffer, options: InsertOptions): Promise<void> {
    if (blocks.length === 0) return
    const file = await openUnnamed(this.#exchange)
    try {
      await file.writeFile(blocks)
      await this.#run((session) => insertFile(session, { table, file, token: options.token }))
      await this.#merges.inserted(table)
    } finally {
      await file.close()
    }
  }

  setQuiet(quiet: boolean): Promise<void> {
    return this.#merges.setQuiet(quiet)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const session of await this.#pool.drain()) session.close()
    await drainPending()
    const left = (openHere.get(this.#path) ?? 1) - 1
    if (left > 0) openHere.set(this.#path, left)
    else openHere.delete(this.#path)
  }

  #run<R>(work: (session: Session) => Promise<R>): Promise<R> {
    if (this.#closed) return Promise.reject(new StoreError('the store is closed: open it again before using it'))
    return this.#pool
      .use((session) => session.use(work))
      .catch((cause: unknown) => {
        throw queryError(cause)
      })
  }
}

/**
 * Inserts by name, not by place: the columns are those that the file has. One thread, so that a repeated insert splits
 * alike; no cache of structures, because descriptors are used again for other files.
 */
async function insertFile(
  session: Session,
  { table, file, token }: { table: string; file: FileHandle; token: string },
): Promise<void> {
  const source = `file('/proc/self/fd/${file.fd}', 'Native')`
  const uncached = 'schema_inference_use_cache_for_file = 0'
  const described = await session.queryAsync(`DESCRIBE TABLE ${source} SETTINGS ${uncached}`, { format: 'JSON' })
  const columns = described
    .json<{ data: { name: string }[] }>()
    .data.map((column) => `\`${column.name}\``)
    .join(', ')
  await session.queryAsync(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${source}
     SETTINGS insert_deduplication_token = ${quote(token)}, max_threads = 1, max_insert_threads = 1, ${uncached}`,
  )
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function queryError(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause
  const code = /\bCode: (\d+)\./.exec(cause.message)?.[1]
  return new StoreError(cause.message, code === undefined ? { cause } : { code: Number(code), cause })
}

function openError(path: string, why: string, cause?: unknown): StoreError {
  return new StoreError(`cannot open the store in ${path}: ${why}`, { cause })
}

/** The living process that has the folder open: the engine writes its id into `status`. */
function holderOf(path: string): number | undefined {
  try {
    const pid = Number(/^PID: (\d+)/m.exec(readFileSync(join(path, 'status'), 'utf8'))?.[1])
    return pid !== process.pid && process.kill(pid, 0) ? pid : undefined
  } catch {
    return undefined
  }
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
