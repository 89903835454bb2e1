/** What the trials of each backend of a run come to. Pure. */
import type { RunDetail, TrialResult } from '@ringside/contract'
import { judgedMetrics, type MetricName } from '@ringside/contract/metrics'

/** The middle of trials, and the half of them that is nearest to it. */
export interface Middle {
  readonly median: number
  readonly low: number
  readonly high: number
}

export interface BackendFigures {
  readonly backend: string
  readonly trials: readonly TrialResult[]
  /** Those that the kind of load is judged by, and throughput. */
  readonly metrics: ReadonlyMap<MetricName, Middle>
  readonly sent: number
  readonly lost: number
  readonly unsent: number
  readonly corrupt: number
  readonly intendedRatePps: number | undefined
  readonly offeredRatePps: number
  /** Trials in which the load fell behind its own schedule. */
  readonly generatorLimited: number
}

export const metricsShown = (run: RunDetail): readonly MetricName[] => {
  const judged = judgedMetrics[run.spec.point.workload.kind]
  return judged.includes('throughput_pps') ? [...judged, 'throughput_bps'] : [...judged, 'latency_ns_p999', 'latency_ns_max']
}

export function backendFigures(run: RunDetail): BackendFigures[] {
  const all = run.result?.trials ?? []
  return run.backends.flatMap((backend) => {
    const trials = all.filter((trial) => trial.backend === backend)
    const [first] = trials
    if (first === undefined) return []
    const sum = (count: (trial: TrialResult) => number) => trials.reduce((total, trial) => total + count(trial), 0)
    const middles = metricsShown(run).flatMap((metric): [MetricName, Middle][] => {
      const values = trials.flatMap(({ metrics }) => metrics[metric] ?? [])
      return values.length === 0 ? [] : [[metric, middleOf(values)]]
    })
    return [
      {
        backend,
        trials,
        metrics: new Map(middles),
        sent: sum(({ packets }) => packets.sent),
        lost: sum(({ packets }) => packets.lost),
        unsent: sum(({ packets }) => packets.unsent),
        corrupt: sum(({ packets }) => packets.corrupt),
        intendedRatePps: first.intendedRatePps,
        offeredRatePps: middleOf(trials.map(({ offeredRatePps }) => offeredRatePps)).median,
        generatorLimited: trials.filter(({ generatorLimited }) => generatorLimited).length,
      },
    ]
  })
}

/** Quartiles as R's type 7 has them. */
export function middleOf(values: readonly [number, ...number[]] | readonly number[]): Middle {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)] ?? Number.NaN
    return below + (place % 1) * ((sorted[Math.ceil(place)] ?? below) - below)
  }
  return { median: at(0.5), low: at(0.25), high: at(0.75) }
}
