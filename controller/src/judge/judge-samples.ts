/** From the values of two sides in one metric to ratio, interval and verdict. */
import { type Comparison, type MetricName, metrics } from '@ringside/contract'
import { type Interval, independentInterval, pairedInterval, unbounded } from './bootstrap.ts'
import { mannWhitney } from './mann-whitney.ts'
import { median } from './median.ts'
import { judge, minTrials } from './verdict.ts'

export interface Samples {
  readonly a: readonly number[]
  readonly b: readonly number[]
  /** `a[i]` and `b[i]` ran next to each other. */
  readonly paired: boolean
}

export interface SamplesJudgement
  extends Pick<
    Comparison,
    'metric' | 'unit' | 'better' | 'ratio' | 'interval' | 'pValue' | 'paired' | 'verdict' | 'trialsNeeded'
  > {
  readonly medians: { readonly a: number; readonly b: number }
}

/** `minChangeRatio`: the change that matters, 0.02 for 2 %. `itself`: both sides are the same measurement. */
export function judgeSamples(
  samples: Samples,
  { metric, minChangeRatio, itself = false }: { metric: MetricName; minChangeRatio: number; itself?: boolean },
): SamplesJudgement {
  const { unit, better } = metrics[metric]
  const { a, b, paired } = samples
  const medians = { a: median(a), b: median(b) }
  const ratio = ratioOf(medians.a, medians.b)
  const interval = itself ? ([1, 1] as const) : intervalOf(samples, medians)
  const trials = Math.min(a.length, b.length)
  return {
    metric,
    unit,
    better,
    medians,
    ratio,
    interval,
    pValue: mannWhitney(a, b).pValue,
    paired,
    ...(itself ? { verdict: 'no difference' as const } : judge({ ratio, interval, trials, better, minChangeRatio })),
  }
}

/** Why the samples alone say little, in words. */
export function sampleCaveats({ a, b }: Samples, noun: 'trials' | 'runs' = 'trials'): string[] {
  const fewest = Math.min(a.length, b.length)
  return [
    ...(median(a) === 0 || median(b) === 0 ? ['a median of 0 has no ratio'] : []),
    ...(fewest < minTrials ? [`${fewest} ${noun} a side bound no 95 % interval: at least ${minTrials} are needed`] : []),
  ]
}

/** Where one median is 0 there is no ratio: 0 or the largest number stands in, always with {@link unbounded}. */
function ratioOf(a: number, b: number): number {
  if (a === b) return 1
  return Math.min(a / b, Number.MAX_VALUE)
}

function intervalOf({ a, b, paired }: Samples, medians: { a: number; b: number }): Interval {
  if (Math.min(a.length, b.length) < minTrials || medians.a === 0 || medians.b === 0) return unbounded
  return paired ? pairedInterval(a, b) : independentInterval(a, b)
}
