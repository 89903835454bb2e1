/** The tables of a store that hold something, and how many rows. */
import type { BackupTable } from '@ringside/contract'
import type { Store } from '../store.ts'

/** In the order of their names; rows as a reader counts them, each key once. Throws StoreError. */
export async function resultTables(store: Store, database?: string): Promise<BackupTable[]> {
  const where = database === undefined ? 'database = currentDatabase()' : 'database = {database:String}'
  const tables = await store.query<{ name: string; engine: string }>(
    `SELECT name, engine FROM system.tables WHERE ${where} AND engine LIKE '%MergeTree' ORDER BY name`,
    database === undefined ? {} : { database },
  )
  const counted: BackupTable[] = []
  for (const { name, engine } of tables) {
    const final = engine.includes('Replacing') ? 'FINAL' : ''
    const table = database === undefined ? name : `${database}.${name}`
    const [row] = await store.query<{ n: string }>(`SELECT count() AS n FROM ${table} ${final}`)
    counted.push({ name, rows: Number(row?.n) })
  }
  return counted
}
