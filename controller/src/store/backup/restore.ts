/** Puts the tables of a backup in the place of the store's: first beside them, where they are counted, then by exchange. */
import type { Backup, BackupTable } from '@ringside/contract'
import { migrate } from '../migrate.ts'
import { agingKinds } from '../retention.ts'
import type { Store } from '../store.ts'
import { BackupError } from './backup-error.ts'
import { runOperation } from './operation.ts'
import { resultTables } from './tables.ts'

/** Where a backup waits until it is known to be whole. */
const waitingRoom = 'ringside_restore'

/** `place` is where the engine finds the backup. Resolves with what is in the store then. Throws StoreError; unless that says otherwise, the store is as it was. */
export async function restoreTables(store: Store, backup: Backup, place: string): Promise<BackupTable[]> {
  await store.exec(`DROP DATABASE IF EXISTS ${waitingRoom} SYNC`)
  await store.exec(`CREATE DATABASE ${waitingRoom}`)
  try {
    const list = backup.tables.map(({ name }) => `TABLE ${name} AS ${waitingRoom}.${name}`).join(', ')
    await runOperation(store, `RESTORE ${list} FROM ${place}`)
    const restored = await resultTables(store, waitingRoom)
    checkRows(backup.tables, restored)
    await exchange(store, restored)
    // A backup of an earlier version is brought up to date.
    await migrate(store)
    return resultTables(store)
  } finally {
    await store.exec(`DROP DATABASE IF EXISTS ${waitingRoom} SYNC`)
  }
}

/** Rows that age may have gone already; all others are there, and no more. */
function checkRows(expected: readonly BackupTable[], restored: readonly BackupTable[]): void {
  const rows = new Map(restored.map((table) => [table.name, table.rows]))
  const wrong = expected.filter((table) => {
    const count = rows.get(table.name)
    return count === undefined || count > table.rows || (count < table.rows && agingKinds(table.name).length === 0)
  })
  if (wrong.length === 0) return
  const words = wrong.map((table) => `${table.name} has ${rows.get(table.name) ?? 'no'} rows, expected ${table.rows}`)
  throw new BackupError(422, `the backup is not what was backed up (${words.join('; ')}); the store was left as it is`)
}

async function exchange(store: Store, tables: readonly BackupTable[]): Promise<void> {
  const present = new Set((await resultTables(store)).map(({ name }) => name))
  for (const { name } of tables) {
    await (present.has(name)
      ? store.exec(`EXCHANGE TABLES ${name} AND ${waitingRoom}.${name}`)
      : store.exec(`RENAME TABLE ${waitingRoom}.${name} TO ${name}`))
  }
}
