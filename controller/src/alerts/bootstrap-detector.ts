/**
 * The first detector: a bootstrap interval of the ratio of one run to the runs before it. Sources: B. Efron, R. J. Tibshirani,
 * An Introduction to the Bootstrap (1993), chapters 13 and 8.3 (samples with levels); the interval is one of prediction, as
 * the run that is judged is one of many that might have been.
 *
 * What differs from run to run, though nothing has changed, is mostly more than what differs between the trials of a run. So a
 * resample draws (1) as many baseline runs as there are, with replacement, and of each the median of resampled trials; (2) the
 * median of the run's resampled trials; and (3) a deviation of a baseline run from the middle of them, which this run
 * might have had by chance. Few runs show less of their spread than there is, so deviations are widened as Student's
 * distribution is wider than the normal one.
 *
 * A run is worse when the whole interval is beyond the change that matters, and it must be so twice (confirmation) before an
 * alert opens. What comes of that for a series of 12 runs of 10 trials each, noise normal with the given deviation from run to
 * run and 3 % from trial to trial, `correlated`: by 0.7 from run to run (the confirmation is the next run of it), change that
 * matters 5 %, 300 series each: `bootstrap-detector.simulation.ts` makes the table, the test beside it holds a part of it. "Suspected" is of
 * the judged runs without a step, "opened" of the series, and a step is at the ninth run.
 *
 * | correlated | from run to run | suspected, no step | opened, no step | opened, step of 10 % | opened, step of 20 % |
 * | --- | --- | --- | --- | --- | --- |
 * | none | 1 % | 0.0 % | 0.0 % | 51.3 % | 100.0 % |
 * | none | 2 % | 0.0 % | 0.0 % | 28.3 % | 98.7 % |
 * | none | 3 % | 0.1 % | 0.0 % | 16.7 % | 90.7 % |
 * | none | 5 % | 0.6 % | 0.7 % | 9.7 % | 56.3 % |
 * | 0.7 | 1 % | 0.0 % | 0.0 % | 58.0 % | 100.0 % |
 * | 0.7 | 2 % | 0.0 % | 0.0 % | 43.0 % | 99.3 % |
 * | 0.7 | 3 % | 0.1 % | 0.3 % | 33.7 % | 94.0 % |
 * | 0.7 | 5 % | 0.4 % | 2.0 % | 25.7 % | 74.0 % |
 *
 * Slow drift moves the baseline along and is not found; neither is a change smaller than the noise. Both are for change-point
 * detection, which comes to the same port.
 */
import { minBaselineRuns } from '@ringside/contract'
import { median } from '../judge/median.ts'
import { seededRandom } from '../judge/random.ts'
import type { Detector, Finding, SeriesValues } from './detector.ts'

const resamples = 2_000
/** Resamples cut off at each end: 2.5 %. */
const tail = resamples * 0.025
/** Medians of resampled trials that each run is drawn from. */
const pooled = 100
const seed = 0x41_4c_52_54

export const bootstrapDetector: Detector = (values) => {
  const { baseline } = values
  if (baseline.length < minBaselineRuns) {
    const why = `${baseline.length} good runs before it, at least ${minBaselineRuns} are needed`
    return { verdict: 'no baseline', ratio: 1, interval: [1, 1], why }
  }
  const medians = baseline.map(median)
  const middle = median(medians)
  if (!(middle > 0))
    return { verdict: "can't tell", ratio: 1, interval: [0, Number.MAX_VALUE], why: 'a baseline of 0 has no ratio' }
  const ratio = Math.min(median(values.current) / middle, Number.MAX_VALUE)
  const interval = predictionInterval(values, medians, middle)
  return { ratio, interval, ...verdictOf(values, ratio, interval) }
}

function verdictOf(
  { worse, minChangeRatio, baseline }: SeriesValues,
  ratio: number,
  [low, high]: readonly [number, number],
): Pick<Finding, 'verdict' | 'why'> {
  // On the log axis, where the same change has the same size in both directions.
  const bound = worse === 'higher' ? 1 + minChangeRatio : 1 / (1 + minChangeRatio)
  const isBeyond = (value: number) => (worse === 'higher' ? value > bound : value < bound)
  const said = `${figure(ratio)} x [${figure(low)}, ${figure(high)}] of the median of ${baseline.length} runs`
  const limit = `${worse === 'higher' ? 'above' : 'below'} ${figure(bound)} x`
  if (isBeyond(low) && isBeyond(high)) return { verdict: 'worse', why: `${said}: all of it ${limit}` }
  if (isBeyond(ratio)) return { verdict: "can't tell", why: `${said}: not all of it ${limit}` }
  return { verdict: 'not worse', why: `${said}: not ${limit}` }
}

function predictionInterval(
  { baseline, current }: SeriesValues,
  medians: readonly number[],
  middle: number,
): readonly [number, number] {
  const random = seededRandom(seed)
  const pools = baseline.map((trials) => resampledMedians(trials, random))
  const pool = resampledMedians(current, random)
  const widening = wideningOf(medians.length)
  const deviations = medians.map((value) => (value / middle) ** widening)
  const ratios = new Float64Array(resamples)
  const drawn = new Float64Array(baseline.length)
  const pick = <Value>(from: ArrayLike<Value>): Value => from[Math.floor(random() * from.length)] as Value
  for (let i = 0; i < resamples; i++) {
    for (let run = 0; run < drawn.length; run++) drawn[run] = pick(pick(pools))
    const ratio = (pick(pool) * pick(deviations)) / sortedMedian(drawn.sort())
    ratios[i] = Math.min(Number.isNaN(ratio) ? 1 : ratio, Number.MAX_VALUE)
  }
  ratios.sort()
  return [ratios[tail - 1] as number, ratios[resamples - tail] as number]
}

function resampledMedians(trials: readonly number[], random: () => number): Float64Array {
  const drawn = new Float64Array(trials.length)
  return Float64Array.from({ length: pooled }, () => {
    for (let i = 0; i < drawn.length; i++) drawn[i] = trials[Math.floor(random() * trials.length)] as number
    return sortedMedian(drawn.sort())
  })
}

function sortedMedian(sorted: Float64Array): number {
  const half = sorted.length >> 1
  const upper = sorted[half] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2
}

const z = 1.959964

/**
 * How much wider than they look deviations of `runs` runs from their own middle are: one degree of freedom went into the middle,
 * and the quantile at 97.5 % is Student's (Abramowitz and Stegun 26.7.5, to within 3 % from two degrees of freedom on).
 */
function wideningOf(runs: number): number {
  const df = runs - 1
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7]
  const student =
    z +
    (z3 + z) / (4 * df) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * df ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * df ** 3)
  return Math.sqrt(runs / df) * (student / z)
}

const figure = (value: number): string => Number(value.toPrecision(3)).toString()
