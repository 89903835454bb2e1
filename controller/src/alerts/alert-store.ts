/** Alerts in the store; columns are those of the migration. */
import type { AlertListQuery, AlertState } from '@ringside/contract'
import type { QueryParams, Store } from '../store/store.ts'
import type { AlertRecord } from './alert-record.ts'
import { msColumn, storeTime } from './store-time.ts'

interface AlertRow {
  readonly id: string
  readonly state: AlertState
  readonly suite: string
  readonly host: string
  readonly opened_at_ms: string
  readonly changed_at_ms: string
  readonly resolved_at_ms: string
  readonly expected: boolean
  readonly points: string
  readonly version: string
  readonly history: string
}

/** A place in the list, which goes from new to old. */
export interface AlertPlace {
  readonly openedAtMs: number
  readonly id: string
}

const columns = `id, state, suite, host, ${msColumn('opened_at')}, ${msColumn('changed_at')},
  if(isNull(resolved_at), '', toString(toUnixTimestamp64Milli(assumeNotNull(resolved_at)))) AS resolved_at_ms, expected, points, history, version`

const conditions = {
  state: 'state IN {state:Array(String)}',
  suite: 'suite = {suite:String}',
  host: 'host = {host:String}',
  point: 'has(point_ids, {point:String})',
} as const

const afterPlace = `(opened_at < fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC') OR
  (opened_at = fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC') AND id < {afterId:String}))`

/** All methods throw StoreError when the store is out of reach. */
export class AlertStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async save(alert: AlertRecord): Promise<void> {
    const row = toRow(alert)
    await this.#store.insertRows('alerts', [row], { token: `alert:${alert.id}:${row.version}` })
  }

  async find(id: string): Promise<AlertRecord | undefined> {
    const [found] = await this.#read('WHERE id = {id:String}', { id })
    return found
  }

  /** Oldest first. */
  unresolved(): Promise<AlertRecord[]> {
    return this.#read("WHERE state != 'resolved' ORDER BY opened_at, id", {})
  }

  /** Newest first; one more than `limit`, to know whether anything follows. */
  page({ limit, ...filters }: Omit<AlertListQuery, 'cursor'>, after: AlertPlace | undefined): Promise<AlertRecord[]> {
    const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
    const where = [
      ...Object.keys(asked).map((name) => conditions[name as keyof typeof conditions]),
      ...(after === undefined ? [] : [afterPlace]),
    ]
    const place = after === undefined ? {} : { afterMs: after.openedAtMs, afterId: after.id }
    return this.#read(
      `${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY opened_at DESC, id DESC LIMIT {most:UInt32}`,
      { ...(asked as QueryParams), ...place, most: limit + 1 },
    )
  }

  async #read(rest: string, params: QueryParams): Promise<AlertRecord[]> {
    return (await this.#store.query<AlertRow>(`SELECT ${columns} FROM alerts FINAL ${rest}`, params)).map(fromRow)
  }
}

function toRow(alert: AlertRecord) {
  const { points } = alert
  return {
    id: alert.id,
    state: alert.state,
    suite: alert.suite,
    host: alert.host,
    opened_at: storeTime(alert.openedAtMs),
    changed_at: storeTime(alert.changedAtMs),
    resolved_at: alert.resolvedAtMs === undefined ? null : storeTime(alert.resolvedAtMs),
    expected: alert.expected,
    series: points.map(({ series }) => series),
    point_ids: points.map(({ pointId }) => pointId),
    backends: points.map(({ backend }) => backend),
    metrics: points.map(({ metric }) => metric),
    ratios: points.map(({ ratio }) => ratio),
    run_ids: points.map(({ runId }) => runId),
    points: JSON.stringify(points),
    history: JSON.stringify(alert.history),
    version: alert.version,
  }
}

function fromRow(row: AlertRow): AlertRecord {
  return {
    id: row.id,
    state: row.state,
    suite: row.suite,
    host: row.host,
    openedAtMs: Number(row.opened_at_ms),
    changedAtMs: Number(row.changed_at_ms),
    ...(row.resolved_at_ms === '' ? {} : { resolvedAtMs: Number(row.resolved_at_ms) }),
    expected: row.expected,
    points: JSON.parse(row.points) as AlertRecord['points'],
    history: JSON.parse(row.history) as AlertRecord['history'],
    version: Number(row.version),
  }
}
