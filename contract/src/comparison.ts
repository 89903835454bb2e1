/** The judge's answer: how two sides differ in one metric, how sure that is, and what to call it. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { MetricName } from './metric.ts'

/** In words, because a number without a verdict is left to the reader's hope. */
export const Verdict = Type.Enum(['faster', 'slower', 'no difference', "can't tell"], { title: 'Verdict' })
export type Verdict = Frozen<Static<typeof Verdict>>

export const ComparisonSide = Type.Object(
  {
    runId: Type.String(),
    backend: Type.String(),
    median: Type.Number(),
    samples: Type.Array(Type.Number(), { description: 'One value per trial, in trial order; or per run, in the order of time' }),
  },
  { title: 'ComparisonSide' },
)
export type ComparisonSide = Frozen<Static<typeof ComparisonSide>>

export const Comparison = Type.Object(
  {
    label: Type.String({ description: '`throughput 64 B`' }),
    pointId: Type.String(),
    metric: MetricName,
    unit: Type.String(),
    better: Type.Enum(['higher', 'lower']),
    a: ComparisonSide,
    b: ComparisonSide,
    ratio: Type.Number({ description: 'Median of a over median of b' }),
    interval: Type.Tuple([Type.Number(), Type.Number()], { description: '95 % bootstrap interval of the ratio' }),
    pValue: Type.Number({ description: 'Mann-Whitney U, two-sided. Never shown without the interval' }),
    sampled: Type.Optional(
      Type.Enum(['trials', 'runs'], {
        description: 'What a sample is: the value of a trial, also where absent, or the median of a run',
      }),
    ),
    paired: Type.Boolean({ description: 'Whether trials of both sides ran next to each other and were compared as pairs' }),
    /** Of a, against b. */
    verdict: Verdict,
    trialsNeeded: Type.Optional(
      Type.Number({ description: 'With "can\'t tell": about how many trials a side would tell, if the spread stays as it is' }),
    ),
    caveats: Type.Array(Type.String(), {
      description: 'Why the two sides should not be trusted together: unlike hosts, generator-bound trials, loss',
    }),
  },
  { title: 'Comparison' },
)
export type Comparison = Frozen<Static<typeof Comparison>>

/** Percentiles of the merged histograms of one backend in one run; percentiles are never averaged. */
export const LatencyProfile = Type.Object(
  {
    runId: Type.String(),
    label: Type.String(),
    backend: Type.String(),
    count: Type.Number(),
    percentiles: Type.Object({
      p50: Type.Number(),
      p90: Type.Number(),
      p99: Type.Number(),
      p999: Type.Number(),
      max: Type.Number(),
    }),
    curve: Type.Array(Type.Tuple([Type.Number(), Type.Number()]), {
      description: 'Points of the percentile curve: [percentile 0..100, latency in ns]',
    }),
  },
  { title: 'LatencyProfile' },
)
export type LatencyProfile = Frozen<Static<typeof LatencyProfile>>
