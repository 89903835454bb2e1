/** Trials of many runs as the store adds them up: medians and counts of each run and backend, single values of few. */
import type { MetricName } from '@ringside/contract'
import { commonOf, stealLimitRatio, type Tally } from '../judge/index.ts'
import type { Store } from '../store/store.ts'

/** The metrics that backends are judged by. */
export const setMetrics = ['throughput_pps', 'latency_ns_p50', 'latency_ns_p99'] as const satisfies readonly MetricName[]
export type SetMetric = (typeof setMetrics)[number]

/** What a backend measured in one run. */
export interface RunTally {
  readonly runId: string
  readonly backend: string
  /** Null where none of its trials has the metric. */
  readonly medians: Readonly<Record<SetMetric, number | null>>
  readonly counts: Omit<Tally, 'verify' | 'pages' | 'clock' | 'nice'>
  readonly kinds: Readonly<Record<'verify' | 'pages' | 'clock' | 'nice', readonly (string | number)[]>>
}

/** A trial's values. */
export type TrialValues = Readonly<Record<SetMetric, number | null>> & {
  readonly runId: string
  readonly backend: string
  readonly index: number
}

const counts = {
  trials: 'count()',
  limited: 'countIf(generator_limited)',
  stolen: `countIf(steal_ratio > ${stealLimitRatio})`,
  faulty: 'countIf(expected_faults)',
  lossy: 'countIf(packets_lost > 0 AND NOT expected_faults)',
  lost: 'sumIf(packets_lost, NOT expected_faults)',
  lossySent: 'sumIf(packets_sent, packets_lost > 0 AND NOT expected_faults)',
  unsent: 'sum(packets_unsent)',
  corrupt: 'sumIf(packets_corrupt, NOT expected_faults)',
  dropped: 'sum(events_dropped)',
} as const satisfies Record<keyof RunTally['counts'], string>
const countNames = Object.keys(counts) as (keyof typeof counts)[]

type TallyRow = {
  readonly run_id: string
  readonly backend: string
  readonly medians: readonly (number | null)[]
  readonly counts: readonly (number | string)[]
  readonly verify: readonly string[]
  readonly pages: readonly string[]
  readonly clock: readonly string[]
  readonly nice: readonly number[]
}

/** Throws StoreError when the store is out of reach. */
export async function readTallies(store: Store, ids: readonly string[]): Promise<RunTally[]> {
  if (ids.length === 0) return []
  // As the median of the judge: the mean of the middle two.
  const medians = setMetrics.map((metric) => `quantileExactInclusiveOrNull(0.5)(${metric})`)
  const numbers = countNames.map((name) => `toFloat64(${counts[name]})`)
  const rows = await store.query<TallyRow>(
    `SELECT run_id, backend, [${medians.join()}] AS medians, [${numbers.join()}] AS counts,
       groupUniqArray(toString(trials.verify)) AS verify, groupUniqArray(toString(trials.pages)) AS pages,
       groupUniqArray(toString(trials.clock)) AS clock, groupUniqArray(trials.nice) AS nice
     FROM trials FINAL WHERE run_id IN {ids:Array(String)} GROUP BY run_id, backend`,
    { ids },
  )
  return rows.map(({ run_id, backend, medians: values, counts: counted, ...kinds }) => ({
    runId: run_id,
    backend,
    medians: Object.fromEntries(setMetrics.map((metric, i) => [metric, values[i] ?? null])) as RunTally['medians'],
    counts: Object.fromEntries(countNames.map((name, i) => [name, Number(counted[i])])) as RunTally['counts'],
    kinds,
  }))
}

/** In the order of their runs' ids, of backends and of indices. Throws StoreError when the store is out of reach. */
export async function readValues(store: Store, ids: readonly string[]): Promise<TrialValues[]> {
  if (ids.length === 0) return []
  return store.query<TrialValues>(
    `SELECT run_id AS runId, backend, \`index\`, ${setMetrics.join()} FROM trials FINAL
     WHERE run_id IN {ids:Array(String)} ORDER BY run_id, backend, \`index\``,
    { ids },
  )
}

/** Several runs of one side together. */
export function addTallies(tallies: readonly RunTally[]): Tally {
  const sum = (name: keyof typeof counts) => tallies.reduce((total, each) => total + each.counts[name], 0)
  const common = (kind: keyof RunTally['kinds']) => commonOf(tallies.flatMap(({ kinds }) => kinds[kind]))
  return {
    ...(Object.fromEntries(countNames.map((name) => [name, sum(name)])) as RunTally['counts']),
    verify: common('verify'),
    pages: common('pages'),
    clock: common('clock'),
    nice: common('nice'),
  }
}
