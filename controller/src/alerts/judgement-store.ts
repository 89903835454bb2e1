/** Judgements in the store: what was found of a run's metrics, and what became of it. Columns are those of the migration. */
import { type AlertMetric, alertMetricFacts, type RunJudgement, type Worse } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { isoTime, msColumn, storeTime } from './store-time.ts'

/** A judgement as it is kept. */
export interface JudgementRecord {
  readonly series: string
  readonly metric: AlertMetric
  readonly runId: string
  readonly backend: string
  readonly suite: string
  readonly host: string
  /** Unix ms: when the run ended. */
  readonly atMs: number
  readonly rule: string
  /** What the rule says. */
  readonly worse: Worse
  readonly minChangeRatio: number
  readonly verdict: RunJudgement['verdict']
  readonly state: RunJudgement['state']
  /** Medians of the run and of its baseline, in the metric's unit. */
  readonly value: number
  readonly baselineMedian: number
  readonly ratio: number
  readonly interval: readonly [number, number]
  /** Newest first. */
  readonly baselineRunIds: readonly string[]
  readonly why: string
  /** "" without one, as `alertId`. */
  readonly confirmationRunId: string
  readonly alertId: string
}

/** What is watched: one metric of one series. */
export const placeOf = ({ series, metric }: Pick<JudgementRecord, 'series' | 'metric'>): string => `${series} ${metric}`

interface JudgementRow {
  readonly series: string
  readonly metric: AlertMetric
  readonly run_id: string
  readonly backend: string
  readonly suite: string
  readonly host: string
  readonly at_ms: string
  readonly rule: string
  readonly worse: Worse
  readonly min_change_ratio: number
  readonly verdict: RunJudgement['verdict']
  readonly state: RunJudgement['state']
  readonly value: number
  readonly baseline_median: number
  readonly ratio: number
  readonly ratio_low: number
  readonly ratio_high: number
  readonly baseline_run_ids: readonly string[]
  readonly why: string
  readonly confirmation_run_id: string
  readonly alert_id: string
}

/** Steps of a judgement's life: a later one replaces an earlier one. */
const versionOf = { none: 1, suspected: 1, confirmed: 2, dropped: 2 } as const

/** All methods throw StoreError when the store is out of reach. */
export class JudgementStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Of one run. Saving them again changes nothing. */
  async save(judgements: readonly JudgementRecord[]): Promise<void> {
    const [first] = judgements
    if (first === undefined) return
    const token = `judgements:${first.runId}:${judgements.map((one) => `${placeOf(one)} ${one.state} ${one.alertId}`).join()}`
    await this.#store.insertRows('alert_judgements', judgements.map(toRow), { token })
  }

  /** Those that wait for their confirmation, oldest first. */
  suspected(): Promise<JudgementRecord[]> {
    return this.#read("WHERE state = 'suspected'", {})
  }

  ofRun(runId: string): Promise<JudgementRecord[]> {
    return this.#read('WHERE run_id = {runId:String}', { runId })
  }

  async #read(where: string, params: Readonly<Record<string, string>>): Promise<JudgementRecord[]> {
    const rows = await this.#store.query<JudgementRow>(
      `SELECT series, metric, run_id, backend, suite, host, ${msColumn('at')}, rule, worse, min_change_ratio, verdict, state, value, baseline_median, ratio,
         ratio_low, ratio_high, baseline_run_ids, why, confirmation_run_id, alert_id
       FROM alert_judgements FINAL ${where} ORDER BY at, series, metric`,
      params,
    )
    return rows.map(fromRow)
  }
}

/** As the interface gives it. */
export function judgementOf(record: JudgementRecord): RunJudgement {
  const { runId, series, backend, metric, rule, verdict, state, ratio, interval, why, confirmationRunId, alertId } = record
  return {
    runId,
    series,
    backend,
    metric,
    rule,
    verdict,
    state,
    unit: alertMetricFacts(metric).unit,
    value: record.value,
    baselineMedian: record.baselineMedian,
    ratio,
    interval: [interval[0], interval[1]],
    baselineRuns: record.baselineRunIds.length,
    why,
    ...(confirmationRunId === '' ? {} : { confirmationRunId }),
    ...(alertId === '' ? {} : { alertId }),
    at: isoTime(record.atMs),
  }
}

function toRow(record: JudgementRecord): object {
  const { runId, atMs, minChangeRatio, baselineMedian, interval, baselineRunIds, confirmationRunId, alertId, ...rest } = record
  return {
    ...rest,
    run_id: runId,
    min_change_ratio: minChangeRatio,
    at: storeTime(atMs),
    baseline_median: baselineMedian,
    ratio_low: interval[0],
    ratio_high: interval[1],
    baseline_run_ids: baselineRunIds,
    confirmation_run_id: confirmationRunId,
    alert_id: alertId,
    version: versionOf[rest.state],
  }
}

function fromRow(row: JudgementRow): JudgementRecord {
  const {
    run_id,
    at_ms,
    min_change_ratio,
    baseline_median,
    ratio_low,
    ratio_high,
    baseline_run_ids,
    confirmation_run_id,
    alert_id,
    ...rest
  } = row
  return {
    ...rest,
    runId: run_id,
    atMs: Number(at_ms),
    minChangeRatio: min_change_ratio,
    baselineMedian: baseline_median,
    interval: [ratio_low, ratio_high],
    baselineRunIds: baseline_run_ids,
    confirmationRunId: confirmation_run_id,
    alertId: alert_id,
  }
}
