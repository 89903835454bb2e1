/** Executes requests in chdb, each in a session of its own, so that settings and parameters end with it. */
import { open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Session } from 'chdb'
import { strikeLostTokens } from '../lost-tokens.ts'
import type { ClickHouseRequest } from './clickhouse-request.ts'

export interface EngineOptions {
  /** The data folder. */
  readonly path: string
  /** Where BACKUP may write. */
  readonly backups: string
}

/** Bytes. */
const defaultQuerySize = '262144'

export class ClickHouseEngine {
  readonly #options: EngineOptions
  /** Keeps the data open between requests. */
  readonly #keeper: Session
  #files = 0

  constructor(options: EngineOptions) {
    this.#options = options
    strikeLostTokens(options.path)
    this.#keeper = this.#open()
  }

  /** The answer in the format that was asked for. Rejects with the engine's error, whose message begins with its code. */
  async execute({ sql, rows, database, defaultFormat, settings }: ClickHouseRequest): Promise<Uint8Array> {
    const session = this.#open()
    try {
      if (database !== 'default') await session.queryAsync(`USE \`${database.replaceAll('`', '')}\``)
      const changes = [...new Map([['max_query_size', defaultQuerySize], ...settings])]
      // Parameters are no part of the query, and may be longer than a query may be.
      await session.queryAsync(`SET max_query_size = ${2 ** 30}`)
      await session.queryAsync(`SET ${changes.map(([name, value]) => `${name} = ${quoted(value)}`).join(', ')}`)
      if (rows.length > 0) return await this.#insert(session, sql, rows)
      return (await session.queryAsync(sql, { format: defaultFormat })).bytes()
    } finally {
      session.close()
    }
  }

  close(): void {
    this.#keeper.close()
  }

  #open(): Session {
    const { path, backups } = this.#options
    return new Session(path, { connectionArgs: [`--backups.allowed_path=${backups}`] })
  }

  /** The engine reads the rows from a file, as it reads them from a request's body: same formats, same defaults, same faults. */
  async #insert(session: Session, sql: string, rows: Buffer): Promise<Uint8Array> {
    const name = join(this.#options.path, `insert-${process.pid}-${this.#files++}`)
    const file = await open(name, 'wx+')
    try {
      await unlink(name)
      await file.writeFile(rows)
      const from = sql.replace(
        /\bFORMAT\s+(\w+)\s*;?\s*$/i,
        `FROM INFILE '/proc/self/fd/${file.fd}' COMPRESSION 'none' FORMAT $1`,
      )
      return (await session.queryAsync(from)).bytes()
    } finally {
      await file.close()
    }
  }
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\0': '\\0' }

const quoted = (text: string): string => `'${text.replace(/[\\'\0]/g, (character) => escapes[character] ?? character)}'`
