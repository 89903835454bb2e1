import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { metricNames } from '@ringside/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChdbStore } from './chdb-store.ts'
import { migrate, statementsOf } from './migrate.ts'
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

it('merges trials and runs that were inserted twice under different tokens', async () => {
  const trial = { run_id: 'r', backend: 'b', index: 1, sequence: 4 }
  for (const token of ['one', 'two']) await store.insertRows('trials', [trial], { token })
  expect(await store.query('SELECT run_id, backend, `index`, sequence FROM trials FINAL')).toEqual([trial])
  const run = { id: 'r', submitted_at: '2026-01-01 00:00:00.000' }
  await store.insertRows('runs', [{ ...run, state: 'running', version: 2 }], { token: 'running' })
  await store.insertRows('runs', [{ ...run, state: 'queued', version: 1 }], { token: 'queued' })
  expect(await store.query('SELECT id, state FROM runs FINAL')).toEqual([{ id: 'r', state: 'running' }])
})
