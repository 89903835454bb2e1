/** The store port: ClickHouse, wherever it runs. Drivers pass the suite in `store-conformance.ts`. */

import type { Readable } from 'node:stream'

/** Values of `{name:Type}` placeholders in a query. */
export type QueryParams = Readonly<Record<string, string | number | readonly string[] | readonly number[]>>

export interface InsertOptions {
  /** Two inserts into one table with the same token are stored once, also after a crash between them. */
  readonly token: string
}

export interface DownloadOptions {
  /** A format of the engine. */
  readonly format: 'CSVWithNames' | 'Parquet'
  readonly params?: QueryParams
}

export interface Store {
  /** Rows of a SELECT. 64-bit integers arrive as strings. Parameters by `{name:Type}`. Throws StoreError. */
  query<Row>(sql: string, params?: QueryParams): Promise<Row[]>
  /** Rows of a SELECT as a file, however many. Throws StoreError before the first byte, or never. */
  download(sql: string, options: DownloadOptions): Promise<Readable>
  /** A statement without rows (DDL, ALTER). Throws StoreError. */
  exec(sql: string): Promise<void>
  /** Inserts plain objects whose keys are column names. Acknowledged rows survive the death of the process. */
  insertRows(table: string, rows: readonly object[], options: InsertOptions): Promise<void>
  /** Inserts blocks in ClickHouse's Native format, as the native binding encodes them. */
  insertNative(table: string, blocks: Buffer, options: InsertOptions): Promise<void>
  /**
   * While quiet, work in the background that can wait does: something is measured on the same machine. A driver whose
   * server is elsewhere does nothing.
   */
  setQuiet(quiet: boolean): Promise<void>
  close(): Promise<void>
}

export class StoreError extends Error {
  override readonly name = 'StoreError'
  /** ClickHouse's error code, for example 60 (UNKNOWN_TABLE); undefined when the store itself is out of reach. */
  readonly code: number | undefined
  constructor(message: string, options: { code?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = options.code
  }
}
