/** A figure of a trend in words. */
import type { TrendLine } from '../../../plots/src/index.ts'
import { formatPercent, formatQuantity } from '../../../words/src/quantity.ts'

/** Loss is a share, all else has a unit. */
export const quantityOf = (value: number, unit: string): string =>
  unit === 'ratio' ? formatPercent(value) : formatQuantity(value, unit)

const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
/** `12 Nov 2026, 02:00`, where the reader is. */
export const momentWords = (unixMs: number): string => moments.format(unixMs)

/** What speaks against a figure; bits as `trendFlaws` of the contract has them. */
const flaws = ['bound by the generator', 'packets lost'] as const
export const flawWords = (bits: number): string[] => flaws.filter((_, bit) => (bits & (1 << bit)) !== 0)

/** `24.1 µs, middle half of 10 trials 23.9 µs to 24.6 µs; packets lost`. */
export function figureWords({ value, low, high, trials, flaws: bits }: TrendLine, index: number, unit: string): string {
  const of = (values: readonly number[]) => quantityOf(values[index] ?? Number.NaN, unit)
  const count = trials[index] ?? 0
  const spread = count > 1 ? `, middle half of ${count} trials ${of(low)} to ${of(high)}` : ', 1 trial'
  return `${of(value)}${spread}${flawWords(bits[index] ?? 0)
    .map((words) => `; ${words}`)
    .join('')}`
}
