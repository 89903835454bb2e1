/**
 * Alertmanager's interface, v2 (`POST /api/v2/alerts`): one alert there for one of ours, told by its labels, which never change.
 * They name what moved first; what joined it later is in the annotations. What lasts is told again every minute, as Alertmanager
 * keeps nothing for ever.
 */
import type { AlertPoint } from '@ringside/contract'
import { KeyedQueue } from '../../runs/keyed-queue.ts'
import { postJson } from './post-json.ts'
import type { Notice, Receiver } from './receiver.ts'
import { shownUrlOf } from './shown-url.ts'

export interface AlertmanagerSettings {
  readonly name: string
  /** Of Alertmanager itself: `http://127.0.0.1:9093`. */
  readonly url: string
  /** Value of the header `authorization`. */
  readonly authorization?: string | undefined
  readonly timeoutMs: number
}

/** How long an alert lasts there that it is not told of any more: a controller that is updated must not resolve its alerts. */
const lastingMs = 3_600_000
/** Points that the description lists; the rest is counted. */
const listedPoints = 20

export function alertmanager(settings: AlertmanagerSettings, now: () => number = Date.now): Receiver {
  const { name, url, authorization, timeoutMs } = settings
  const endpoint = `${url.replace(/\/$/, '')}/api/v2/alerts`
  const headers = authorization === undefined ? {} : { authorization }
  // One after the other: a reminder that comes after the end of an alert would begin it anew.
  const turns = new KeyedQueue()
  const post = async (alerts: readonly Notice['alert'][], signal: AbortSignal) => {
    if (alerts.length === 0) return
    await postJson(endpoint, JSON.stringify(alerts.map((alert) => postableOf(alert, now()))), { headers, timeoutMs, signal })
  }
  return {
    name,
    kind: 'alertmanager',
    shownUrl: shownUrlOf(url),
    signed: false,
    deliver: ({ alert }, signal) => turns.run('', () => post([alert], signal)),
    remind: (lasting, signal) => turns.run('', () => post(lasting(), signal)),
  }
}

function postableOf(alert: Notice['alert'], nowMs: number): object {
  const [first] = alert.points
  return {
    labels: {
      alertname: 'RingsideRegression',
      alert_id: alert.id,
      suite: alert.suite,
      host: alert.host,
      severity: 'warning',
      ...(first === undefined
        ? {}
        : { metric: first.metric, backend: first.backend, point: first.label, point_id: first.pointId }),
    },
    annotations: {
      summary: alert.title,
      description: descriptionOf(alert.points),
      compare: alert.links.compare,
      trace: alert.links.trace,
      state: alert.state,
    },
    startsAt: alert.openedAt,
    endsAt: alert.resolvedAt ?? new Date(nowMs + lastingMs).toISOString(),
    generatorURL: alert.links.alert,
  }
}

function descriptionOf(points: readonly AlertPoint[]): string {
  const lines = points
    .slice(0, listedPoints)
    .map(
      ({ metric, backend, label, ratio, interval: [low, high], runId, confirmationRunId }) =>
        `${metric} of ${backend}, ${label}: ${figure(ratio)} x [${figure(low)}, ${figure(high)}] since ${runId}, confirmed by ${confirmationRunId}`,
    )
  const more = points.length - listedPoints
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}

const figure = (value: number): string => Number(value.toPrecision(3)).toString()
