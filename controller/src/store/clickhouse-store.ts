/**
 * The store on a ClickHouse server, by its HTTP interface.
 *
 * What only reads, and inserts, which bear tokens, are sent again when no answer came: the server may have been started anew
 * meanwhile. Other statements are sent once.
 */
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client'
import { rowText } from './row-text.ts'
import { type DownloadOptions, type InsertOptions, type QueryParams, type Store, StoreError } from './store.ts'
import { withoutCredentials } from './store-url.ts'

export interface ClickHouseStoreOptions {
  /** `http(s)://user:password@host:8123/database`; the database is created if absent. */
  readonly url: string
  /** PEM certificates of the authorities that vouch for the server, where the system's do not. */
  readonly caCertificates?: Buffer | undefined
  /** Without an answer for so long, a statement has failed. */
  readonly timeoutMs?: number
}

const defaultTimeoutMs = 60_000
/** For how long closing waits for statements under way. */
const closeTimeoutMs = 5_000
/** Waited before a statement is sent for the second and the third time. */
const retryDelaysMs = [50, 400]

/** ClickHouse's codes of what passes: too many queries at once, too many parts, read-only for now, Keeper away. */
const passingCodes: readonly (number | undefined)[] = [202, 252, 242, 999]
const unknownDatabase = 81

/** Every statement: its answer is complete or an error, and its fate is known when it is answered. */
const commonSettings: ClickHouseSettings = {
  output_format_json_quote_64bit_integers: 1,
  session_timezone: 'UTC',
  wait_end_of_query: 1,
  async_insert: 0,
  // A repeated insert splits into the same blocks.
  input_format_parallel_parsing: 0,
  max_insert_threads: '1',
}

/** Throws StoreError: without a code when the server is out of reach, with one when it refuses us. */
export async function openClickHouseStore(options: ClickHouseStoreOptions): Promise<Store> {
  const url = new URL(options.url)
  const database = decodeURIComponent(url.pathname.slice(1)) || 'default'
  const store = clientStore(options, database)
  try {
    await store.query('SELECT 1')
  } catch (error) {
    await store.close()
    if (!(error instanceof StoreError) || error.code !== unknownDatabase) throw error
    await createDatabase(options, database)
    return clientStore(options, database)
  }
  return store
}

async function createDatabase(options: ClickHouseStoreOptions, database: string): Promise<void> {
  const store = clientStore(options, 'default')
  try {
    await store.exec(`CREATE DATABASE IF NOT EXISTS \`${database.replaceAll('`', '\\`')}\``)
  } finally {
    await store.close()
  }
}

function clientStore(
  { url, caCertificates, timeoutMs = defaultTimeoutMs }: ClickHouseStoreOptions,
  database: string,
): ClickHouseStore {
  const base = new URL(url)
  base.pathname = ''
  const client = createClient({
    url: base,
    database,
    application: 'ringside',
    request_timeout: timeoutMs,
    clickhouse_settings: commonSettings,
    use_multipart_params_auto: true,
    log: { level: ClickHouseLogLevel.OFF },
    ...(caCertificates && { tls: { ca_cert: caCertificates } }),
  })
  return new ClickHouseStore(client, withoutCredentials(url))
}

class ClickHouseStore implements Store {
  readonly #client: ClickHouseClient
  /** For messages. */
  readonly #name: string
  readonly #closing = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()
  #closed = false

  constructor(client: ClickHouseClient, name: string) {
    this.#client = client
    this.#name = name
  }

  query<Row>(sql: string, params?: QueryParams): Promise<Row[]> {
    return this.#run('again', async (abort_signal) => {
      const settings = { cancel_http_readonly_queries_on_client_close: 1 as const }
      const bound = params === undefined ? {} : { query_params: { ...params } }
      const answer = await this.#client.query({
        query: sql,
        format: 'JSON',
        abort_signal,
        clickhouse_settings: settings,
        ...bound,
      })
      return (await answer.json<Row>()).data
    })
  }

  download(sql: string, { format, params }: DownloadOptions): Promise<Readable> {
    return this.#run('again', async (abort_signal) => {
      const bound = params === undefined ? {} : { query_params: { ...params } }
      return (await this.#client.exec({ query: `${sql} FORMAT ${format}`, abort_signal, ...bound })).stream
    })
  }

  exec(sql: string): Promise<void> {
    return this.#run('once', async (abort_signal) => void (await this.#client.command({ query: sql, abort_signal })))
  }

  insertRows(table: string, rows: readonly object[], options: InsertOptions): Promise<void> {
    const { columns, format, text } = rowText(rows)
    const names = columns.map((column) => `\`${column}\``).join(', ')
    return this.#insert(`INSERT INTO ${table} (${names}) FORMAT ${format}`, Buffer.from(text), options)
  }

  insertNative(table: string, blocks: Buffer, options: InsertOptions): Promise<void> {
    return this.#insert(`INSERT INTO ${table} FORMAT Native`, blocks, options)
  }

  /** The server is another machine's. */
  async setQuiet(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const timer = setTimeout(() => this.#closing.abort(), closeTimeoutMs)
    await Promise.allSettled(this.#underWay)
    clearTimeout(timer)
    await this.#client.close()
  }

  async #insert(query: string, body: Buffer, { token }: InsertOptions): Promise<void> {
    if (body.length === 0) return
    await this.#run('again', async (abort_signal) => {
      const values = Readable.from([body], { objectMode: false })
      const clickhouse_settings = { insert_deduplication_token: token }
      const { stream } = await this.#client.exec({ query, values, abort_signal, clickhouse_settings })
      await text(stream)
    })
  }

  #run<R>(repeat: 'once' | 'again', work: (signal: AbortSignal) => Promise<R>): Promise<R> {
    if (this.#closed) return Promise.reject(new StoreError('the store is closed: open it again before using it'))
    const running = this.#attempts(repeat === 'once' ? [] : retryDelaysMs, work)
    this.#underWay.add(running)
    return running.finally(() => this.#underWay.delete(running))
  }

  async #attempts<R>(delaysMs: readonly number[], work: (signal: AbortSignal) => Promise<R>): Promise<R> {
    try {
      return await work(this.#closing.signal)
    } catch (cause) {
      const error = this.#errorOf(cause)
      const [delayMs, ...later] = delaysMs
      if (delayMs === undefined || this.#closed || !isPassing(error, cause)) throw error
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      return this.#attempts(later, work)
    }
  }

  #errorOf(cause: unknown): StoreError {
    if (cause instanceof ClickHouseError)
      return new StoreError(`Code: ${cause.code}. ${cause.message}`, { code: Number(cause.code), cause })
    const why = cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : String(cause)
    const remedy = 'see that the server runs and that RINGSIDE_STORE has its address'
    return new StoreError(`the store at ${this.#name} is out of reach (${why.slice(0, 300)}); ${remedy}`, { cause })
  }
}

/** Whether the same statement may fare better in a moment. After a timeout, nobody wants to wait for another one. */
function isPassing(error: StoreError, cause: unknown): boolean {
  return error.code === undefined ? typeof (cause as NodeJS.ErrnoException)?.code === 'string' : passingCodes.includes(error.code)
}
