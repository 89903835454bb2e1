/**
 * Fills a controller's folder before it starts. Arguments: the folder of its store, and what it holds: `figures RUNS POINTS`
 * (each run with five trials of one backend), or `trace RUN SPANS`. Ends when it is done.
 */
import { openChdbStore } from '@ringside/controller/chdb-store'
import { migrate } from '@ringside/controller/migrate'
import { insertManyFigures, seedTrace, trendRows } from '@ringside/controller/testing'

const [folder = '', what, first = '', second = ''] = process.argv.slice(2)

const store = await openChdbStore({ path: folder })
await migrate(store)
if (what === 'figures') {
  await insertManyFigures(store, { runs: Number(first), points: Number(second), trials: 5 })
} else {
  const { run, trials } = trendRows({ id: first, endedAtMs: Date.now() })
  await store.insertRows('runs', [run], { token: first })
  await store.insertRows('trials', [...trials], { token: first })
  await seedTrace(store, { runId: first, traceId: String(run.trace_id), spans: Number(second) })
}
await store.close()
