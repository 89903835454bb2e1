/** One backend at one point on one host with one fingerprint, over time. */

/** Arrays of one length, oldest first, as contract/src/trends.ts has them. */
export interface TrendLine {
  readonly backend: string
  readonly host: string
  readonly runs: readonly string[]
  readonly endedAtMs: readonly number[]
  /** Median, first and third quartile of each run's trials, in the metric's unit. */
  readonly value: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
  readonly trials: readonly number[]
  /** 0, or bits that say what speaks against the figure. */
  readonly flaws: readonly number[]
}

/** One figure of one of some lines. */
export interface FigurePlace {
  readonly line: TrendLine
  readonly index: number
}

/** Of the first figure at or after `atMs`; the number of figures where there is none. */
export function indexAt({ endedAtMs }: TrendLine, atMs: number): number {
  let [from, to] = [0, endedAtMs.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((endedAtMs[middle] ?? 0) < atMs) from = middle + 1
    else to = middle
  }
  return from
}

/** The figure that is nearest in time on each line, and of these the one with the least `distance`. */
export function nearestFigure(
  lines: readonly TrendLine[],
  atMs: number,
  distance: (place: FigurePlace) => number,
): FigurePlace | undefined {
  const candidates = lines.flatMap((line) => {
    const at = indexAt(line, atMs)
    return [at - 1, at].flatMap((index) => (line.endedAtMs[index] === undefined ? [] : [{ line, index }]))
  })
  return candidates.toSorted((a, b) => distance(a) - distance(b))[0]
}
