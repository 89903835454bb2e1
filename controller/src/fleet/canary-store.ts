/** Figures of canaries in the store; columns are those of the migration. */
import type { MetricName } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { maxFigures } from './band.ts'

/** What a figure is of: the same place, the same series. */
export interface FigurePlace {
  readonly host: string
  readonly fingerprint: string
  readonly pointId: string
  readonly backend: string
  readonly metric: MetricName
}

export interface Figure extends FigurePlace {
  readonly runId: string
  /** Unix ms. */
  readonly atMs: number
  /** In the metric's unit. */
  readonly value: number
  readonly outside: boolean
}

/** All methods throw StoreError when the store is out of reach. */
export class CanaryStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Of one run. */
  async save(figures: readonly Figure[]): Promise<void> {
    const [first] = figures
    if (first === undefined) return
    const rows = figures.map(({ pointId, runId, atMs, ...rest }) => ({
      ...rest,
      point_id: pointId,
      run_id: runId,
      at: new Date(atMs).toISOString().replace('T', ' ').replace('Z', ''),
    }))
    await this.#store.insertRows('canary_figures', rows, { token: `canary:${first.runId}` })
  }

  /** Good figures since `sinceMs`, newest first, without those of `runId`. */
  async good({ host, fingerprint, pointId, backend, metric }: FigurePlace, sinceMs: number, runId: string): Promise<number[]> {
    const rows = await this.#store.query<{ value: number }>(
      `SELECT value FROM canary_figures FINAL
       WHERE host = {host:String} AND fingerprint = {fingerprint:String} AND point_id = {pointId:String}
         AND backend = {backend:String} AND metric = {metric:String} AND NOT outside AND run_id != {runId:String}
         AND toUnixTimestamp64Milli(at) >= {sinceMs:Int64}
       ORDER BY at DESC LIMIT {limit:UInt32}`,
      { host, fingerprint, pointId, backend, metric, sinceMs, runId, limit: maxFigures },
    )
    return rows.map(({ value }) => value)
  }
}
