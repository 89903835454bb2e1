/** A process that fills the store at its argument and backs it up into the other, again and again, until it is killed. */
import { Backups } from '../backup/backups.ts'
import { gateStore } from '../backup/write-gate.ts'
import { openChdbStore } from '../chdb-store.ts'
import { migrate } from '../migrate.ts'

const [path = '', folder = ''] = process.argv.slice(2)
const store = gateStore(await openChdbStore({ path, backupDir: folder }))
await migrate(store)
await store.exec(`INSERT INTO spans (trace_id, span_id, name, start_time)
  SELECT 't', randomPrintableASCII(100), 'doorbell.kick', now() FROM numbers(300000)`)
const backups = new Backups(store, { folder, storeName: 'chdb', isLocal: true })
for (let count = 1; ; count++) {
  await backups.create(`b-${count}`)
  process.stdout.write(`b-${count}\n`)
}
