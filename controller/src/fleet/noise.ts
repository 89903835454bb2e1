/** Noise of hosts: how much trials differ that should not. */
import { type HostNoise, type NoiseQuery, noiseLimits } from '@ringside/contract'
import type { Store } from '../store/store.ts'

interface NoiseRow {
  readonly host: string
  readonly run_id: string
  readonly label: string
  readonly ended_at_ms: string
  readonly trial_count: string
  readonly spread: number
}

/** Three values have a middle and two sides. */
const fewestTrials = 3

/** By host, runs oldest first. Throws StoreError. */
export async function hostNoise(store: Store, { host, runs }: NoiseQuery): Promise<HostNoise[]> {
  const ofHost = host === undefined ? '' : 'AND host = {host:String}'
  const latest = `SELECT id, host, label, toUnixTimestamp64Milli(assumeNotNull(ended_at)) AS ended_at_ms FROM runs FINAL
    WHERE state = 'succeeded' AND isNotNull(ended_at) AND submitted_at >= now64(3) - INTERVAL ${noiseLimits.days} DAY ${ofHost}
    ORDER BY ended_at DESC, id LIMIT {runs:UInt32} BY host`
  const spreads = `SELECT run_id, backend, count() AS backend_trials, quantilesExactInclusive(0.25, 0.5, 0.75)(value) AS quartiles,
      (quartiles[3] - quartiles[1]) / quartiles[2] AS ratio
    FROM (SELECT run_id, backend, assumeNotNull(coalesce(latency_ns_p50, throughput_pps)) AS value FROM trials FINAL
      WHERE run_id IN (SELECT id FROM latest) AND isNotNull(coalesce(latency_ns_p50, throughput_pps)))
    GROUP BY run_id, backend HAVING backend_trials >= ${fewestTrials} AND quartiles[2] > 0`
  const rows = await store.query<NoiseRow>(
    `WITH latest AS (${latest}), spreads AS (${spreads})
     SELECT latest.host AS host, run_id, any(latest.label) AS label, any(latest.ended_at_ms) AS ended_at_ms,
       argMax(backend_trials, ratio) AS trial_count, max(ratio) AS spread
     FROM spreads INNER JOIN latest ON latest.id = spreads.run_id
     GROUP BY host, run_id ORDER BY host, ended_at_ms, run_id`,
    { runs, ...(host === undefined ? {} : { host }) },
  )
  return [...Map.groupBy(rows, (row) => row.host)].map(([name, list]) => ({ host: name, runs: list.map(noiseOf) }))
}

const noiseOf = ({ run_id: runId, label, ended_at_ms, trial_count, spread }: NoiseRow): HostNoise['runs'][number] => ({
  runId,
  label,
  endedAt: new Date(Number(ended_at_ms)).toISOString(),
  trials: Number(trial_count),
  spreadRatio: spread,
})
