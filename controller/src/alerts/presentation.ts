/** Alerts as clients and receivers see them, with links that lead to the controller's pages. Pure. */
import { type AlertPoint, type AlertSummary, alertMetricFacts, alertPath, comparePath, tracePath } from '@ringside/contract'
import type { AlertRecord, PointRecord } from './alert-record.ts'
import type { Notice } from './receivers/receiver.ts'
import { isoTime } from './store-time.ts'

/** `baseUrl` is where people find the controller: `https://ringside.example`. */
export function summaryOf(alert: AlertRecord, baseUrl: string): AlertSummary {
  const points = alert.points.map((point) => pointOf(point, baseUrl))
  const [first] = points
  const alertLink = `${baseUrl}${alertPath(alert.id)}`
  return {
    id: alert.id,
    state: alert.state,
    title: titleOf(alert.points),
    suite: alert.suite,
    host: alert.host,
    openedAt: isoTime(alert.openedAtMs),
    changedAt: isoTime(alert.changedAtMs),
    ...(alert.resolvedAtMs === undefined ? {} : { resolvedAt: isoTime(alert.resolvedAtMs) }),
    ...(alert.expected ? { expected: true } : {}),
    points,
    links: { alert: alertLink, compare: first?.links.compare ?? alertLink, trace: first?.links.trace ?? alertLink },
  }
}

/** What receivers are told. */
export const noticedAlert = (alert: AlertRecord, baseUrl: string): Notice['alert'] => ({
  ...summaryOf(alert, baseUrl),
  history: [...alert.history],
})

function pointOf({ goodRuns: _, ...point }: PointRecord, baseUrl: string): AlertPoint {
  const { backend, confirmationRunId, baselineRunIds } = point
  const [newest = point.runId] = baselineRunIds
  const [slowest] = point.slowestDoorbells
  const trace = slowest === undefined ? tracePath(confirmationRunId) : tracePath(slowest.runId, slowest.spanId)
  return {
    ...point,
    slowestDoorbells: point.slowestDoorbells.map((one) => ({ ...one, link: `${baseUrl}${tracePath(one.runId, one.spanId)}` })),
    links: {
      compare: `${baseUrl}${comparePath({ runId: confirmationRunId, backend }, { runId: newest, backend })}`,
      trace: `${baseUrl}${trace}`,
    },
  }
}

/** `latency p99 of emu, latency 64 B: 1.21 x [1.19, 1.22] and 3 more`. */
function titleOf(points: readonly PointRecord[]): string {
  const [first] = points
  if (first === undefined) return 'nothing got worse'
  const { metric, backend, label, ratio, interval } = first
  const [low, high] = interval.map(figure)
  const more = points.length > 1 ? ` and ${points.length - 1} more` : ''
  const ofWhat = metric === 'loss_ratio' ? ' of the packets that arrived' : ''
  return `${alertMetricFacts(metric).title} of ${backend}, ${label}: ${figure(ratio)} x [${low}, ${high}]${ofWhat}${more}`
}

const figure = (value: number): string => Number(value.toPrecision(3)).toString()
