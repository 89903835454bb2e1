/** The judge's answer: how two sides differ in one metric, how sure that is, and what to call it. */
import type { MetricName } from './metric.ts'

/** In words, because a number without a verdict is left to the reader's hope. */
export type Verdict = 'faster' | 'slower' | 'no difference' | "can't tell"

export interface ComparisonSide {
  readonly runId: string
  readonly backend: string
  readonly median: number
  /** One value per trial, in trial order. */
  readonly samples: readonly number[]
}

export interface Comparison {
  /** `throughput 64 B`. */
  readonly label: string
  readonly pointId: string
  readonly metric: MetricName
  readonly unit: string
  readonly better: 'higher' | 'lower'
  readonly a: ComparisonSide
  readonly b: ComparisonSide
  /** Median of a over median of b. */
  readonly ratio: number
  /** 95 % bootstrap interval of the ratio. */
  readonly interval: readonly [number, number]
  /** Mann-Whitney U, two-sided. Never shown without the interval. */
  readonly pValue: number
  /** Whether trials of both sides ran next to each other and were compared as pairs. */
  readonly paired: boolean
  /** Of a, against b. */
  readonly verdict: Verdict
  /** With "can't tell": about how many trials a side would tell, if the spread stays as it is. */
  readonly trialsNeeded?: number
  /** Why the two sides should not be trusted together: unlike hosts, generator-bound trials, loss. */
  readonly caveats: readonly string[]
}

/** Percentiles of the merged histograms of one backend in one run; percentiles are never averaged. */
export interface LatencyProfile {
  readonly runId: string
  readonly label: string
  readonly backend: string
  readonly count: number
  readonly percentiles: {
    readonly p50: number
    readonly p90: number
    readonly p99: number
    readonly p999: number
    readonly max: number
  }
  /** Points of the percentile curve: [percentile 0..100, latency in ns]. */
  readonly curve: readonly (readonly [number, number])[]
}
