/** Brings a store's tables up to date: applies the files of `infra/clickhouse` in the order of their names. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Store, StoreError } from './store.ts'

/** Where the migrations of this version are. */
export const migrationsFolder = fileURLToPath(new URL('../../../infra/clickhouse', import.meta.url))

/**
 * Applies what has not been applied yet and returns the names of those files. A file whose application was cut short
 * is applied again, so its statements must be repeatable (`IF NOT EXISTS`). Throws StoreError, with the file's name.
 */
export async function migrate(store: Store, folder: string = migrationsFolder): Promise<string[]> {
  await store.exec(`CREATE TABLE IF NOT EXISTS migrations (name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
    ENGINE = ReplacingMergeTree ORDER BY name SETTINGS non_replicated_deduplication_window = 1000`)
  const rows = await store.query<{ name: string }>('SELECT name FROM migrations FINAL')
  const applied = new Set(rows.map((row) => row.name))
  const pending = (await readdir(folder)).filter((name) => name.endsWith('.sql') && !applied.has(name)).sort()
  for (const name of pending) {
    for (const statement of statementsOf(await readFile(`${folder}/${name}`, 'utf8'))) {
      await store.exec(statement).catch((cause: unknown) => {
        throw cause instanceof StoreError ? failed(name, cause) : cause
      })
    }
    await store.insertRows('migrations', [{ name }], { token: name })
  }
  return pending
}

function failed(name: string, cause: StoreError): StoreError {
  const code = cause.code === undefined ? {} : { code: cause.code }
  return new StoreError(`migration ${name} failed, mend it and start again: ${cause.message}`, { ...code, cause })
}

/** The statements of a file: each ends with a semicolon at the end of a line. Text without one is a statement too. */
export function statementsOf(sql: string): string[] {
  return sql
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/--.*$/gm, '').trim() !== '')
}
