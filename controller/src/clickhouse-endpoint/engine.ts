/**
 * Executes queries of strangers in chdb, each in a read-only session of its own, so that nothing of one is left for the next, and none waits
 * for the controller's own queries, or they for it. Answers go through files without names: any format, any size, and an error is known
 * before the first byte is sent.
 */
import type { FileHandle } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Session } from 'chdb'
import { openUnnamed } from '../store/unnamed-file.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { checkStatement, type Params } from './check-statement.ts'
import type { EndpointLimits } from './limits.ts'
import { QueryError } from './query-error.ts'
import { queryToFile } from './query-to-file.ts'
import { type Setting, sessionSettings } from './settings.ts'
import { quoted } from './sql-text.ts'
import { statementOf } from './statement.ts'
import { parseQuery } from './tokens.ts'

export interface Query {
  readonly sql: string
  readonly params: Params
  readonly settings: readonly Setting[]
  /** Where the SQL names none. */
  readonly defaultFormat: string
}

export interface Answer {
  readonly format: string
  readonly contentType: string
  /** With the answer in it from its beginning; the caller closes it. */
  readonly file: FileHandle
  readonly bytes: number
  readonly rows: number
  readonly elapsedNs: number
}

export interface EngineOptions {
  /** The folder of the store, which is open in this process for as long as the engine is. */
  readonly path: string
  readonly limits: EndpointLimits
  /** Whether something is measured on this machine, so that queries are to take no more than one CPU. */
  readonly isBusy: () => boolean
}

/** Formatting may make a query longer, and quoting it for the parser too. */
const innerQueryFactor = 16
/** Beyond it the engine would take other queries' memory, so these are the first that it ends where all together have too much. */
const expendableBytes = 64 << 20

export class Engine {
  readonly #path: string
  readonly #limits: EndpointLimits
  readonly #isBusy: () => boolean
  readonly #catalog: Catalog

  /** Throws the engine's error. */
  static async open(options: EngineOptions): Promise<Engine> {
    const path = resolve(options.path)
    const session = new Session(path)
    try {
      return new Engine({ ...options, path }, await readCatalog(session))
    } finally {
      session.close()
    }
  }

  private constructor({ path, limits, isBusy }: EngineOptions, catalog: Catalog) {
    this.#path = path
    this.#limits = limits
    this.#isBusy = isBusy
    this.#catalog = catalog
  }

  /** Ends the query when `signal` aborts. Throws QueryError. */
  async execute({ sql, params, settings, defaultFormat }: Query, signal: AbortSignal): Promise<Answer> {
    const statement = statementOf(await this.#parse(sql))
    checkStatement(statement, params, this.#catalog)
    const format = statement.format ?? defaultFormat
    const contentType = this.#catalog.contentTypes.get(format)
    if (contentType === undefined) throw new QueryError(73, `Unknown format ${format}`)
    const changed = sessionSettings([...settings, ...statement.settings], this.#limits)
    const session = this.#openSession(changed)
    const began = process.hrtime.bigint()
    try {
      for (const [name, value] of params) await session.queryAsync(`SET param_${name} = ${quoted(value)}`)
      const file = await openUnnamed(this.#path)
      const target = { file, format, maxBytes: Number(changed.get('max_result_bytes')) }
      const context = { session, path: this.#path, signal }
      const written = await queryToFile(statement.sql, target, context).catch(async (error: unknown) => {
        await file.close()
        throw error
      })
      return { ...written, format, contentType, file, elapsedNs: Number(process.hrtime.bigint() - began) }
    } catch (error) {
      throw QueryError.fromEngine(error)
    } finally {
      session.close()
    }
  }

  async #parse(sql: string) {
    const session = this.#openSession(new Map())
    try {
      return await parseQuery(session, sql)
    } finally {
      session.close()
    }
  }

  #openSession(settings: ReadonlyMap<string, string>): Session {
    const { maxMemoryBytes, maxQueryBytes } = this.#limits
    const { refusedTables, refusedSystemTables } = this.#catalog
    // A second fence behind the check of names: of these tables no row is read.
    const hidden = [...refusedTables, ...[...refusedSystemTables].map((name) => `system.${name}`)]
    const own = {
      session_timezone: 'UTC',
      max_query_size: innerQueryFactor * maxQueryBytes,
      max_bytes_before_external_group_by: Math.floor(maxMemoryBytes / 4),
      max_bytes_before_external_sort: Math.floor(maxMemoryBytes / 4),
      memory_overcommit_ratio_denominator: expendableBytes,
      ...Object.fromEntries(settings),
      ...(this.#isBusy() ? { max_threads: 1 } : {}),
      additional_table_filters: `{${hidden.map((name) => `'${name.includes('.') ? name : `default.${name}`}':'0'`).join(',')}}`,
      readonly: 1,
    }
    try {
      return new Session(this.#path, { connectionArgs: Object.entries(own).map(([name, value]) => `--${name}=${value}`) })
    } catch {
      const said = [...settings].map(([name, value]) => `${name} = ${value}`).join(', ')
      throw new QueryError(
        36,
        `The engine takes no session with these settings: ${said}; leave out what was set beside the query`,
      )
    }
  }
}
