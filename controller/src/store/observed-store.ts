/**
 * A store whose calls are seen: a client span and a duration for each.
 * Source: semantic conventions 1.4x, "Database client spans" and "Database client metrics".
 */
import type { Readable } from 'node:stream'
import { type Attributes, type Span, SpanKind } from '@opentelemetry/api'
import { type ClientInstruments, type ClientOperation, clientOperation } from '../telemetry/client-operation.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { DownloadOptions, InsertOptions, QueryParams, Store } from './store.ts'

const system = { 'db.system.name': 'clickhouse' } as const
const durationBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

/** Passes everything on to `store`, which it closes as well. */
export function observeStore(store: Store, telemetry: Pick<Telemetry, 'tracerOf' | 'meter'>): Store {
  return new ObservedStore(store, telemetry)
}

class ObservedStore implements Store {
  readonly #store: Store
  readonly #instruments: ClientInstruments
  readonly #countInserted: (bytes: number, attributes: Attributes) => void

  constructor(store: Store, { tracerOf, meter }: Pick<Telemetry, 'tracerOf' | 'meter'>) {
    this.#store = store
    const duration = meter.createHistogram('db.client.operation.duration', {
      unit: 's',
      description: 'Duration of calls to the store',
      advice: { explicitBucketBoundaries: durationBoundaries },
    })
    this.#instruments = { tracer: tracerOf('store'), duration }
    const inserted = meter.createCounter('ringside.store.inserted', {
      unit: 'By',
      description: 'Bytes inserted in Native blocks',
    })
    this.#countInserted = (bytes, attributes) => inserted.add(bytes, attributes)
  }

  query<Row>(sql: string, params?: QueryParams): Promise<Row[]> {
    return this.#observe(statement(sql), async (span) => {
      const rows = await this.#store.query<Row>(sql, params)
      span.setAttribute('db.response.returned_rows', rows.length)
      return rows
    })
  }

  download(sql: string, options: DownloadOptions): Promise<Readable> {
    return this.#observe(statement(sql), () => this.#store.download(sql, options))
  }

  exec(sql: string): Promise<void> {
    return this.#observe(statement(sql), () => this.#store.exec(sql))
  }

  insertRows(table: string, rows: readonly object[], options: InsertOptions): Promise<void> {
    const details = { 'ringside.store.rows': rows.length }
    return this.#observe(insert(table, details), () => this.#store.insertRows(table, rows, options))
  }

  insertNative(table: string, blocks: Buffer, options: InsertOptions): Promise<void> {
    const operation = insert(table, { 'ringside.store.bytes': blocks.length })
    return this.#observe(operation, async () => {
      await this.#store.insertNative(table, blocks, options)
      this.#countInserted(blocks.length, { 'db.collection.name': table })
    })
  }

  setQuiet(quiet: boolean): Promise<void> {
    return this.#store.setQuiet(quiet)
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  #observe<Result>(operation: Omit<ClientOperation, 'kind'>, work: (span: Span) => Promise<Result>): Promise<Result> {
    return clientOperation(this.#instruments, { kind: SpanKind.CLIENT, ...operation }, work)
  }
}

/** Named after what it does and the first table in it, as the conventions ask. Values are bound, so the text has none. */
function statement(sql: string): Omit<ClientOperation, 'kind'> {
  const operation = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? 'QUERY'
  const table = /\b(?:FROM|INTO|TABLE)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?([\w.]+)/i.exec(sql)?.[1]
  const text = sql.replace(/\s+/g, ' ').trim()
  return { ...named(operation, table), details: { 'db.query.text': text } }
}

function insert(table: string, details: Attributes): Omit<ClientOperation, 'kind'> {
  return { ...named('INSERT', table), details: { 'db.query.text': `INSERT INTO ${table}`, ...details } }
}

function named(operation: string, table: string | undefined) {
  const collection = table === undefined ? {} : { 'db.collection.name': table }
  return {
    name: table === undefined ? operation : `${operation} ${table}`,
    attributes: { ...system, 'db.operation.name': operation, ...collection },
  }
}
