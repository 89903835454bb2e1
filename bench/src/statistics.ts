/** What is said about the ratios of the pairs. */

export interface Spread {
  readonly min: number
  readonly p25: number
  readonly p75: number
  readonly max: number
}

/** The median of at least one number. Throws RangeError on none. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/**
 * The quantile at `share` (0 to 1) of at least one number, between two neighbours by linear interpolation (type 7 of
 * Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996). Throws RangeError on none.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new RangeError('a quantile needs at least one number, got none')
  return below + (above - below) * (position - Math.floor(position))
}

export function spreadOf(values: readonly number[]): Spread {
  return { min: quantile(values, 0), p25: quantile(values, 0.25), p75: quantile(values, 0.75), max: quantile(values, 1) }
}
