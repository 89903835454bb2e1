/**
 * Figures as people read them: three significant digits and the unit that keeps the number short.
 * The last digit shown is rounded, nothing else is changed; exact counts keep every digit.
 */

const scales = {
  ns: [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
    [1, 'ns'],
  ],
  pps: [
    [1e9, 'Gpps'],
    [1e6, 'Mpps'],
    [1e3, 'kpps'],
    [1, 'pps'],
  ],
  'bit/s': [
    [1e12, 'Tbit/s'],
    [1e9, 'Gbit/s'],
    [1e6, 'Mbit/s'],
    [1e3, 'kbit/s'],
    [1, 'bit/s'],
  ],
  '/s': [
    [1e9, 'G/s'],
    [1e6, 'M/s'],
    [1e3, 'k/s'],
    [1, '/s'],
  ],
  B: [
    [2 ** 30, 'GiB'],
    [2 ** 20, 'MiB'],
    [2 ** 10, 'KiB'],
    [1, 'B'],
  ],
} as const

const digits = 3

/** `1.24 ms`, `31.2 Mpps`. A unit without a scale is written after the number as it is; what is not finite becomes a dash. */
export function formatQuantity(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '–'
  if (value === 0) return `0 ${unit}`
  const steps = (scales as Readonly<Record<string, readonly (readonly [number, string])[]>>)[unit] ?? [[1, unit]]
  for (const [factor, name] of steps) {
    // Rounded before it is compared: 999.6 kpps is 1.00 Mpps, not 1000 kpps.
    if (Math.abs(Number((value / factor).toPrecision(digits))) >= 1) return `${significant(value / factor)} ${name}`
  }
  return `${significant(value / (steps.at(-1)?.[0] ?? 1))} ${steps.at(-1)?.[1] ?? unit}`
}

/** `6.77 x`. Where there is no ratio (0 or beyond any measurement): a dash. */
export function formatRatio(ratio: number): string {
  return isRatio(ratio) ? `${significant(ratio)} x` : '–'
}

/** `[6.31, 7.20]`, or words where the samples bound nothing. */
export function formatInterval([low, high]: readonly [number, number]): string {
  if (!isRatio(low) && !isRatio(high)) return '[no bounds]'
  return `[${isRatio(low) ? significant(low) : '0'}, ${isRatio(high) ? significant(high) : 'any'}]`
}

/** Whether a ratio is one, and not the stand-in for a division by zero. */
export const isRatio = (ratio: number): boolean => ratio > 0 && ratio < Number.MAX_VALUE

/** `1,204,331`. */
export const formatCount = (count: number): string => count.toLocaleString('en-US')

/** `3.1 %` of 0.031: two significant digits, never more than two decimals; `<0.01 %` for what is less and not nothing. */
export function formatPercent(ratio: number): string {
  const percent = ratio * 100
  if (percent !== 0 && Math.abs(percent) < 0.01) return '<0.01 %'
  const decimals = Math.abs(percent) >= 10 || percent === 0 ? 0 : Math.abs(percent) >= 1 ? 1 : 2
  return `${Number(percent.toFixed(decimals))} %`
}

/** Three significant digits without an exponent, thousands grouped. */
function significant(value: number): string {
  const rounded = Number(value.toPrecision(digits))
  const magnitude = rounded === 0 ? 0 : Math.floor(Math.log10(Math.abs(rounded)))
  const fractionDigits = Math.min(20, Math.max(0, digits - 1 - magnitude))
  return rounded.toLocaleString('en-US', { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits })
}
