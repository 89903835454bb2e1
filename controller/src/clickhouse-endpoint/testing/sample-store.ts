/** A store with rows in all tables, and the endpoint on it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChdbStore } from '../../store/chdb-store.ts'
import { migrate } from '../../store/migrate.ts'
import type { Store } from '../../store/store.ts'
import { visibleTables } from '../catalog.ts'
import { type ClickHouseEndpoint, type EndpointOptions, startClickHouseEndpoint } from '../endpoint.ts'

export interface SampleStore {
  readonly store: Store
  readonly path: string
  close(): Promise<void>
}

/** A kind each, since views tell points apart by it; the engine's own choice would be none. */
const kinds =
  "arrayElement(['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary'], 1 + cityHash64(name, time) % 5) AS kind"

/** What must never be seen through the endpoint. */
export const secret = '0123456789abcdef-secret'
export const credentials = { user: 'grafana', password: 'only for tests' }
const rowsPerTable = 200

/** All types that clients are to read as they are; names of columns are those of the types. */
export const allTypes = [
  ...['UInt8', 'UInt16', 'UInt32', 'UInt64', 'Int8', 'Int16', 'Int32', 'Int64', 'Float32', 'Float64', 'Bool', 'String'],
  ...['UUID', 'IPv4', 'IPv6', 'Date', "DateTime('UTC')", "DateTime64(3, 'UTC')", "DateTime64(9, 'UTC')", 'FixedString(5)'],
  ...['Decimal(9, 3)', 'Decimal(18, 6)', "Enum8('a' = 1, 'b' = -2)", "Enum16('long, name' = 1, 'it\\'s' = 300)"],
  ...['LowCardinality(String)', 'LowCardinality(Nullable(String))', 'Nullable(UInt64)', "Nullable(DateTime64(9, 'UTC'))"],
  ...['Array(UInt64)', 'Array(LowCardinality(String))', 'Array(Array(Nullable(String)))', 'Map(LowCardinality(String), String)'],
  ...['Map(String, Array(UInt32))', 'Tuple(UInt8, String)', 'Tuple(a LowCardinality(String), b Array(Float64))'],
  ...['Array(Tuple(time UInt64, name String))', 'SimpleAggregateFunction(max, UInt64)'],
] as const

/** A row of the engine's own choice for each number, always the same. */
export const allTypesQuery = `SELECT * FROM generateRandom(${quotedStructure()}, 7, 8, 4) LIMIT 300`

/** The same where texts are to be texts: of the engine's choice for FixedString not all is UTF-8. */
export const allTypesAsTextQuery = `SELECT * REPLACE (hex(c${allTypes.indexOf('FixedString(5)')}) AS c${allTypes.indexOf('FixedString(5)')}) FROM (${allTypesQuery})`

/** What is at the edge of the types, or of what clients hold in theirs. */
export const edgesQuery = `SELECT 18446744073709551615 AS most, -9223372036854775808 AS least, nan AS not_a_number, inf AS infinite,
  -inf AS minus_infinite, -0.0 AS minus_zero, toDecimal64('-0.000001', 6) AS small, '' AS empty, 'é😀\\n\\t\\'"' AS odd,
  toFixedString('a', 3) AS padded, [] AS nothing, map() AS no_map, NULL AS missing, [NULL, 1] AS gaps, toLowCardinality(NULL::Nullable(String)) AS lc,
  toDateTime64('2262-04-11 00:00:00', 0, 'UTC') AS late, toDateTime64('1925-01-01 00:00:00.001', 3, 'UTC') AS early`

function quotedStructure(): string {
  const structure = allTypes.map((type, index) => `c${index} ${type}`).join(', ')
  return `'${structure.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

export async function openSampleStore(): Promise<SampleStore> {
  const path = mkdtempSync(join(tmpdir(), 'ringside-endpoint-'))
  const store = await openChdbStore({ path })
  await migrate(store)
  const tables = await store.query<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = 'default' AND engine LIKE '%MergeTree'",
  )
  for (const { name } of tables) await fill(store, name)
  await store.exec(`INSERT INTO tokens (id, secret_sha256) VALUES ('t', '${secret}')`)
  await store.exec(`INSERT INTO audit (id, who) VALUES ('a', '${secret}')`)
  return {
    store,
    path,
    close: async () => {
      await store.close()
      rmSync(path, { recursive: true, force: true })
    },
  }
}

async function fill(store: Store, table: string): Promise<void> {
  const columns = await store.query<{ name: string; type: string }>(
    "SELECT name, type FROM system.columns WHERE table = {table:String} AND database = 'default' AND default_kind NOT IN ('ALIAS', 'MATERIALIZED')",
    { table },
  )
  const structure = columns.map(({ name, type }) => `\`${name}\` ${type}`).join(', ')
  const names = columns.map(({ name }) => `\`${name}\``).join(', ')
  await store.exec(
    `INSERT INTO ${table} (${names}) SELECT *${table === 'metrics' ? ` REPLACE (${kinds})` : ''} FROM generateRandom('${structure.replaceAll("'", "\\'")}', 1, 12, 3) LIMIT ${rowsPerTable}`,
  )
}

/** All rows of every table and view, in an order that does not depend on how they are read. */
export const tableQueries: readonly string[] = visibleTables.map((table) => `SELECT * FROM ${table} ORDER BY ALL`)

export function startSampleEndpoint({ path }: SampleStore, options: Partial<EndpointOptions> = {}): Promise<ClickHouseEndpoint> {
  const onError = (error: unknown) => {
    throw error
  }
  return startClickHouseEndpoint({ path, host: '127.0.0.1', port: 0, credentials, onError, ...options })
}
