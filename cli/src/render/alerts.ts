/** Alerts and their rules: tables of all, and one alert in full: what got worse, by how much, since when, confirmed how. */
import {
  type Alert,
  type AlertPage,
  type AlertPoint,
  type AlertRule,
  type AlertState,
  type AlertSummary,
  alertMetricFacts,
} from '@ringside/contract'
import { formatInterval, formatPercent, formatQuantity, formatRatio } from '@ringside/dashboards'
import { cut, type Line, type Part, paint, type RenderOptions, wrap } from './line.ts'
import { table } from './table.ts'

/** Columns of the longest title shown in full in the list. */
const whatLimit = 44
/** Points, happenings and deliveries of one alert that are shown. */
const shownMost = 20

/** Newest first, as the controller gives them. */
export function renderAlerts({ alerts, next }: AlertPage, options: RenderOptions): string {
  if (alerts.length === 0)
    return paint(
      [['No alerts. What is watched: ringside alerts rules; those of the past: ringside alerts --state resolved']],
      options,
    )
  const columns = ['alert', 'state', 'what got worse', 'ratio', 'interval', 'since (UTC)', 'host', 'suite'].map((title) => ({
    title,
    align: title === 'ratio' ? ('right' as const) : ('left' as const),
    optional: title === 'suite' || title === 'host' || title === 'interval',
  }))
  const lines = table({ columns, rows: alerts.map(rowOf) }, options.width)
  return paint([...lines, ...(next === undefined ? [] : [[], [`  more: ringside alerts --cursor ${next}`]])], options)
}

function rowOf({ id, state, points, host, suite, openedAt }: AlertSummary): (Part | string)[] {
  const [first] = points
  const more = points.length > 1 ? ` and ${points.length - 1} more` : ''
  const what = first === undefined ? '' : cut(whatOf(first), whatLimit) + more
  const figures = first === undefined ? ['', ''] : [formatRatio(first.ratio), formatInterval(first.interval)]
  return [id, stateOf(state), what, ...figures, utcTime(openedAt), host, suite]
}

/**
 *     latency p99 of emu got worse: 1.21 x [1.19, 1.22]
 *       2.42 ms against 2.00 ms, the median of 8 runs; a change of 5 % matters
 *       since     2026-11-20 10:00 UTC, run r-9; confirmed by r-10
 */
export function renderAlert(alert: Alert, options: RenderOptions): string {
  const { points, history, deliveries, id, state } = alert
  const about: Line[] = [
    [
      { text: id, style: 'bold' },
      '  ',
      stateOf(state),
      ...(alert.expected === true ? ['  expected: the new level is the baseline now'] : []),
    ],
    field('where', `suite ${alert.suite}, host ${alert.host}`),
    field('opened', `${utcTime(alert.openedAt)} UTC`),
    ...(alert.resolvedAt === undefined ? [] : [field('resolved', `${utcTime(alert.resolvedAt)} UTC`)]),
    field('page', alert.links.alert),
  ]
  const lines: Line[] = [
    ...about,
    ...limited(points).flatMap((point) => [[] as Line, ...pointLines(point, options)]),
    ...omitted(points.length),
    [],
    [{ text: 'history', style: 'bold' }],
    ...limited(history).flatMap(({ at, by, what, reason }) =>
      indented(`${utcTime(at)} ${what}${by === 'alert' ? '' : ` by ${by}`}${reason === '' ? '' : `: ${reason}`}`, options),
    ),
    ...deliveryLines(deliveries, options),
    ...(state === 'resolved' ? [] : [[] as Line, [nextStep(alert)]]),
  ]
  return paint(lines, options)
}

function pointLines(point: AlertPoint, options: RenderOptions): Line[] {
  const { unit, value, baselineMedian, baselineRunIds, minChangeRatio, runId, runEndedAt, confirmationRunId, backend } = point
  const level = (quantity: number) => (unit === 'ratio' ? formatPercent(quantity) : formatQuantity(quantity, unit))
  const [newest = runId] = baselineRunIds
  const runs = `${baselineRunIds.length} ${baselineRunIds.length === 1 ? 'run' : 'runs'}`
  const matters = `a change of ${formatPercent(minChangeRatio)} matters (rule ${point.rule})`
  const [slowest] = point.slowestDoorbells
  return [
    [{ text: `${whatOf(point)} got worse: ${formatRatio(point.ratio)} ${formatInterval(point.interval)}`, style: 'bold' }],
    ...indented(`${level(value)} against ${level(baselineMedian)}, the median of ${runs}; ${matters}`, options),
    field('since', `${utcTime(runEndedAt)} UTC, run ${runId}; confirmed by ${confirmationRunId}`),
    field(
      'latest',
      `${formatRatio(point.latestRatio)} in ${point.latestRunId}${point.recoveredAt === undefined ? '' : ', back'}`,
    ),
    field('compare', `ringside compare ${confirmationRunId}:${backend} ${newest}:${backend}`),
    ...(slowest === undefined
      ? [field('trace', `ringside trace ${confirmationRunId}`)]
      : [field('slowest', `a doorbell took ${formatQuantity(slowest.durationNs, 'ns')}: ${slowest.link}`)]),
  ]
}

function deliveryLines(deliveries: Alert['deliveries'], options: RenderOptions): Line[] {
  if (deliveries.length === 0) return [[], [{ text: 'nobody is told: the controller has no receivers', style: 'dim' }]]
  const columns = ['told', 'of', 'state', 'attempts', 'at (UTC)', 'last error'].map((title) => ({
    title,
    align: title === 'attempts' ? ('right' as const) : ('left' as const),
    optional: title === 'at (UTC)',
  }))
  const rows = limited(deliveries).map(({ receiver, event, state, attempts, at, lastError = '' }) => [
    receiver,
    event,
    state === 'delivered' ? state : ({ text: state, style: 'warn' } satisfies Part),
    String(attempts),
    utcTime(at),
    lastError,
  ])
  return [[], ...table({ columns, rows }, options.width), ...omitted(deliveries.length)]
}

/** By name. */
export function renderRules(rules: readonly AlertRule[], options: RenderOptions): string {
  if (rules.length === 0)
    return paint([["No rules. Add one: ringside alerts rules add NAME --metric p99; or say 'alerts' in a suite"]], options)
  const columns = ['rule', 'watches', 'worse', 'matters', 'baseline', 'of'].map((title) => ({ title, align: 'left' as const }))
  const rows = rules.map((rule) => [
    rule.enabled ? rule.name : ({ text: `${rule.name} (off)`, style: 'dim' } satisfies Part),
    alertMetricFacts(rule.metric).title,
    rule.worse,
    formatPercent(rule.minChangeRatio),
    `${rule.baselineRuns} runs`,
    scopeOf(rule),
  ])
  return paint(table({ columns, rows }, options.width), options)
}

export const renderRule = (rule: AlertRule, options: RenderOptions): string => renderRules([rule], options)

function scopeOf({ suite, backends, labels = {} }: AlertRule): string {
  const parts = [
    ...(suite === undefined ? [] : [`suite ${suite}`]),
    ...(backends === undefined ? [] : [`backends ${backends.join(', ')}`]),
    ...Object.entries(labels).map(([key, value]) => `hosts with ${key}=${value}`),
  ]
  return parts.length === 0 ? 'all runs' : parts.join('; ')
}

/** `latency p99 of emu, latency 64 B 1 kpps`. */
const whatOf = ({ metric, backend, label }: AlertPoint): string => `${alertMetricFacts(metric).title} of ${backend}, ${label}`

const stateOf = (state: AlertState): Part => ({ text: state, style: state === 'open' ? 'warn' : 'dim' })

const nextStep = ({ id, state }: Alert): Part => ({
  text: `next: ${state === 'open' ? `ringside alerts ack ${id} --reason TEXT  |  ` : ''}ringside alerts resolve ${id} --reason TEXT [--expected]`,
  style: 'dim',
})

const field = (name: string, text: string): Line => [{ text: `  ${name.padEnd(9)} `, style: 'dim' }, text]

const indented = (text: string, { width }: RenderOptions): Line[] =>
  wrap(text, Math.max(20, width - 2)).map((line): Line => [`  ${line}`])

const limited = <Item>(items: readonly Item[]): readonly Item[] => items.slice(0, shownMost)

const omitted = (count: number): Line[] => (count > shownMost ? [[`  and ${count - shownMost} more; all of them: --json`]] : [])

/** `2026-11-24 02:00`. */
const utcTime = (iso: string): string => iso.slice(0, 16).replace('T', ' ')
