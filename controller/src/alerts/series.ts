/** What a run is in its series: which series those are, and the values they are judged by. Pure. */
import { type AlertMetric, alertMetricNames, type RunResult, type RunSpec, type TrialResult } from '@ringside/contract'
import { canonicalJson, shortHash } from '../planning/canonical-json.ts'
import type { RunRecord } from '../runs/run-record.ts'

/** One backend of a run, as part of a series. */
export interface SeriesRun {
  readonly series: string
  readonly backend: string
  /** Of each metric that was measured: one value per trial. Loss is there as the share of packets that arrived. */
  readonly values: ReadonlyMap<AlertMetric, readonly number[]>
}

/** A run that has succeeded, as much of it as is judged. */
export interface EndedRun {
  readonly spec: RunSpec
  readonly fingerprint: string
  /** Unix ms. */
  readonly endedAtMs: number
  /** Without values where faults were asked for, the load was limited by its generator, or nothing was measured. */
  readonly backends: readonly SeriesRun[]
}

/** The same before it is known what its host is: no more of a result than its values. */
export interface MeasuredRun extends Omit<EndedRun, 'fingerprint' | 'backends'> {
  readonly backends: readonly Omit<SeriesRun, 'series'>[]
}

export function measuredRunOf({ spec, result, endedAtMs = 0 }: RunRecord): MeasuredRun {
  const trials = result === undefined ? [] : judgedTrials(result)
  const backends = spec.backends.map(({ name: backend }) => {
    const own = trials.filter((trial) => trial.backend === backend)
    const values = new Map(alertMetricNames.map((metric) => [metric, own.flatMap((trial) => trialValue(trial, metric) ?? [])]))
    for (const [metric, of] of values) if (of.length === 0) values.delete(metric)
    return { backend, values }
  })
  return { spec, endedAtMs, backends }
}

/** `fingerprint` is the host's: without it nobody knows what was measured, and the run is part of no series. */
export function endedRunOf({ spec, endedAtMs, backends }: MeasuredRun, fingerprint: string | undefined): EndedRun {
  if (fingerprint === undefined) return { spec, endedAtMs, fingerprint: '', backends: [] }
  const placed = backends.map((of) => ({ ...of, series: seriesOf(spec, of.backend, fingerprint) }))
  return { spec, endedAtMs, fingerprint, backends: placed }
}

/**
 * 12 hex digits: a hash of the backend with its whole configuration, the point, the way it is measured (times, order, tracing,
 * which takes time, tuning of the host) and the host with its fingerprint. Other backends of the run are no part of it, nor is
 * the number of trials.
 */
export function seriesOf(spec: RunSpec, backendName: string, fingerprint: string): string {
  const { point, backends, host, warmupMs, durationMs, order, tracing, tuning } = spec
  const backend = backends.find(({ name }) => name === backendName)
  return shortHash(canonicalJson({ backend, point, host, fingerprint, warmupMs, durationMs, order, tracing, tuning }))
}

/** What a median of compared values is in the metric's own unit: of loss, what is missing from the packets that arrived. */
export const inUnitOf = (metric: AlertMetric, compared: number): number => (metric === 'loss_ratio' ? 1 - compared : compared)

/** As SQL over columns of `trials`, the same as {@link judgedTrials} and the values of {@link measuredRunOf}. */
export const judgedTrialsSql = 'NOT expected_faults AND NOT generator_limited'
export const valueSql = (metric: AlertMetric): string =>
  metric === 'loss_ratio'
    ? 'if(packets_sent + packets_unsent = 0, NULL, 1 - (packets_lost + packets_unsent) / (packets_sent + packets_unsent))'
    : metric

const judgedTrials = ({ trials }: RunResult): TrialResult[] =>
  trials.filter(({ expectedFaults, generatorLimited }) => !expectedFaults && !generatorLimited)

function trialValue({ metrics, packets: { sent, unsent, lost } }: TrialResult, metric: AlertMetric): number | undefined {
  if (metric === 'loss_ratio') return sent + unsent === 0 ? undefined : 1 - (lost + unsent) / (sent + unsent)
  const value = metrics[metric]
  return value === undefined || !Number.isFinite(value) ? undefined : value
}
