/** The answer in one sentence, the same on every surface. */
import type { Comparison, Verdict } from '@ringside/contract'
import { metrics } from '@ringside/contract/metrics'
import { formatCount, formatInterval, formatRatio, isRatio } from './quantity.ts'

/** Two backends, and everything they were compared in. */
export interface Matchup {
  readonly a: string
  readonly b: string
  readonly comparisons: readonly Comparison[]
}

/** Groups comparisons by the pair of backends; names carry the run where both sides bear the same. */
export function matchups(comparisons: readonly Comparison[]): Matchup[] {
  const groups = Map.groupBy(comparisons, (comparison) => sideNames(comparison).join('\n'))
  return [...groups.values()].map((group) => {
    const [a, b] = sideNames(group[0] as Comparison)
    return { a, b, comparisons: group }
  })
}

/** `mapped` and `eventfd`, or `mapped (r-1)` and `mapped (r-2)`. */
export function sideNames({ a, b }: Comparison): readonly [string, string] {
  const alike = a.backend === b.backend
  return alike ? [`${a.backend} (${a.runId})`, `${b.backend} (${b.runId})`] : [a.backend, b.backend]
}

export interface Answer {
  /** `mapped is faster than eventfd in 2 of 3 comparisons, no difference in 1.` */
  readonly verdict: string
  /** `Largest: 6.77 x the throughput at 64 B, 95 % interval [6.31, 7.20], 10 pairs.` */
  readonly detail: string
}

/** The answer in two sentences: what was decided, and the largest difference with its interval and sample count. */
export function answerOf({ a, b, comparisons }: Matchup): Answer {
  const largest = largestOf(comparisons)
  if (largest === undefined) return { verdict: `${a} and ${b} were not compared.`, detail: '' }
  if (comparisons.length === 1) return { verdict: `${opening[largest.verdict](a, b)}.`, detail: capital(`${detailOf(largest)}.`) }
  const count = (verdict: Verdict) => comparisons.filter((comparison) => comparison.verdict === verdict).length
  const [first = "can't tell", ...rest] = verdicts.filter((verdict) => count(verdict) > 0)
  const parts = [
    `${opening[first](a, b)} in ${count(first)} of ${comparisons.length} comparisons`,
    ...rest.map((verdict) => `${verdict} in ${count(verdict)}`),
  ]
  return {
    verdict: `${parts.join(', ')}.`,
    detail: `${largest.verdict === "can't tell" ? 'Largest seen' : 'Largest'}: ${detailOf(largest)}.`,
  }
}

const verdicts = ['faster', 'slower', 'no difference', "can't tell"] as const

const opening: Readonly<Record<Verdict, (a: string, b: string) => string>> = {
  faster: (a, b) => `${a} is faster than ${b}`,
  slower: (a, b) => `${a} is slower than ${b}`,
  'no difference': (a, b) => `No difference between ${a} and ${b}`,
  "can't tell": (a, b) => `Can't tell ${a} and ${b} apart`,
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Decided before undecided, then by distance from 1. */
function largestOf(comparisons: readonly Comparison[]): Comparison | undefined {
  const weight = ({ verdict, ratio }: Comparison) =>
    (verdict === 'faster' || verdict === 'slower' ? 1e3 : 0) + (isRatio(ratio) ? Math.abs(Math.log(ratio)) : 0)
  return comparisons.toSorted((x, y) => weight(y) - weight(x))[0]
}

function detailOf(comparison: Comparison): string {
  const { title } = metrics[comparison.metric]
  const point = comparison.label.startsWith(`${title} `) ? comparison.label.slice(title.length + 1) : comparison.label
  if (!isRatio(comparison.ratio)) return `no ratio of ${title} at ${point}, one median is 0`
  return `${formatRatio(comparison.ratio)} the ${title} at ${point}, ${intervalWords(comparison)}, ${sampleWords(comparison)}`
}

const intervalWords = ({ interval }: Comparison): string =>
  interval.some(isRatio) ? `95 % interval ${formatInterval(interval)}` : 'too few trials for an interval'

/** `10 pairs`, `10 and 12 trials`, `30 pairs of runs`. */
export function sampleWords({ a, b, paired, sampled = 'trials' }: Comparison): string {
  const [left, right] = [a.samples.length, b.samples.length]
  const noun = left === 1 && right === 1 ? sampled.slice(0, -1) : sampled
  if (paired) return `${left === 1 ? '1 pair' : `${left} pairs`}${sampled === 'runs' ? ' of runs' : ''}`
  return left === right ? `${left} ${noun} a side` : `${left} and ${right} ${sampled}`
}

/** What would turn "can't tell" into an answer; empty for every other verdict and where no number of trials would. */
export function remedyWords({ verdict, trialsNeeded, sampled = 'trials' }: Comparison): string[] {
  if (verdict !== "can't tell" || trialsNeeded === undefined) return []
  if (trialsNeeded <= trialLimit) return [`about ${formatCount(trialsNeeded)} ${sampled} a side would tell`]
  return [`too noisy: more than ${formatCount(trialLimit)} ${sampled} a side would be needed`]
}

/** The most trials a suite may ask for. */
const trialLimit = 1_000
