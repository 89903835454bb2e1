/** Series in the store: which runs each has, and the values of their trials. Columns are those of the migrations. */
import { createHash } from 'node:crypto'
import type { AlertMetric } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { type EndedRun, judgedTrialsSql, valueSql } from './series.ts'
import { storeTime } from './store-time.ts'

export interface BaselineQuery {
  readonly series: string
  readonly metric: AlertMetric
  /** The run that is judged: what ended before it counts. */
  readonly runId: string
  readonly endedAtMs: number
  readonly runs: number
}

/** Runs stored longer ago than this have been judged, or never will be. */
const recentDays = 2

/** All methods throw StoreError when the store is out of reach. */
export class SeriesStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Marks runs as judged, and makes them part of their series. */
  async save(runs: readonly EndedRun[]): Promise<void> {
    if (runs.length === 0) return
    const token = createHash('sha256')
      .update(runs.map(({ spec }) => spec.id).join('\n'))
      .digest('base64url')
    await this.#store.insertRows('series_runs', runs.flatMap(toRows), { token: `series:${token}` })
  }

  /** Ids of runs that have succeeded lately and were not judged, in the order they ended. */
  async unjudged(): Promise<string[]> {
    const rows = await this.#store.query<{ id: string }>(
      `SELECT id FROM runs FINAL WHERE state = 'succeeded' AND ended_at > now() - INTERVAL ${recentDays} DAY
       AND id NOT IN (SELECT run_id FROM series_runs WHERE at > now() - INTERVAL ${recentDays + 1} DAY) ORDER BY ended_at, id`,
    )
    return rows.map(({ id }) => id)
  }

  /** The good runs of a series before one of them, newest first: none that is part of an alert, unless its level was accepted. */
  async baseline({ series, metric, runId, endedAtMs, runs }: BaselineQuery): Promise<string[]> {
    const accepted =
      'SELECT since, alert_id FROM alert_baselines FINAL WHERE series = {series:String} AND metric = {metric:String}'
    const rows = await this.#store.query<{ run_id: string }>(
      `WITH (SELECT max(since) FROM (${accepted})) AS accepted_since, (SELECT groupArray(alert_id) FROM (${accepted})) AS accepted_alerts
       SELECT DISTINCT run_id, at FROM series_runs
       WHERE series = {series:String} AND run_id != {runId:String}
         AND at <= fromUnixTimestamp64Milli({endedAtMs:Int64}, 'UTC') AND at >= accepted_since
         AND run_id NOT IN (
           SELECT run_id FROM alert_judgements FINAL WHERE series = {series:String} AND metric = {metric:String}
             AND alert_id != '' AND NOT has(accepted_alerts, alert_id))
       ORDER BY at DESC, run_id LIMIT {runs:UInt32}`,
      { series, metric, runId, endedAtMs, runs },
    )
    return rows.map(({ run_id }) => run_id)
  }

  /** Values of the trials of each run that has any, in the order of the runs. */
  async values(runIds: readonly string[], backend: string, metric: AlertMetric): Promise<number[][]> {
    if (runIds.length === 0) return []
    const rows = await this.#store.query<{ run_id: string; trial_values: number[] }>(
      `SELECT run_id, groupArray(toFloat64(assumeNotNull(v))) AS trial_values FROM (
         SELECT run_id, ${valueSql(metric)} AS v FROM trials FINAL
         WHERE run_id IN {runIds:Array(String)} AND backend = {backend:String} AND ${judgedTrialsSql} ORDER BY run_id, sequence)
       WHERE v IS NOT NULL GROUP BY run_id`,
      { runIds, backend },
    )
    const byRun = new Map(rows.map(({ run_id, trial_values }) => [run_id, trial_values]))
    return runIds.flatMap((id) => {
      const values = byRun.get(id)
      return values === undefined ? [] : [values]
    })
  }

  /** From now on the runs of an alert are what others are compared with. */
  async accept(points: readonly { series: string; metric: AlertMetric; sinceMs: number }[], alertId: string): Promise<void> {
    const rows = points.map(({ series, metric, sinceMs }) => ({
      series,
      metric,
      since: storeTime(sinceMs),
      alert_id: alertId,
      version: sinceMs,
    }))
    await this.#store.insertRows('alert_baselines', rows, { token: `accepted:${alertId}` })
  }
}

function toRows({ spec, fingerprint, endedAtMs, backends }: EndedRun): object[] {
  const common = {
    run_id: spec.id,
    suite: spec.suite,
    point_id: spec.pointId,
    host: spec.host,
    fingerprint,
    at: storeTime(endedAtMs),
  }
  const measured = backends.filter(({ values }) => values.size > 0)
  if (measured.length === 0) return [{ ...common, series: '', backend: '' }]
  return measured.map(({ series, backend }) => ({ ...common, series, backend }))
}
