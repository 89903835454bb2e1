/**
 * Mann-Whitney U, two-sided: do values of one sample tend to be larger than those of the other?
 * Up to {@link exactLimit} values together the p-value is exact, ties included: the distribution of the rank sum
 * over all ways to split the pooled mid-ranks. Above, the normal approximation with correction for ties and continuity.
 * Source: H. B. Mann, D. R. Whitney, Ann. Math. Statist. 18 (1947) 50-60; E. L. Lehmann, Nonparametrics (1975), section 1.4.
 */

/** Values of both samples together up to which the exact distribution is computed. */
export const exactLimit = 40

export interface MannWhitney {
  /** Pairs (a, b) with a > b; a tie counts one half. */
  readonly u: number
  /** Two-sided, in [0, 1]. 1 when a sample is empty. */
  readonly pValue: number
  readonly method: 'exact' | 'normal'
}

export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney {
  const ranks = doubledMidRanks([...a, ...b])
  const doubledSum = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0)
  const u = doubledSum / 2 - (a.length * (a.length + 1)) / 2
  const method = a.length + b.length <= exactLimit ? 'exact' : 'normal'
  if (a.length === 0 || b.length === 0) return { u, pValue: 1, method }
  const pValue = method === 'exact' ? exactP(ranks, a.length, doubledSum) : normalP(ranks, a.length, u)
  return { u, pValue: Math.min(1, pValue), method }
}

/** Twice the mid-rank of each value, which is an integer whatever the ties. */
function doubledMidRanks(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((x, y) => x.value - y.value)
  const ranks = new Array<number>(values.length).fill(0)
  for (let start = 0; start < order.length; ) {
    let end = start
    while (end < order.length && order[end]?.value === order[start]?.value) end++
    for (const { index } of order.slice(start, end)) ranks[index] = start + end + 1
    start = end
  }
  return ranks
}

/** Share of all splits whose rank sum is at least as far from its mean as the one observed. */
function exactP(ranks: readonly number[], size: number, observed: number): number {
  const total = ranks.reduce((sum, rank) => sum + rank, 0)
  // ways[k][s]: subsets of k ranks with sum s, built rank by rank. Counts stay below C(40, 20), exact in a double.
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(total + 1))
  ;(ways[0] as Float64Array)[0] = 1
  for (const rank of ranks) {
    for (let k = size; k >= 1; k--) {
      const [from, to] = [ways[k - 1] as Float64Array, ways[k] as Float64Array]
      for (let sum = rank; sum <= total; sum++) to[sum] = (to[sum] as number) + (from[sum - rank] as number)
    }
  }
  const mean = (total * size) / ranks.length
  let [extreme, all] = [0, 0]
  for (const [sum, count] of (ways[size] as Float64Array).entries()) {
    all += count
    if (Math.abs(sum - mean) >= Math.abs(observed - mean) - 1e-9) extreme += count
  }
  return extreme / all
}

function normalP(ranks: readonly number[], size: number, u: number): number {
  const n = ranks.length
  const pairs = size * (n - size)
  const tied = new Map<number, number>()
  for (const rank of ranks) tied.set(rank, (tied.get(rank) ?? 0) + 1)
  const ties = [...tied.values()].reduce((sum, t) => sum + (t ** 3 - t), 0)
  const variance = (pairs / 12) * (n + 1 - ties / (n * (n - 1)))
  if (variance <= 0) return 1
  const z = Math.max(0, Math.abs(u - pairs / 2) - 0.5) / Math.sqrt(variance)
  return 2 * upperTail(z)
}

/** P(Z > z) of the standard normal for z >= 0, to 7.5e-8. Source: Abramowitz and Stegun, 26.2.17. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
}
