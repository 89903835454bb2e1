/** One panel a point: its series, and what happened meanwhile. */
import type { AlertSummary, EnvironmentChange, TrendAnswer, TrendSeries } from '@ringside/contract'
import { alertPath, runPath } from '@ringside/contract/links'
import type { TrendMark } from '../../../plots/src/index.ts'
import { formatInterval, formatRatio } from '../../../words/src/quantity.ts'

/** A mark with all there is to say, and where it leads. */
export interface Happening extends TrendMark {
  readonly detail: string
  readonly path: string
}

export interface Panel {
  readonly pointId: string
  readonly label: string
  readonly suite: string
  readonly hosts: readonly string[]
  readonly series: readonly TrendSeries[]
  /** Oldest first. */
  readonly happenings: readonly Happening[]
  readonly hasOpenAlert: boolean
}

/** In the order of the answer, those with an open alert first. */
export function panelsOf({ series, changes, metric }: TrendAnswer, alerts: readonly AlertSummary[]): Panel[] {
  const panels = [...Map.groupBy(series, ({ pointId }) => pointId)].map(([pointId, own]): Panel => {
    const hosts = [...new Set(own.map(({ host }) => host))]
    const moved = alerts.filter((alert) => alert.points.some((point) => point.pointId === pointId && point.metric === metric))
    const happenings = [
      ...moved.flatMap((alert) => alertHappenings(alert, pointId, metric)),
      ...changes.filter(({ host }) => hosts.includes(host)).map((change) => changeHappening(change, hosts.length > 1)),
    ]
    return {
      pointId,
      label: own[0]?.label ?? '',
      suite: own[0]?.suite ?? '',
      hosts,
      series: own,
      happenings: happenings.sort((a, b) => a.atMs - b.atMs),
      hasOpenAlert: moved.some(({ state }) => state !== 'resolved'),
    }
  })
  return panels.sort((a, b) => Number(b.hasOpenAlert) - Number(a.hasOpenAlert))
}

function alertHappenings({ id, state, points }: AlertSummary, pointId: string, metric: string): Happening[] {
  return points
    .filter((point) => point.pointId === pointId && point.metric === metric)
    .map(({ backend, ratio, interval, runEndedAt }) => ({
      atMs: Date.parse(runEndedAt),
      kind: 'alert',
      words: `alert: ${formatRatio(ratio)}`,
      detail: `${backend} ${formatRatio(ratio)} ${formatInterval(interval)}, alert ${state}`,
      path: alertPath(id),
    }))
}

function changeHappening({ host, facts, isOtherHost, endedAtMs, runId }: EnvironmentChange, namesHost: boolean): Happening {
  const [first] = facts
  const words = facts.length > 1 ? `${first?.name} + ${facts.length - 1}` : (first?.name ?? 'environment')
  const detail = facts.map(({ name, before, after }) => `${name} ${before} → ${after}`).join(', ')
  const consequence = isOtherHost ? '; lines begin anew' : ''
  return {
    atMs: endedAtMs,
    kind: 'environment',
    words,
    detail: `${namesHost ? `${host}: ` : ''}${detail}${consequence}`,
    path: runPath(runId),
  }
}

/** From the first run to the last, with a little room; undefined for none. */
export function spanOf(series: readonly TrendSeries[]): readonly [number, number] | undefined {
  const first = Math.min(...series.flatMap(({ endedAtMs }) => endedAtMs[0] ?? []))
  const last = Math.max(...series.flatMap(({ endedAtMs }) => endedAtMs.at(-1) ?? []))
  if (!Number.isFinite(first)) return undefined
  const room = Math.max((last - first) * 0.02, 60_000)
  return [first - room, last + room]
}
