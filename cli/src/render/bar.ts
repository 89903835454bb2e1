/** Bars of block characters. */

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar for `value` of `max` in at most `columns`, to an eighth of a column; what is above zero is never invisible. */
export function bar(value: number, max: number, columns: number): string {
  if (!(value > 0) || !(max > 0)) return ''
  const units = Math.max(1, Math.round((Math.min(value, max) / max) * columns * 8))
  return '█'.repeat(units >> 3) + (eighths[units & 7] ?? '')
}

/** A stretch from `start` to `end` (shares of the whole) on a track of `columns`; at least one column is marked. */
export function stretch(start: number, end: number, columns: number): string {
  const clamp = (share: number) => Math.min(1, Math.max(0, share))
  const from = Math.min(columns - 1, Math.floor(clamp(start) * columns))
  const to = Math.max(from + 1, Math.round(clamp(end) * columns))
  return '·'.repeat(from) + '█'.repeat(to - from) + '·'.repeat(columns - to)
}
