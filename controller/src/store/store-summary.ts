/** What the store holds, table by table. */
import type { StoreSummary } from '@ringside/contract'
import { agingKinds, type Retention } from './retention.ts'
import type { Store } from './store.ts'

/** Tables in the order of their names; without views. Throws StoreError. */
export async function storeSummary(
  store: Store,
  { name, retention }: { name: string; retention: Retention },
): Promise<StoreSummary> {
  const rows = await store.query<{ name: string; rows: string; bytes: string; version: string }>(
    `SELECT name, ifNull(total_rows, 0) AS rows, ifNull(total_bytes, 0) AS bytes, version() AS version
     FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' ORDER BY name`,
  )
  const tables = rows.map((row) => {
    const kinds = agingKinds(row.name)
    const table = { name: row.name, rows: Number(row.rows), bytes: Number(row.bytes) }
    return kinds.length === 0 ? table : { ...table, retention: Object.fromEntries(kinds.map((kind) => [kind, retention[kind]])) }
  })
  return { store: name, version: rows[0]?.version ?? '', tables }
}
