/** An alert as the controller keeps it, and what can happen to it. Pure: each step gives the next record. */
import type { AlertHappening, AlertHistoryEntry, AlertPoint, AlertState } from '@ringside/contract'
import { isoTime } from './store-time.ts'

/** A doorbell without its link, which depends on where the controller is found. */
export type FoundDoorbell = Omit<AlertPoint['slowestDoorbells'][number], 'link'>

/** A point without links. */
export interface PointRecord extends Omit<AlertPoint, 'links' | 'slowestDoorbells'> {
  readonly slowestDoorbells: readonly FoundDoorbell[]
  /** Runs in a row that were back. */
  readonly goodRuns: number
}

export interface AlertRecord {
  readonly id: string
  readonly state: AlertState
  readonly suite: string
  readonly host: string
  /** Unix ms, as the others. */
  readonly openedAtMs: number
  readonly changedAtMs: number
  readonly resolvedAtMs?: number
  readonly expected: boolean
  readonly points: readonly PointRecord[]
  readonly history: readonly AlertHistoryEntry[]
  /** Grows with every change. */
  readonly version: number
}

/** Who did it, why and when. */
export interface Act {
  readonly by: string
  readonly reason: string
  readonly atMs: number
}

/** The name under which the controller itself does things. */
export const itself = 'alert'

/**
 * Runs in a row that must be back. One is not enough: an alert that a lucky run has resolved is opened again by the next, and
 * tells everyone of one change twice. More would keep alerts of nightly suites open for days.
 */
export const runsToRecover = 2

/** After so long an acknowledged alert is history: what moves then is news. */
const joinWindowMs = 24 * 3_600_000

const samePlace = (a: Pick<PointRecord, 'series' | 'metric'>, b: Pick<PointRecord, 'series' | 'metric'>): boolean =>
  a.series === b.series && a.metric === b.metric

export const findPoint = (alert: AlertRecord, place: Pick<PointRecord, 'series' | 'metric'>): PointRecord | undefined =>
  alert.points.find((point) => samePlace(point, place))

/** Whether a point of that suite and host that moves now moves together with the alert. */
export function takesIn(alert: AlertRecord, { suite, host, atMs }: { suite: string; host: string; atMs: number }): boolean {
  if (alert.suite !== suite || alert.host !== host) return false
  return alert.state === 'open' || (alert.state === 'acknowledged' && atMs - alert.openedAtMs <= joinWindowMs)
}

export function opened(
  { id, suite, host }: Pick<AlertRecord, 'id' | 'suite' | 'host'>,
  point: PointRecord,
  act: Act,
): AlertRecord {
  const alert: AlertRecord = {
    id,
    state: 'open',
    suite,
    host,
    openedAtMs: act.atMs,
    changedAtMs: act.atMs,
    expected: false,
    points: [point],
    history: [],
    version: 0,
  }
  return withEntry(alert, 'opened', act)
}

export const joined = (alert: AlertRecord, point: PointRecord, act: Act): AlertRecord =>
  withEntry({ ...alert, points: [...alert.points, point] }, 'joined', act)

export const acknowledged = (alert: AlertRecord, act: Act): AlertRecord =>
  withEntry({ ...alert, state: 'acknowledged' }, 'acknowledged', act)

export const resolved = (alert: AlertRecord, act: Act, expected: boolean): AlertRecord =>
  withEntry({ ...alert, state: 'resolved', resolvedAtMs: act.atMs, expected }, 'resolved', act)

/** What a later run of a point was. */
export interface Observation {
  readonly runId: string
  readonly ratio: number
  /** `back`: near its baseline again. `between`: neither that nor certainly worse. */
  readonly level: 'worse' | 'between' | 'back'
  readonly atMs: number
}

/** The alert after a later run of one of its points. */
export function observed(alert: AlertRecord, place: Pick<PointRecord, 'series' | 'metric'>, seen: Observation): AlertRecord {
  const point = findPoint(alert, place)
  if (point === undefined) return alert
  const goodRuns = seen.level === 'back' ? point.goodRuns + 1 : 0
  const { recoveredAt, ...rest } = { ...point, goodRuns, latestRunId: seen.runId, latestRatio: seen.ratio }
  const isBack = goodRuns >= runsToRecover
  const keepsTime = seen.level !== 'worse' && recoveredAt !== undefined
  const time = keepsTime ? recoveredAt : isBack ? isoTime(seen.atMs) : undefined
  const next: PointRecord = { ...rest, ...(time === undefined ? {} : { recoveredAt: time }) }
  const changed = {
    ...alert,
    version: alert.version + 1,
    points: alert.points.map((one) => (samePlace(one, point) ? next : one)),
  }
  const act = { by: itself, reason: `${point.backend}, ${point.label}: ${seen.runId}`, atMs: seen.atMs }
  if (recoveredAt !== undefined && time === undefined) return withEntry(changed, 'worse again', act)
  if (recoveredAt !== undefined || time === undefined) return changed
  const told = withEntry(changed, 'recovered', act)
  if (told.points.some((one) => one.recoveredAt === undefined)) return told
  const reason = `back at its baseline in ${runsToRecover} runs in a row, last ${seen.runId}`
  return resolved(told, { ...act, reason }, false)
}

function withEntry(alert: AlertRecord, what: AlertHappening, { by, reason, atMs }: Act): AlertRecord {
  return {
    ...alert,
    version: alert.version + 1,
    changedAtMs: atMs,
    history: [...alert.history, { at: isoTime(atMs), by, what, reason }],
  }
}
