/**
 * Runs statements in a ClickHouse engine as one user of a users.xml. A process of its own, since the engine takes its configuration once.
 *
 *     node as-user.ts CONFIG DATA < ["SELECT 1", ...]     answers [{"rows": [[1]]} or {"error": "Code: ..."}, ...]
 *
 * The embedded engine always is the user `default`, so CONFIG has to name the one who is meant so. Statements of `MIGRATE` bring
 * the tables of the database in use up to date, as the controller does.
 */
import { text } from 'node:stream/consumers'
import { Session } from 'chdb'
import { migrate } from '../../../controller/src/store/migrate.ts'
import type { Store } from '../../../controller/src/store/store.ts'

const [config = '', data = ''] = process.argv.slice(2)
const session = new Session(data, { connectionArgs: [`--config-file=${config}`] })

/** Rows of a statement that has any. Throws what the engine says. */
const run = (sql: string): unknown[][] => {
  const lines = String(session.query(sql, 'JSONCompactEachRow')).split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown[])
}

/** As much of a store as migrations need. */
const store = {
  exec: async (sql: string) => void run(sql),
  query: async (sql: string) => run(sql).map(([name]) => ({ name })),
  insertRows: async (table: string, rows: readonly { name: string }[]) =>
    void run(`INSERT INTO ${table} (name) VALUES ${rows.map(({ name }) => `('${name}')`).join(', ')}`),
} as unknown as Store

const answers: object[] = []
for (const sql of JSON.parse(await text(process.stdin)) as string[]) {
  try {
    answers.push({ rows: sql === 'MIGRATE' ? (await migrate(store)).map((name) => [name]) : run(sql) })
  } catch (error) {
    answers.push({ error: (error as Error).message.replace(/^Query failed: /, '') })
  }
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0))
