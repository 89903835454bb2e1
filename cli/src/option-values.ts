/** Parsers of option values. Commander turns what they throw into a usage error that names the option. */
import { parseDurationMs, parseDurationNs } from '@ringside/contract'
import { InvalidArgumentError } from 'commander'
import { parse } from 'yaml'
import { messageOf } from './failure.ts'

/** An integer within bounds. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected an integer from ${least} to ${most}.`)
    }
    return value
  }
}

export const parsePort = integer(0, 65_535)

/** Milliseconds of a duration with a unit. */
export function duration(text: string): number {
  try {
    return parseDurationMs(text)
  } catch (error) {
    throw new InvalidArgumentError(`Expected a duration such as 250ms: ${messageOf(error)}.`)
  }
}

const lifetimeUnitsMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 }

/** Milliseconds of a lifetime such as `90d`; 0 for `never`. */
export function lifetime(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([dhm])$/.exec(text) ?? []
  const ms = text === 'never' ? 0 : Number(count) * (lifetimeUnitsMs[unit] ?? Number.NaN)
  if (text === 'never' || ms > 0) return ms
  throw new InvalidArgumentError('Expected days, hours or minutes such as 90d, 12h, 30m, or never.')
}

/** Nanoseconds of a time with a unit, to the nearest. */
export function shortDuration(text: string): number {
  try {
    return Math.round(parseDurationNs(text))
  } catch (error) {
    throw new InvalidArgumentError(`Expected a time such as 10us: ${messageOf(error)}.`)
  }
}

/** `ENOMEM`. */
export function errnoName(text: string): string {
  if (/^E[A-Z0-9]+$/.test(text)) return text
  throw new InvalidArgumentError('Expected the name of an errno such as ENOMEM.')
}

/** Anything that a header can carry. */
export function idempotencyKey(text: string): string {
  if (/^[!-~]{1,255}$/.test(text)) return text
  throw new InvalidArgumentError(
    'Expected up to 255 letters, digits and signs of ASCII without spaces, such as nightly-2026-01-31.',
  )
}

/** A moment: ISO 8601, or so long ago. */
export function moment(text: string): string {
  const agoMs = /^\d/.test(text) && /(ms|s|m|h|d)$/.test(text) ? agoOf(text) : undefined
  const atMs = agoMs === undefined ? Date.parse(text) : Date.now() - agoMs
  if (!Number.isNaN(atMs)) return new Date(atMs).toISOString()
  throw new InvalidArgumentError('Expected a moment such as 2026-01-31 or 2026-01-31T12:00Z, or how long ago: 90m, 12h, 7d.')
}

function agoOf(text: string): number {
  const days = /^(\d+)d$/.exec(text)?.[1]
  return days === undefined ? duration(text) : Number(days) * 86_400_000
}

/** One of several words, or several of them, separated by commas. */
export const wordsOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word[] => {
    const chosen = commaSeparated(text)
    const stranger = chosen.find((word) => !words.includes(word as Word))
    if (stranger === undefined) return chosen as Word[]
    throw new InvalidArgumentError(`'${stranger}' is none of ${words.join(', ')}.`)
  }

/** An option that may be given several times. */
export const repeated =
  <T>(parse: (text: string) => T): ((text: string, before: readonly T[] | undefined) => readonly T[]) =>
  (text, before = []) => [...before, parse(text)]

/** Bytes of a frame, or a mix of sizes. */
export function frameSize(text: string): number | 'imix' {
  if (text === 'imix') return text
  const bytes = Number(text)
  if (/^\d+$/.test(text) && bytes >= 64 && bytes <= 65_535) return bytes
  throw new InvalidArgumentError('Expected an integer from 64 to 65535, or imix.')
}

/** `in-order,event-idx`. */
export const commaSeparated = (text: string): string[] => text.split(',').map((word) => word.trim())

/** Whatever the text is as YAML, of which JSON is a part; who uses it checks it. */
export function yamlValue(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'error' })
  } catch (error) {
    throw new InvalidArgumentError(`Expected YAML such as '{ serviceTime: 5us }': ${messageOf(error).split('\n')[0]}`)
  }
}
