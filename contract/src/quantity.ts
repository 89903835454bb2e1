/**
 * Quantities as people write them in a suite (`250ms`, `50kpps`, `2%`) and as programs use them.
 * A number never travels without its unit: parsed values end in `Ms`, `Ns`, `Pps` or `Ratio`.
 */

const durationMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
const shortDurationNs = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 } as const
const ratePps = { pps: 1, kpps: 1e3, Mpps: 1e6 } as const

/** Accepted spelling of a duration, for example `250ms`, `2s`, `1.5m`. */
export const durationPattern = '^\\d+(\\.\\d+)?(ms|s|m|h)$'
/** Accepted spelling of a time within a packet's life, for example `50us`, `0.5ns`. */
export const shortDurationPattern = '^\\d+(\\.\\d+)?(ns|us|ms|s)$'
/** Accepted spelling of a packet rate, for example `50kpps`, `1.2Mpps`, `800pps`. */
export const ratePattern = '^\\d+(\\.\\d+)?(pps|kpps|Mpps)$'
/** Accepted spelling of when packets are due: a packet rate, `recorded`, or times the recorded speed, as in `2x`. */
export const schedulePattern = '^(\\d+(\\.\\d+)?(pps|kpps|Mpps|x)|recorded)$'
/** Accepted spelling of a share, for example `2%`, `0.5%`. */
export const percentPattern = '^\\d+(\\.\\d+)?%$'

/** Milliseconds of a duration that matches {@link durationPattern}. Throws RangeError otherwise. */
export function parseDurationMs(text: string): number {
  return parse(text, durationPattern, durationMs)
}

/** Packets per second of a rate that matches {@link ratePattern}. Throws RangeError otherwise. */
export function parseRatePps(text: string): number {
  return parse(text, ratePattern, ratePps)
}

/** Nanoseconds of a duration that matches {@link shortDurationPattern}. Throws RangeError otherwise. */
export function parseDurationNs(text: string): number {
  return parse(text, shortDurationPattern, shortDurationNs)
}

/** When packets are due: at a constant rate, or as a capture has them, `speed` times as fast. */
export type Schedule = { readonly kind: 'rate'; readonly ratePps: number } | { readonly kind: 'recorded'; readonly speed: number }

/** The schedule that a text spells which matches {@link schedulePattern}. Throws RangeError otherwise. */
export function parseSchedule(text: string): Schedule {
  if (text === 'recorded') return { kind: 'recorded', speed: 1 }
  if (text.endsWith('x')) return { kind: 'recorded', speed: parse(text, '^\\d+(\\.\\d+)?x$', { x: 1 }) }
  return { kind: 'rate', ratePps: parseRatePps(text) }
}

/** Ratio (0.02 for `2%`) of a share that matches {@link percentPattern}. Throws RangeError otherwise. */
export function parsePercentRatio(text: string): number {
  return parse(text, percentPattern, { '%': 0.01 })
}

function parse(text: string, pattern: string, units: Readonly<Record<string, number>>): number {
  const factor = units[text.replace(/^[\d.]+/, '')]
  if (!new RegExp(pattern).test(text) || factor === undefined) {
    throw new RangeError(`'${text}' is not a number with a unit of ${Object.keys(units).join(', ')}`)
  }
  return Number.parseFloat(text) * factor
}
