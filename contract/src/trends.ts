/** How figures went over time: what each run measured, series by series, and what changed of the hosts meanwhile. */
import { type Static, Type } from 'typebox'
import { AlertMetric, alertMetricNames } from './alert-rule.ts'
import type { Frozen } from './frozen.ts'
import { strict } from './suite-terms.ts'

export const trendLimits = {
  /** Points of suites in an answer. */
  points: { default: 24, most: 200 },
  /** Figures in an answer: the newest ones. One of each run and backend. */
  figures: 200_000,
} as const

const Words = Type.String({ minLength: 1, maxLength: 256 })

export const TrendQuery = Type.Object(
  {
    metric: Type.Enum([...alertMetricNames], { default: 'latency_ns_p99' }),
    suite: Type.Optional(Words),
    backend: Type.Optional(Words),
    host: Type.Optional(Words),
    point: Type.Optional({ ...Words, description: 'Id of a point' }),
    label: Type.Optional({ ...Words, description: 'Part of the label' }),
    since: Type.Optional(Type.String({ format: 'date-time', description: 'Ended at or after this. ISO 8601' })),
    until: Type.Optional(Type.String({ format: 'date-time', description: 'Ended before this. ISO 8601' })),
    limit: Type.Integer({
      minimum: 1,
      maximum: trendLimits.points.most,
      default: trendLimits.points.default,
      description: 'At most so many points',
    }),
  },
  strict,
)
export type TrendQuery = Static<typeof TrendQuery>

const numbers = (description: string) => Type.Array(Type.Number(), { description })

/** What speaks against a figure, as bits. */
export const trendFlaws = {
  /** The load fell behind its own schedule in some trial: the figure measures the generator. */
  generatorLimited: 1,
  /** Packets were lost, or found no room to be sent. */
  loss: 2,
} as const

/** One backend at one point on one host with one fingerprint. Arrays are of one length, oldest run first. */
export const TrendSeries = Type.Object(
  {
    pointId: Type.String(),
    label: Type.String({ description: 'As the newest run has it' }),
    suite: Type.String({ description: 'Of the newest run' }),
    backend: Type.String(),
    host: Type.String(),
    fingerprint: Type.String({ description: "Of the host's hardware and kernel. 12 hex digits" }),
    runs: Type.Array(Type.String(), { description: 'Ids' }),
    endedAtMs: numbers('When each run ended. Unix ms'),
    value: numbers("Median of each run's trials, in the metric's unit"),
    low: numbers('First quartile of the trials'),
    high: numbers('Third quartile of the trials'),
    trials: Type.Array(Type.Integer(), { description: 'How many trials of each run have the metric' }),
    flaws: Type.Array(Type.Integer(), { description: 'Bits: 1, some trial was bound by the generator; 2, packets were lost' }),
  },
  { title: 'TrendSeries' },
)
export type TrendSeries = Frozen<Static<typeof TrendSeries>>

/** One fact of a host that is another than in the run before. */
export const ChangedFact = Type.Object(
  { name: Type.String({ description: 'For people: `kernel`' }), before: Type.String(), after: Type.String() },
  { title: 'ChangedFact' },
)
export type ChangedFact = Frozen<Static<typeof ChangedFact>>

export const EnvironmentChange = Type.Object(
  {
    host: Type.String(),
    runId: Type.String({ description: 'The first run that was measured so' }),
    endedAtMs: Type.Number({ description: 'Of that run. Unix ms' }),
    fingerprint: Type.String({ description: 'From then on' }),
    isOtherHost: Type.Boolean({ description: 'The fingerprint is another than before: series begin anew' }),
    facts: Type.Array(ChangedFact),
  },
  { title: 'EnvironmentChange' },
)
export type EnvironmentChange = Frozen<Static<typeof EnvironmentChange>>

export const TrendAnswer = Type.Object(
  {
    metric: AlertMetric,
    unit: Type.String({ description: "'ns', 'pps', 'bit/s', or 'ratio'" }),
    better: Type.Enum(['higher', 'lower']),
    points: Type.Integer({ description: 'How many points match; the series are of the first `limit` of them' }),
    isCut: Type.Boolean({ description: `As many figures as an answer holds, ${trendLimits.figures}: older ones are missing` }),
    series: Type.Array(TrendSeries, { description: 'By suite and label' }),
    changes: Type.Array(EnvironmentChange, { description: 'Of the hosts of these series, oldest first; the newest 200' }),
    measured: Type.Array(AlertMetric, { description: 'Where no series is: what the matching runs have measured' }),
  },
  { title: 'TrendAnswer' },
)
export type TrendAnswer = Frozen<Static<typeof TrendAnswer>>

/** GET ?{@link TrendQuery}: {@link TrendAnswer}. */
export const trendPath = '/api/v1/trends'
