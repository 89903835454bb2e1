/** A process that inserts one row after the other into the store at its argument, until it is killed. */
import { openChdbStore } from '../chdb-store.ts'

const [path = ''] = process.argv.slice(2)
const store = await openChdbStore({ path })
await store.exec(`CREATE TABLE IF NOT EXISTS kept (id UInt32) ENGINE = MergeTree ORDER BY id
  SETTINGS non_replicated_deduplication_window = 10000`)
const [row] = await store.query<{ last: number }>('SELECT max(id) AS last FROM kept')
for (let id = (row?.last ?? 0) + 1; ; id++) {
  await store.insertRows('kept', [{ id }], { token: `id ${id}` })
  process.stdout.write(`${id}\n`)
}
