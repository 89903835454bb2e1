/** Where figures stand on the upward axis of a trend, and how far it goes. */
import type { TrendLine } from './trend-line.ts'

/** Between a figure and its position on the axis. */
export interface PlaceY {
  readonly isLog: boolean
  readonly of: (value: number) => number
  readonly from: (position: number) => number
}

/** Below this, in ns, nothing is measured. */
const least = 0.1

const logarithmic: PlaceY = { isLog: true, of: (value) => Math.log10(Math.max(value, least)), from: (position) => 10 ** position }
const linear: PlaceY = { isLog: false, of: (value) => value, from: (position) => position }

/** Latency is logarithmic, all else begins at zero. */
export const placeOf = (unit: string): PlaceY => (unit === 'ns' ? logarithmic : linear)

/** Room above and below, as a share of the axis. */
const margin = 0.08
/** An axis of latency goes at least over this factor, so that noise does not look like a mountain. */
const leastFactor = 1.25

/** Lowest and highest value of the axis for what is in the window; of all where nothing is. */
export function yRange(
  lines: readonly TrendLine[],
  [from, to]: readonly [number, number],
  { isLog }: PlaceY,
): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const line of lines) {
    for (let i = 0; i < line.endedAtMs.length; i++) {
      const at = line.endedAtMs[i] ?? 0
      if (at < from || at > to) continue
      low = Math.min(low, line.low[i] ?? low)
      high = Math.max(high, line.high[i] ?? high)
    }
  }
  if (low > high) return isLog ? [1, 10] : [0, 1]
  if (!isLog) return [0, high > 0 ? high * (1 + margin) : 1]
  const [bottom, top] = [Math.max(low, least), Math.max(high, least)]
  const wanted = Math.max(Math.log(top / bottom), Math.log(leastFactor)) * (1 + 2 * margin)
  const middle = (Math.log(top) + Math.log(bottom)) / 2
  return [Math.exp(middle - wanted / 2), Math.exp(middle + wanted / 2)]
}
