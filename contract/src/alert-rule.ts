/** Rules of alerts: which metric is watched, which way is worse, which change matters, and against how many runs. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { type Better, metricNames, metrics } from './metric.ts'
import { parsePercentRatio } from './quantity.ts'
import { Name, Percent, strict, titled } from './suite-terms.ts'

export const alertMetricNames = [...metricNames, 'loss_ratio'] as const

/** What can be watched. `loss_ratio`: packets that did not arrive, or found no room to be sent, of all that were due. */
export const AlertMetric = Type.Enum([...alertMetricNames], { title: 'AlertMetric' })
export type AlertMetric = Static<typeof AlertMetric>

/** Short words for what is mostly watched. */
export const alertMetricWords = {
  p50: 'latency_ns_p50',
  p99: 'latency_ns_p99',
  'p99.9': 'latency_ns_p999',
  throughput: 'throughput_pps',
  loss: 'loss_ratio',
} as const satisfies Readonly<Record<string, AlertMetric>>
const words = Object.keys(alertMetricWords) as (keyof typeof alertMetricWords)[]

/** A metric by its name or its short word. */
export const AlertMetricWord = Type.Enum([...words, ...alertMetricNames], {
  title: 'AlertMetricWord',
  description: `a metric: ${words.join(', ')}, or one of ${alertMetricNames.join(', ')}`,
})
export type AlertMetricWord = Static<typeof AlertMetricWord>

export const alertMetricOf = (word: AlertMetricWord): AlertMetric =>
  Object.hasOwn(alertMetricWords, word) ? alertMetricWords[word as keyof typeof alertMetricWords] : (word as AlertMetric)

export interface AlertMetricFacts {
  readonly unit: 'pps' | 'bit/s' | 'ns' | 'ratio'
  readonly better: Better
  /** For people: `latency p99`. */
  readonly title: string
}

/** Unit, direction and title of what is watched. */
export const alertMetricFacts = (metric: AlertMetric): AlertMetricFacts =>
  metric === 'loss_ratio' ? { unit: 'ratio', better: 'lower', title: 'loss' } : metrics[metric]

export const Worse = Type.Enum(['higher', 'lower'], { title: 'Worse', description: "'higher' or 'lower'" })
export type Worse = Static<typeof Worse>

export const alertDefaults = {
  baselineRuns: 10,
  /** The change that matters: of what is watched; of loss in shares of all packets. */
  minChangeRatio: 0.05,
  minLossChangeRatio: 0.01,
} as const

/** With fewer runs there is no telling how runs differ that nothing has changed between. */
export const minBaselineRuns = 3
export const maxBaselineRuns = 100

const BaselineRuns = Type.Integer({
  minimum: minBaselineRuns,
  maximum: maxBaselineRuns,
  description: `runs, an integer from ${minBaselineRuns} to ${maxBaselineRuns}`,
})

/** Most rules of a suite. */
const maxSuiteAlerts = 20

/** `alerts` of a suite: rules for its own runs. */
export const SuiteAlerts = Type.Array(
  Type.Object(
    {
      metric: AlertMetricWord,
      worse: Type.Optional(titled(Worse, 'which way is worse; default: the way the metric gets worse')),
      minChange: Type.Optional(
        titled(Percent, 'the smallest change that matters to a rule; default: 5 of a hundred, of loss 1 of a hundred packets'),
      ),
      baseline: Type.Optional(
        titled(
          Type.Object({ runs: titled(BaselineRuns, 'how many of them') }, strict),
          'the last good runs, which a run is compared with',
        ),
      ),
      backends: Type.Optional(
        Type.Array(Name, {
          minItems: 1,
          uniqueItems: true,
          description: 'names of backends of the suite, each once; default: all',
        }),
      ),
    },
    strict,
  ),
  { minItems: 1, maxItems: maxSuiteAlerts, description: `1 to ${maxSuiteAlerts} rules` },
)
export type SuiteAlerts = Static<typeof SuiteAlerts>

/** A rule with everything said, as runs carry those of their suite. */
export const WatchRule = Type.Object(
  {
    metric: AlertMetric,
    worse: Worse,
    minChangeRatio: Type.Number({
      description: '0.05 for 5 %. Of `loss_ratio`: of all packets, so that 0.01 is one packet in a hundred more',
    }),
    baselineRuns: Type.Integer(),
    backends: Type.Optional(Type.Array(Type.String(), { description: 'Names of backends; absent: all' })),
  },
  { title: 'WatchRule' },
)
export type WatchRule = Frozen<Static<typeof WatchRule>>

/** The change that matters where a rule says nothing of it. */
export const defaultChangeRatio = (metric: AlertMetric): number =>
  metric === 'loss_ratio' ? alertDefaults.minLossChangeRatio : alertDefaults.minChangeRatio

/** The way a metric gets worse. */
export const worseOf = (metric: AlertMetric): Worse => (alertMetricFacts(metric).better === 'lower' ? 'higher' : 'lower')

/** A rule of a suite that passed checkSuite, with everything said. */
export function watchRuleOf({ metric: word, worse, minChange, baseline, backends }: SuiteAlerts[number]): WatchRule {
  const metric = alertMetricOf(word)
  return {
    metric,
    worse: worse ?? worseOf(metric),
    minChangeRatio: minChange === undefined ? defaultChangeRatio(metric) : parsePercentRatio(minChange),
    baselineRuns: baseline?.runs ?? alertDefaults.baselineRuns,
    ...(backends === undefined ? {} : { backends }),
  }
}

const ruleProperties = {
  metric: AlertMetricWord,
  worse: Type.Optional(Worse),
  minChangeRatio: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, maximum: 10, description: 'the change that matters: 0.05 for 5 %, at most 10' }),
  ),
  baselineRuns: Type.Optional(BaselineRuns),
  suite: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: 'name of the suite; absent: all' })),
  labels: Type.Optional(
    Type.Record(Type.String(), Type.String(), { maxProperties: 32, description: 'labels that the host must have' }),
  ),
  backends: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
      minItems: 1,
      maxItems: 100,
      description: 'names of backends; absent: all',
    }),
  ),
  enabled: Type.Optional(Type.Boolean()),
} as const

/** Adds a rule that holds for all runs it fits, or replaces it. */
export const AlertRuleRequest = Type.Object({ name: Name, ...ruleProperties }, { ...strict, title: 'AlertRuleRequest' })
export type AlertRuleRequest = Frozen<Static<typeof AlertRuleRequest>>

/** As the controller keeps it. Of rules that fit the same metric of a backend the suite's own counts, else the strictest. */
export const AlertRule = Type.Object(
  {
    name: Type.String(),
    ...WatchRule.properties,
    suite: Type.Optional(Type.String()),
    labels: Type.Optional(Type.Record(Type.String(), Type.String())),
    enabled: Type.Boolean(),
    createdBy: Type.String(),
    createdAt: Type.String({ description: 'ISO 8601, UTC' }),
  },
  { title: 'AlertRule' },
)
export type AlertRule = Frozen<Static<typeof AlertRule>>

export const AlertRuleList = Type.Object({ rules: Type.Array(AlertRule) }, { title: 'AlertRuleList' })
export type AlertRuleList = Frozen<Static<typeof AlertRuleList>>
