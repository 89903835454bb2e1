/** Unix nanoseconds, which exceed what a number holds exactly. */
import type { HrTime } from '@opentelemetry/api'

const nsPerSecond = 1_000_000_000n
const nsPerMs = 1_000_000n

/** As the SDK takes times: whole seconds and the nanoseconds beyond them. */
export const spanTime = (unixNs: bigint): HrTime => [Number(unixNs / nsPerSecond), Number(unixNs % nsPerSecond)]

/** Of whole milliseconds since the epoch. */
export const nsOfMs = (unixMs: number): bigint => BigInt(Math.round(unixMs)) * nsPerMs

/** ISO 8601, milliseconds, rounded down. */
export const isoTime = (unixNs: bigint): string => new Date(Number(unixNs / nsPerMs)).toISOString()

export const earlierOf = (a: bigint, b: bigint): bigint => (a < b ? a : b)
export const laterOf = (a: bigint, b: bigint): bigint => (a > b ? a : b)
