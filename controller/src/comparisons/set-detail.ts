/** What stands behind one row: its trials, percentiles, and where the newest runs of both sides were measured. */
import { type MetricName, metrics, type SetDetail, type SetRow, type SetTrial, type SideEnvironment } from '@ringside/contract'
import { mergedProfile, stealLimitRatio } from '../judge/index.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { Store } from '../store/store.ts'
import { type AskedSets, judgePoints, matchSets } from './compare-sets.ts'
import { environmentOf } from './side-environment.ts'

/** Runs of a side whose histograms are merged; of one that has more, the newest. */
const profiledRuns = 20

export interface DetailSources {
  readonly store: Store
  readonly reader: Pick<RunReader, 'detail'>
}

/** Undefined where the sets have no such row. Throws StoreError when the store is out of reach. */
export async function setDetail(sources: DetailSources, asked: AskedSets, key: string): Promise<SetDetail | undefined> {
  const { matching } = await matchSets(sources.store, asked)
  const points = matching.points.filter((point) => key.startsWith(`${point.key}.`))
  const row = (await judgePoints(sources.store, points)).find((each) => each.key === key)
  if (row === undefined) return undefined
  const [trials, a, b, environmentA, environmentB] = await Promise.all([
    trialsOf(sources.store, row),
    profileOf(sources.store, row, 'a'),
    profileOf(sources.store, row, 'b'),
    environment(sources.reader, row, 'a'),
    environment(sources.reader, row, 'b'),
  ])
  return {
    row,
    trials,
    latencies: { ...(a && { a }), ...(b && { b }) },
    environments: { ...(environmentA && { a: environmentA }), ...(environmentB && { b: environmentB }) },
  }
}

interface TrialRow {
  readonly runId: string
  readonly backend: string
  readonly index: number
  readonly startedUnixNs: string
  readonly value: number
  readonly doubtful: boolean
}

async function trialsOf(store: Store, { runs, comparison: { a, b, metric } }: SetRow): Promise<SetTrial[]> {
  const rows = await store.query<TrialRow>(
    `SELECT run_id AS runId, backend, \`index\`, toString(started_unix_ns) AS startedUnixNs, ${columnOf(metric)} AS value,
       generator_limited OR steal_ratio > ${stealLimitRatio} OR (packets_corrupt > 0 AND NOT expected_faults) AS doubtful
     FROM trials FINAL WHERE run_id IN {ids:Array(String)} AND backend IN {backends:Array(String)} AND isNotNull(value)
     ORDER BY started_unix_ns, backend`,
    { ids: [...new Set([...runs.a.ids, ...runs.b.ids])], backends: [a.backend, b.backend] },
  )
  const [ofA, ofB] = [new Set(runs.a.ids), new Set(runs.b.ids)]
  return rows.flatMap(({ backend, ...trial }) => [
    ...(backend === a.backend && ofA.has(trial.runId) ? [{ side: 'a' as const, ...trial }] : []),
    ...(backend === b.backend && ofB.has(trial.runId) ? [{ side: 'b' as const, ...trial }] : []),
  ])
}

/** A column bears the name of its metric. */
const columnOf = (metric: MetricName): string => metrics[metric].name

async function profileOf(store: Store, { runs, label, comparison }: SetRow, side: 'a' | 'b') {
  const { backend, runId } = comparison[side]
  const rows = await store.query<{ readonly histogram: string }>(
    `SELECT latency_histogram AS histogram FROM trials FINAL
     WHERE run_id IN {ids:Array(String)} AND backend = {backend:String} AND latency_histogram != ''`,
    { ids: runs[side].ids.slice(0, profiledRuns), backend },
  )
  return mergedProfile(
    rows.map(({ histogram }) => histogram),
    { runId, label, backend },
  )
}

async function environment(
  reader: DetailSources['reader'],
  { comparison }: SetRow,
  side: 'a' | 'b',
): Promise<SideEnvironment | undefined> {
  const { runId, backend } = comparison[side]
  const run = await reader.detail(runId)
  return run && environmentOf(run, backend)
}
