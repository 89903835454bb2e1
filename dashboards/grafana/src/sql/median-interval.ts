/**
 * A 95 % interval of the ratio of two medians that SQL can compute without resampling, for two samples taken independently.
 * Source: R. M. Price, D. G. Bonett, Distribution-free confidence intervals for difference and ratio of medians, Journal of
 * Statistical Computation and Simulation 72 (2002). The variance of a median's logarithm comes from two order statistics.
 */

/** With fewer values there is no interval, as in the judge. */
export const minValues = 5
/** Beyond, the factor is within 2 % of its limit. */
const largestTabled = 60
const limit = 2
const quantile95 = 1.959964

/** Rank from below of the lower order statistic. */
const rankOf = (n: number): number => Math.max(1, Math.round((n + 1) / 2 - Math.sqrt(n)))

/** SQL: the same for the length of a sample. */
const rankSql = (n: string): string => `greatest(1, toInt64(floor((${n} + 1) / 2 - sqrt(${n}) + 0.5)))`

/** How many standard errors of the median lie between it and that order statistic. */
export function errorsBetween(n: number): number {
  let [term, below] = [0.5 ** n, 0]
  for (let i = 0; i < rankOf(n); i++) {
    below += term
    term *= (n - i) / (i + 1)
  }
  return normalQuantile(1 - below)
}

/** By bisection, of the integral of the density by Simpson's rule: exact to more digits than are used. */
function normalQuantile(probability: number): number {
  let [low, high] = [0, 8]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (normalProbability(middle) < probability) low = middle
    else high = middle
  }
  return low
}

function normalProbability(z: number): number {
  const [steps, density] = [200, (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)]
  const width = z / steps
  let sum = density(0) + density(z)
  for (let i = 1; i < steps; i++) sum += density(i * width) * (i % 2 === 0 ? 2 : 4)
  return 0.5 + (sum * width) / 3
}

/** SQL: variance of the logarithm of the median of a sorted array of positive values. */
export function logVariance(sorted: string): string {
  const n = `toInt64(length(${sorted}))`
  const counts = Array.from({ length: largestTabled - minValues + 1 }, (_, i) => i + minValues)
  const errors = counts.map((count) => errorsBetween(count).toFixed(3))
  const factor = `transform(${n}, [${counts}], [${errors}], toFloat64(${limit}))`
  const span = `log(${sorted}[${n} - ${rankSql(n)} + 1]) - log(${sorted}[${rankSql(n)}])`
  return `pow((${span}) / (2 * ${factor}), 2)`
}

/** SQL: the ratio's interval, given it and the variance of its logarithm. */
export const ratioBounds = (ratio: string, variance: string) =>
  ({
    low: `${ratio} * exp(-${quantile95} * sqrt(${variance}))`,
    high: `${ratio} * exp(${quantile95} * sqrt(${variance}))`,
  }) as const
