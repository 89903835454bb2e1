import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChdbStore } from './chdb-store.ts'
import { migrate } from './migrate.ts'
import {
  type AgingKind,
  applyRetention,
  mayHaveAged,
  parseRetention,
  type Retention,
  retentionDefaults,
  retentionPattern,
} from './retention.ts'
import type { Store } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-retention-'))
let store: Store
beforeAll(async () => {
  store = await openChdbStore({ path: join(folder, 'db') })
  await migrate(store)
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const keepAll: Retention = { doorbells: 'keep', spans: 'keep', logs: 'keep', metrics: 'keep' }
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().replace('T', ' ').replace('Z', '')

/** A doorbell, another span, a log record and a metric of some age; returns what it is known by. */
async function insertAged(days: number): Promise<void> {
  const span = { trace_id: `${days}`, start_time: daysAgo(days) }
  const spans = [
    { ...span, span_id: `doorbell ${days}`, name: 'doorbell.kick' },
    { ...span, span_id: `trial ${days}`, name: 'trial' },
  ]
  await store.insertRows('spans', spans, { token: `${days}` })
  await store.insertRows('logs', [{ body: `log ${days}`, time: daysAgo(days) }], { token: `${days}` })
  await store.insertRows('metrics', [{ name: `metric ${days}`, time: daysAgo(days) }], { token: `${days}` })
}

async function stored(): Promise<string[]> {
  const rows = await store.query<{ id: string }>(
    'SELECT span_id AS id FROM spans UNION ALL SELECT body FROM logs UNION ALL SELECT name FROM metrics',
  )
  return rows.map(({ id }) => id).sort()
}

async function tidy(): Promise<void> {
  for (const table of ['spans', 'logs', 'metrics', 'runs', 'trials']) await store.exec(`OPTIMIZE TABLE ${table} FINAL`)
}

const unfinishedMutations = async () =>
  Number((await store.query<{ n: string }>('SELECT count() AS n FROM system.mutations WHERE is_done = 0'))[0]?.n)

it('lets doorbells, spans, logs and metrics go after their days, and keeps results for ever', async () => {
  for (const days of [10, 20, 40, 100]) await insertAged(days)
  await store.insertRows('runs', [{ id: 'old', submitted_at: daysAgo(4_000), version: 7 }], { token: 'run' })
  await store.insertRows('trials', [{ run_id: 'old', started_unix_ns: '1' }], { token: 'trial' })

  // While something is measured, what is there is left alone.
  await store.setQuiet(true)
  expect(await applyRetention(store, retentionDefaults)).toEqual(['logs', 'metrics', 'spans'])
  const before = await stored()
  expect(before).toHaveLength(16)
  await store.setQuiet(false)
  await expect.poll(unfinishedMutations, { timeout: 50_000 }).toBe(0)
  await tidy()

  const kept = ['doorbell 10', 'doorbell 20', 'log 10', 'metric 10', 'metric 20', 'trial 10', 'trial 20', 'trial 40']
  expect(await stored()).toEqual(kept)
  expect(await store.query('SELECT id FROM runs FINAL')).toEqual([{ id: 'old' }])
  expect(await store.query('SELECT run_id FROM trials FINAL')).toEqual([{ run_id: 'old' }])
  // What the engine keeps beside the table has aged with it.
  expect(await store.query('SELECT TraceId FROM otel_traces_trace_id_ts ORDER BY TraceId')).toEqual(
    ['10', '20', '40'].map((TraceId) => ({ TraceId })),
  )
})

it('tells the engine only what is news to it', async () => {
  await applyRetention(store, retentionDefaults)
  expect(await applyRetention(store, retentionDefaults)).toEqual([])
  expect(await applyRetention(store, { ...retentionDefaults, logs: 15, doorbells: 'keep' })).toEqual(['logs', 'spans'])
  expect(await applyRetention(store, keepAll)).toEqual(['logs', 'metrics', 'spans'])
  expect(await applyRetention(store, keepAll)).toEqual([])
})

it('keeps doorbells longer than other spans where it is told so', async () => {
  await applyRetention(store, { ...keepAll, spans: 15 })
  await expect.poll(unfinishedMutations, { timeout: 50_000 }).toBe(0)
  await tidy()
  expect((await stored()).filter((id) => /^(doorbell|trial)/.test(id))).toEqual(['doorbell 10', 'doorbell 20', 'trial 10'])
})

it('reads what it is told, and refuses anything else', () => {
  const amount = fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.constant('keep' as const))
  const kinds = Object.keys(retentionDefaults) as AgingKind[]
  const retention = fc.record(Object.fromEntries(kinds.map((kind) => [kind, amount])), { requiredKeys: [] })
  fc.assert(
    fc.property(retention, (said) => {
      const text = Object.entries(said)
        .map(([kind, value]) => `${kind}=${value === 'keep' ? value : `${value}d`}`)
        .join(',')
      expect(text).toMatch(new RegExp(retentionPattern))
      expect(parseRetention(text)).toEqual({ ...retentionDefaults, ...said })
    }),
  )
  for (const text of ['doorbells', 'doorbells=0d', 'doorbells=30', 'runs=30d', 'spans=-1d', 'spans=1d,', ' spans=1d']) {
    expect(text).not.toMatch(new RegExp(retentionPattern))
  }
})

it('says of a run whose spans may be gone that they may', () => {
  const day = 86_400_000
  expect(mayHaveAged(retentionDefaults, 0, 30 * day - 1)).toBe(false)
  expect(mayHaveAged(retentionDefaults, 0, 30 * day)).toBe(true)
  expect(mayHaveAged({ ...keepAll, spans: 2 }, 0, 3 * day)).toBe(true)
  expect(mayHaveAged(keepAll, 0, 30_000 * day)).toBe(false)
})
