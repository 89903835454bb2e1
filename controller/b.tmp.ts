import { openChdbStore } from './src/store/chdb-store.ts'
import { migrate } from './src/store/migrate.ts'
import { toRunRow } from './src/runs/run-rows.ts'
import { expand } from './src/planning/expand.ts'
import { testSuite } from './src/queue/testing/stack.ts'
const store = await openChdbStore({ path: '/tmp/api-work/store100k' })
await migrate(store)
const [{ n }] = await store.query<{n:string}>('SELECT count() AS n FROM runs') as [{n:string}]
if (Number(n) === 0) {
  const [planned] = expand(testSuite)
  for (let s = 0; s < 100; s++) {
    const base = Date.UTC(2026, 0, 1) + s * 60_000
    const rows = Array.from({ length: 1000 }, (_, i) => ({ spec: { ...planned!, id: `r-${(Math.random()*1e18).toString(32).slice(0,10)}`, submissionId: `s-${s}`, host: `h-${i%10}`, traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` }, parentSpanId: 'ab', position: i, state: 'queued' as const, submittedAtMs: base }))
    await store.insertRows('runs', rows.map(toRunRow), { token: `q${s}` })
    if (s < 70) await store.insertRows('runs', rows.map((r) => toRunRow({ ...r, state: 'running', startedAtMs: base + 1000 })), { token: `r${s}` })
    if (s < 70) await store.insertRows('runs', rows.map((r) => toRunRow({ ...r, state: 'succeeded', startedAtMs: base + 1000, endedAtMs: base + 5000 })), { token: `f${s}` })
  }
}
console.log(await store.query('SELECT count() AS n, uniq(id) AS u FROM runs'))
const time = async (name: string, sql: string) => { let best = 1e9; for (let i = 0; i < 6; i++) { const t = performance.now(); await store.query(sql); best = Math.min(best, performance.now() - t) } console.log(name, best.toFixed(1), 'ms') }
await time('now', `SELECT spec, state FROM runs FINAL ORDER BY submitted_at DESC, submission_id DESC, JSONExtractUInt(spec,'position') LIMIT 50`)
await time('final narrow', `SELECT id FROM runs FINAL ORDER BY submitted_at DESC, submission_id DESC, id LIMIT 50`)
await time('no final top-n x8', `SELECT id, submitted_at, submission_id FROM runs ORDER BY submitted_at DESC, submission_id DESC, id LIMIT 400`)
await time('no final limit by', `SELECT id FROM runs ORDER BY submitted_at DESC, submission_id DESC, id LIMIT 1 BY id LIMIT 50`)
await time('submissions', `SELECT submission_id, max(submitted_at) FROM runs GROUP BY submission_id ORDER BY 2 DESC LIMIT 50`)
await time('by id', `SELECT spec, state FROM runs FINAL WHERE id IN (SELECT id FROM runs ORDER BY submitted_at DESC, submission_id DESC, id LIMIT 50)`)
await time('by submission', `SELECT spec, state FROM runs FINAL WHERE submission_id = 's-5'`)
await time('queued final', `SELECT id FROM runs FINAL WHERE state='queued' ORDER BY submitted_at DESC, submission_id DESC, id LIMIT 50`)
await time('succeeded', `SELECT id FROM runs WHERE state='succeeded' ORDER BY submitted_at DESC, submission_id DESC, id LIMIT 50`)
await time('counts per submission', `SELECT submission_id, sum(1) FROM (SELECT submission_id, state FROM runs FINAL) GROUP BY submission_id`)
await store.close()
