/**
 * Alerts: figures of a series that got worse and did so again when they were measured once more. A series is one backend as
 * it is configured, at one point, measured in one way, on one host as it is.
 */
import { type Static, Type } from 'typebox'
import { AlertMetric, Worse } from './alert-rule.ts'
import { listLimits } from './api-queries.ts'
import type { Frozen } from './frozen.ts'
import { strict } from './suite-terms.ts'

const Time = Type.String({ description: 'ISO 8601, UTC' })
const Interval = Type.Tuple([Type.Number(), Type.Number()], { description: '95 % interval of the ratio' })
const Words = Type.String({ minLength: 1, maxLength: 256 })

/** `open`: nobody has said anything of it yet. `resolved` is final: what gets worse again is a new alert. */
export const AlertState = Type.Enum(['open', 'acknowledged', 'resolved'], { title: 'AlertState' })
export type AlertState = Frozen<Static<typeof AlertState>>

/** A doorbell that took long to be seen, and where its span is. */
export const SlowDoorbell = Type.Object(
  { traceId: Type.String(), spanId: Type.String(), runId: Type.String(), durationNs: Type.Number(), link: Type.String() },
  { title: 'SlowDoorbell' },
)
export type SlowDoorbell = Frozen<Static<typeof SlowDoorbell>>

/** One metric of one series that got worse. */
export const AlertPoint = Type.Object(
  {
    series: Type.String({ description: 'Id of the series' }),
    pointId: Type.String(),
    label: Type.String({ description: '`latency 64 B`' }),
    backend: Type.String(),
    metric: AlertMetric,
    unit: Type.String({ description: "Of `value` and `baselineMedian`: 'ns', 'pps', 'bit/s', or 'ratio'" }),
    worse: Worse,
    minChangeRatio: Type.Number(),
    rule: Type.String({ description: "Name of the rule, or 'suite' where it is the suite's own" }),
    value: Type.Number({ description: 'Median of the trials of `runId`' }),
    baselineMedian: Type.Number({ description: 'Median of the medians of the baseline runs' }),
    ratio: Type.Number({
      description: 'Of the run that confirmed it, to the baseline; of loss: of the share of packets that arrived',
    }),
    interval: Interval,
    runId: Type.String({ description: 'The first run that was worse' }),
    runEndedAt: Time,
    confirmationRunId: Type.String({ description: 'The run that was made to confirm it' }),
    baselineRunIds: Type.Array(Type.String(), { description: 'Newest first; they stay its baseline as long as the alert lasts' }),
    slowestDoorbells: Type.Array(SlowDoorbell, { description: 'Of `confirmationRunId`, slowest first' }),
    latestRunId: Type.String({ description: 'The last run that was looked at' }),
    latestRatio: Type.Number(),
    recoveredAt: Type.Optional(Time),
    links: Type.Object({
      compare: Type.String({ description: 'The confirmation beside the newest baseline run' }),
      trace: Type.String({ description: 'Of the slowest doorbell, or of the run' }),
    }),
  },
  { title: 'AlertPoint' },
)
export type AlertPoint = Frozen<Static<typeof AlertPoint>>

/** `joined`: another point moved together with it. `recovered`: a point is back; when all are, the alert is resolved. */
export const AlertHappening = Type.Enum(['opened', 'joined', 'recovered', 'worse again', 'acknowledged', 'resolved'], {
  title: 'AlertHappening',
})
export type AlertHappening = Frozen<Static<typeof AlertHappening>>

export const AlertHistoryEntry = Type.Object(
  { at: Time, by: Type.String({ description: "Who, or 'alert'" }), what: AlertHappening, reason: Type.String() },
  { title: 'AlertHistoryEntry' },
)
export type AlertHistoryEntry = Frozen<Static<typeof AlertHistoryEntry>>

export const AlertEvent = Type.Enum(['opened', 'changed', 'acknowledged', 'resolved'], { title: 'AlertEvent' })
export type AlertEvent = Frozen<Static<typeof AlertEvent>>

/** `pending`: it is tried again at `nextAt`. `dropped`: its receiver is no longer there, a later one
 * says it too, or it was not taken within a week. */
export const AlertDelivery = Type.Object(
  {
    id: Type.String({ description: 'The same for every attempt: receivers tell repetitions by it' }),
    receiver: Type.String(),
    event: AlertEvent,
    state: Type.Enum(['pending', 'delivered', 'dropped']),
    attempts: Type.Integer(),
    lastError: Type.Optional(Type.String()),
    at: Time,
    nextAt: Type.Optional(Time),
  },
  { title: 'AlertDelivery' },
)
export type AlertDelivery = Frozen<Static<typeof AlertDelivery>>

export const AlertSummary = Type.Object(
  {
    id: Type.String(),
    state: AlertState,
    title: Type.String({ description: '`latency p99 of emu, latency 64 B: 1.21 x [1.19, 1.22]`' }),
    suite: Type.String(),
    host: Type.String(),
    openedAt: Time,
    changedAt: Time,
    resolvedAt: Type.Optional(Time),
    expected: Type.Optional(Type.Boolean({ description: 'Resolved by hand as the new level: baselines begin with it' })),
    points: Type.Array(AlertPoint, { description: 'Those that moved together, in the order they were found' }),
    links: Type.Object({ alert: Type.String(), compare: Type.String(), trace: Type.String() }),
  },
  { title: 'AlertSummary' },
)
export type AlertSummary = Frozen<Static<typeof AlertSummary>>

export const Alert = Type.Object(
  {
    ...AlertSummary.properties,
    history: Type.Array(AlertHistoryEntry, { description: 'Oldest first' }),
    deliveries: Type.Array(AlertDelivery, { description: 'Oldest first' }),
  },
  { title: 'Alert' },
)
export type Alert = Frozen<Static<typeof Alert>>

export const AlertListQuery = Type.Object(
  {
    limit: Type.Integer({
      minimum: 1,
      maximum: listLimits.most,
      default: listLimits.default,
      description: 'At most so many on a page',
    }),
    cursor: Type.Optional(Type.String({ maxLength: 1_024, description: 'The `next` of the page before' })),
    state: Type.Optional(Type.Array(AlertState, { minItems: 1, maxItems: 3, description: 'Several mean any of them' })),
    suite: Type.Optional(Words),
    host: Type.Optional(Words),
    point: Type.Optional({ ...Words, description: 'Id of a point that is among theirs' }),
  },
  strict,
)
export type AlertListQuery = Frozen<Static<typeof AlertListQuery>>

export const AlertPage = Type.Object(
  {
    alerts: Type.Array(AlertSummary, { description: 'Newest first' }),
    next: Type.Optional(Type.String({ description: 'The `cursor` that asks for what follows; absent on the last page' })),
  },
  { title: 'AlertPage' },
)
export type AlertPage = Frozen<Static<typeof AlertPage>>

const Reason = Type.String({ minLength: 1, maxLength: 1_000, description: 'why, for whoever wonders later' })

export const AcknowledgeRequest = Type.Object({ reason: Reason }, { ...strict, title: 'AcknowledgeRequest' })
export type AcknowledgeRequest = Frozen<Static<typeof AcknowledgeRequest>>

export const ResolveRequest = Type.Object(
  {
    reason: Reason,
    expected: Type.Optional(
      Type.Boolean({ description: 'The new level is the one to go by: baselines begin with the first run that was worse' }),
    ),
  },
  { ...strict, title: 'ResolveRequest' },
)
export type ResolveRequest = Frozen<Static<typeof ResolveRequest>>

/** Where alerts are sent, without secrets. */
export const AlertReceiver = Type.Object(
  {
    name: Type.String(),
    kind: Type.Enum(['webhook', 'alertmanager']),
    url: Type.String({ description: 'Without what may be secret in it' }),
    signed: Type.Boolean({ description: 'Whether requests carry a signature' }),
    pending: Type.Integer({ description: 'Deliveries that wait' }),
  },
  { title: 'AlertReceiver' },
)
export type AlertReceiver = Frozen<Static<typeof AlertReceiver>>

export const AlertReceiverList = Type.Object({ receivers: Type.Array(AlertReceiver) }, { title: 'AlertReceiverList' })
export type AlertReceiverList = Frozen<Static<typeof AlertReceiverList>>

/**
 * What became of one metric of a run. `suspected`: it is measured once more. `dropped`: that did not confirm it, and `why`
 * says so.
 */
export const RunJudgement = Type.Object(
  {
    runId: Type.String(),
    series: Type.String(),
    backend: Type.String(),
    metric: AlertMetric,
    rule: Type.String(),
    verdict: Type.Enum(['worse', 'not worse', "can't tell", 'no baseline']),
    state: Type.Enum(['none', 'suspected', 'confirmed', 'dropped']),
    unit: Type.String({ description: 'Of `value` and `baselineMedian`' }),
    value: Type.Number({ description: "Median of the run's trials" }),
    baselineMedian: Type.Number({ description: 'Median of the medians of the baseline runs; 0 without any' }),
    ratio: Type.Number(),
    interval: Interval,
    baselineRuns: Type.Integer(),
    why: Type.String({ description: 'In words' }),
    confirmationRunId: Type.Optional(Type.String()),
    alertId: Type.Optional(Type.String()),
    at: Time,
  },
  { title: 'RunJudgement' },
)
export type RunJudgement = Frozen<Static<typeof RunJudgement>>

export const RunJudgementList = Type.Object({ judgements: Type.Array(RunJudgement) }, { title: 'RunJudgementList' })
export type RunJudgementList = Frozen<Static<typeof RunJudgementList>>

export const alertPaths = {
  /** GET ?{@link AlertListQuery}: {@link AlertPage}. */
  alerts: '/api/v1/alerts',
  /** GET: {@link Alert}. */
  alert: '/api/v1/alerts/:id',
  /** POST {@link AcknowledgeRequest}: {@link Alert}. */
  acknowledge: '/api/v1/alerts/:id/acknowledge',
  /** POST {@link ResolveRequest}: {@link Alert}. */
  resolve: '/api/v1/alerts/:id/resolve',
  /** GET: AlertRuleList. POST AlertRuleRequest: 201 AlertRule. */
  rules: '/api/v1/alert-rules',
  /** PUT AlertRuleRequest: AlertRule. DELETE: 204. */
  rule: '/api/v1/alert-rules/:name',
  /** GET: {@link AlertReceiverList}. */
  receivers: '/api/v1/alert-receivers',
  /** GET: {@link RunJudgementList}: what became of a run's metrics that are watched. */
  judgements: '/api/v1/runs/:id/judgements',
} as const
