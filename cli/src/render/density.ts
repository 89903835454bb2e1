/** How densely something happened over a stretch of time, in one line. */

const levels = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** Counts in equal parts of a time as `columns` bars, the highest for the most; what is above zero is never invisible. */
export function densityLine(counts: readonly number[], columns: number): string {
  const drawn = Math.max(1, Math.min(columns, counts.length))
  const sums = Array.from({ length: drawn }, (_, i) => {
    const from = Math.floor((i * counts.length) / drawn)
    const to = Math.floor(((i + 1) * counts.length) / drawn)
    return counts.slice(from, to).reduce((sum, count) => sum + count, 0) / (to - from)
  })
  const most = Math.max(...sums)
  return sums.map((sum) => levels[sum > 0 ? Math.max(1, Math.round((sum / most) * (levels.length - 1))) : 0]).join('')
}

/** Values from zero as one bar each, on a scale that ends at `most`; what is above zero is never invisible. */
export const sparkline = (values: readonly number[], most: number): string =>
  values
    .map((value) => levels[value > 0 ? Math.max(1, Math.min(8, Math.round((value / most) * (levels.length - 1)))) : 0])
    .join('')
