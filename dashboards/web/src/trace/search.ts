/** What one types to find spans, as the filter that the controller knows and as options of `ringside trace`. */
import type { SpanFilter } from '@ringside/contract'

export type Search =
  | { readonly filter: SpanFilter; readonly options: string; readonly problem?: undefined }
  | { readonly problem: string }

const factors: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 }

/** For who does not know yet. */
export const searchHelp = 'VRING  ENOMEM  >10us  <1ms  queue:0  phase:measure  backend:mapped  trial:3  failed'

interface Part {
  /** What the word adds. */
  readonly filter: SpanFilter
  readonly option: string
}

/** Words with spaces between, combined with AND; several names or several queues mean any of them. */
export function searchOf(text: string): Search {
  const filter: SpanFilter = {}
  const options: string[] = []
  for (const word of text.trim().split(/\s+/)) {
    if (word === '') continue
    const part = partOf(word)
    if (part === undefined) return { problem: `'${word}' is no part of a search; expected such as: ${searchHelp}` }
    const { name, queue, ...others } = part.filter
    Object.assign(filter, others)
    if (name) filter.name = [...(filter.name ?? []), ...name]
    if (queue) filter.queue = [...(filter.queue ?? []), ...queue]
    options.push(part.option)
  }
  return { filter, options: options.join(' ') }
}

function partOf(word: string): Part | undefined {
  const limit = /^([<>])=?([\d.]+)(ns|us|µs|ms|s)$/.exec(word)
  if (limit !== null) return durationPart(limit[1] === '>', Number(limit[2]) * (factors[limit[3] ?? ''] ?? 1))
  if (/^[<>]/.test(word)) return undefined
  const [, key, value] = /^([a-z]+)[:=](.+)$/.exec(word) ?? []
  if (key !== undefined && value !== undefined) return keyPart(key, value)
  if (word === 'failed') return { filter: { failed: true }, option: '--failed' }
  if (/^E[A-Z0-9]{2,}$/.test(word)) return { filter: { errno: word }, option: `--errno ${word}` }
  if (word.length > 120) return undefined
  // Names are in capitals or not, and nobody wants to remember which.
  const globs = /[*?]/.test(word)
    ? [word]
    : [...new Set([word, word.toLowerCase(), word.toUpperCase()])].map((each) => `*${each}*`)
  return { filter: { name: globs }, option: globs.map((glob) => `--name ${quoted(glob)}`).join(' ') }
}

function durationPart(atLeast: boolean, ns: number): Part | undefined {
  if (!Number.isFinite(ns) || ns > Number.MAX_SAFE_INTEGER) return undefined
  const whole = Math.round(ns)
  return atLeast
    ? { filter: { minDurationNs: whole }, option: `--min-duration ${whole}ns` }
    : { filter: { maxDurationNs: whole }, option: `--max-duration ${whole}ns` }
}

function keyPart(key: string, value: string): Part | undefined {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : undefined
  if (key === 'queue')
    return number === undefined || number > 65_535 ? undefined : { filter: { queue: [number] }, option: `--queue ${number}` }
  if (key === 'trial')
    return number === undefined || number < 1 ? undefined : { filter: { trial: number - 1 }, option: `--trial ${number}` }
  if (value.length > 128) return undefined
  if (key === 'phase') return { filter: { phase: value }, option: `--phase ${quoted(value)}` }
  if (key === 'backend') return { filter: { backend: value }, option: `--backend ${quoted(value)}` }
  if (key === 'errno') return { filter: { errno: value }, option: `--errno ${quoted(value)}` }
  if (key === 'name') return { filter: { name: [value] }, option: `--name ${quoted(value)}` }
  return undefined
}

/** For a shell. */
const quoted = (value: string): string => (/^[\w.-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`)

/** The search with another phase, or with none. */
export function withPhase(text: string, phase: string): string {
  const others = text.split(/\s+/).filter((word) => word !== '' && !/^phase[:=]/.test(word))
  return [...others, ...(phase === '' ? [] : [`phase:${phase}`])].join(' ')
}

/** The phase that a search names, "" for none. */
export const phaseOf = (text: string): string => /(?:^|\s)phase[:=](\S+)/.exec(text)?.[1] ?? ''
