/**
 * Quantities as people write them in a suite (`250ms`, `50kpps`, `2%`) and as programs use them.
 * A number never travels without its unit: parsed values end in `Ms`, `Pps` or `Ratio`.
 */

const durationMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
const ratePps = { pps: 1, kpps: 1e3, Mpps: 1e6 } as const

/** Accepted spelling of a duration, for example `250ms`, `2s`, `1.5m`. */
export const durationPattern = '^\\d+(\\.\\d+)?(ms|s|m|h)$'
/** Accepted spelling of a packet rate, for example `50kpps`, `1.2Mpps`, `800pps`. */
export const ratePattern = '^\\d+(\\.\\d+)?(pps|kpps|Mpps)$'
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
