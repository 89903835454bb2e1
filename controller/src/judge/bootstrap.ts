/**
 * 95 % percentile bootstrap interval of the ratio of two medians.
 * Source: B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 */
import { seededRandom } from './random.ts'
import { resampledMedian } from './resampled-median.ts'

/** Of samples of up to 20 values a side; of larger ones as many as cost the same where pairs are drawn, and at least {@link leastResamples}. */
export const resamples = 10_000
const leastResamples = 2_000
const fullSize = 40
const seed = 0x52_49_4e_47

export type Interval = readonly [number, number]

/** Says nothing about the ratio. Finite, because JSON has no infinity. */
export const unbounded: Interval = [0, Number.MAX_VALUE]

/**
 * Interval for trials that ran next to each other: pairs are drawn together, so that what disturbed both sides of a pair
 * cancels. `a[i]` and `b[i]` are a pair; throws RangeError if the lengths differ.
 */
export function pairedInterval(a: readonly number[], b: readonly number[]): Interval {
  if (a.length !== b.length)
    throw new RangeError(`paired samples have ${a.length} and ${b.length} values; expected as many in both`)
  const [left, right] = [new Resampler(a), new Resampler(b)]
  const random = seededRandom(seed)
  return interval(resamplesFor(a, b), () => {
    for (let i = 0; i < a.length; i++) {
      const pick = Math.floor(random() * a.length)
      left.take(pick)
      right.take(pick)
    }
    return left.median() / right.median()
  })
}

/** Interval for samples taken independently of each other. */
export function independentInterval(a: readonly number[], b: readonly number[]): Interval {
  // The smaller sample in dictionary order draws first: exchanging the sides gives exactly the inverse interval.
  if (precedes(b, a)) {
    const [low, high] = independentInterval(b, a)
    return [inverse(high), inverse(low)]
  }
  const random = seededRandom(seed)
  const [left, right] = [resampledMedian(a, random), resampledMedian(b, random)]
  return interval(resamplesFor(a, b), () => left() / right())
}

/** A multiple of 40, so that 2.5 % of them are whole. */
function resamplesFor(a: readonly number[], b: readonly number[]): number {
  const affordable = Math.floor((resamples * fullSize) / (a.length + b.length) / 40) * 40
  return Math.min(resamples, Math.max(leastResamples, affordable))
}

function interval(count: number, draw: () => number): Interval {
  const ratios = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const ratio = draw()
    // Zero over zero: two resamples in which nothing arrived do not differ.
    ratios[i] = Number.isNaN(ratio) ? 1 : clamp(ratio)
  }
  ratios.sort()
  // Cut off at each end.
  const tail = count * 0.025
  return [ratios[tail - 1] as number, ratios[count - tail] as number]
}

const clamp = (ratio: number): number => Math.min(ratio, Number.MAX_VALUE)

const inverse = (ratio: number): number => (ratio === Number.MAX_VALUE ? 0 : clamp(1 / ratio))

function precedes(a: readonly number[], b: readonly number[]): boolean {
  const differs = a.findIndex((value, i) => value !== b[i])
  return differs === -1 ? a.length < b.length : b[differs] !== undefined && (a[differs] as number) < (b[differs] as number)
}

/** Counts draws by rank, so that the median of a resample needs a walk and not a sort. */
class Resampler {
  readonly #sorted: Float64Array
  readonly #rankOf: Uint32Array
  readonly #counts: Uint32Array

  constructor(values: readonly number[]) {
    const order = Array.from(values.keys()).sort((x, y) => (values[x] as number) - (values[y] as number))
    this.#sorted = Float64Array.from(order, (index) => values[index] as number)
    this.#rankOf = new Uint32Array(values.length)
    for (const [rank, index] of order.entries()) this.#rankOf[index] = rank
    this.#counts = new Uint32Array(values.length)
  }

  take(index: number): void {
    const rank = this.#rankOf[index] as number
    this.#counts[rank] = (this.#counts[rank] as number) + 1
  }

  /** Median of what was taken since the last call. */
  median(): number {
    const size = this.#sorted.length
    let [seen, lower] = [0, Number.NaN]
    let upper = Number.NaN
    for (let rank = 0; rank < size; rank++) {
      seen += this.#counts[rank] as number
      if (Number.isNaN(lower) && seen * 2 >= size) lower = this.#sorted[rank] as number
      if (seen * 2 > size) {
        upper = this.#sorted[rank] as number
        break
      }
    }
    this.#counts.fill(0)
    return (lower + upper) / 2
  }
}
