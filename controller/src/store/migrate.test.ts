import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { metricNames } from '@ringside/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChdbStore } from './chdb-store.ts'
import { migrate, migrationsFolder, statementsOf } from './migrate.ts'
import type { Store } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-migrate-'))
let store: Store
beforeAll(async () => {
  store = await openChdbStore({ path: join(folder, 'db'), sessions: 1 })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

it('splits a file at semicolons that end a line, and leaves comments alone', () => {
  const sql = "-- first; not a statement\nSELECT ';' AS a; -- b\nFROM x;\r\n\n-- only words\n;\nSELECT 2"
  expect(statementsOf(sql)).toEqual(["-- first; not a statement\nSELECT ';' AS a; -- b\nFROM x", 'SELECT 2'])
})

it('has a column for every metric of a trial', async () => {
  await migrate(store)
  const columns = await store.query<{ name: string; type: string }>(
    "SELECT name, type FROM system.columns WHERE table = 'trials'",
  )
  const others = ['intended_rate_pps', 'driver_cycles_per_packet', 'device_cycles_per_packet']
  const metrics = columns.filter((column) => column.type === 'Nullable(Float64)' && !others.includes(column.name))
  expect(metrics.map((column) => column.name).sort()).toEqual([...metricNames].sort())
})

it('applies files in the order of their names, and a file that failed again from its start', async () => {
  const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql)
  write('0002_b.sql', 'CREATE TABLE IF NOT EXISTS b AS a;\nCREATE TABLE c AS absent;\n')
  write('0001_a.sql', 'CREATE TABLE a (x UInt8) ENGINE = MergeTree ORDER BY x;\n')
  write('notes.txt', 'not a migration')
  await expect(migrate(store, folder)).rejects.toMatchObject({
    name: 'StoreError',
    code: 390,
    message: expect.stringContaining('0002_b.sql'),
  })
  write('0002_b.sql', 'CREATE TABLE IF NOT EXISTS b AS a;\nCREATE TABLE c AS a;\n')
  expect(await migrate(store, folder)).toEqual(['0002_b.sql'])
  expect(await migrate(store, folder)).toEqual([])
  expect(await store.query('SELECT * FROM c')).toEqual([])
})

it('brings a store of an earlier version up to date with its spans', async () => {
  const earlier = join(folder, 'earlier')
  mkdirSync(earlier)
  const names = readdirSync(migrationsFolder).filter((name) => name < '0005')
  for (const name of names) copyFileSync(join(migrationsFolder, name), join(earlier, name))
  // The store as it was: the tables of later versions are not there, or as later versions leave them.
  await store.exec('DROP TABLE migrations')
  await store.exec('DROP TABLE IF EXISTS spans')
  await migrate(store, earlier)
  const span = { trace_id: 'ab', span_id: 'cd', name: 'x', start_time: '2026-01-02 03:04:05.000000006', attributes: { a: 'b' } }
  await store.insertRows('spans', [span], { token: 'before' })
  expect(await migrate(store)).toContain('0006_trace_times.sql')
  await store.insertRows('spans', [{ ...span, start_time: '2026-01-02 03:04:05.000000009' }], { token: 'after' })
  const at = (ns: number) => `2026-01-02 03:04:05.00000000${ns}`
  expect(await store.query('SELECT * FROM otel_traces_trace_id_ts')).toEqual([{ TraceId: 'ab', Start: at(6), End: at(9) }])
  expect(await store.query('SELECT SpanAttributes FROM otel_traces')).toEqual(Array(2).fill({ SpanAttributes: { a: 'b' } }))
})

it('merges trials and runs that were inserted twice under different tokens', async () => {
  const trial = { run_id: 'r', backend: 'b', index: 1, sequence: 4 }
  for (const token of ['one', 'two']) await store.insertRows('trials', [trial], { token })
  expect(await store.query('SELECT run_id, backend, `index`, sequence FROM trials FINAL')).toEqual([trial])
  const run = { id: 'r', submitted_at: '2026-01-01 00:00:00.000' }
  await store.insertRows('runs', [{ ...run, state: 'running', version: 2 }], { token: 'running' })
  await store.insertRows('runs', [{ ...run, state: 'queued', version: 1 }], { token: 'queued' })
  expect(await store.query('SELECT id, state FROM runs FINAL')).toEqual([{ id: 'r', state: 'running' }])
})
