/** The stretch of time that is shown, and how it is moved. All times are ns after the first thing of the trace. */

export interface Stretch {
  readonly fromNs: number
  readonly toNs: number
}

/** Nothing is timed more finely than some ns, so nothing shorter is worth the width of a screen. */
const shortestNs = 100

export const lengthOf = ({ fromNs, toNs }: Stretch): number => toNs - fromNs

/** The same stretch moved, and shortened where it must be, to lie in `within`. */
export function clamped({ fromNs, toNs }: Stretch, within: Stretch): Stretch {
  const length = Math.min(Math.max(toNs - fromNs, shortestNs), Math.max(lengthOf(within), shortestNs))
  const from = Math.max(within.fromNs, Math.min(fromNs, within.toNs - length))
  return { fromNs: from, toNs: from + length }
}

/** Longer (`factor` above 1) or shorter, with what happens at `atNs` staying in its place. */
export function zoomed(shown: Stretch, { factor, atNs, within }: { factor: number; atNs: number; within: Stretch }): Stretch {
  const length = Math.min(Math.max(lengthOf(shown) * factor, shortestNs), lengthOf(within))
  const share = (atNs - shown.fromNs) / lengthOf(shown)
  const fromNs = atNs - share * length
  return clamped({ fromNs, toNs: fromNs + length }, within)
}

export function panned(shown: Stretch, byNs: number, within: Stretch): Stretch {
  return clamped({ fromNs: shown.fromNs + byNs, toNs: shown.toNs + byNs }, within)
}

/** A stretch with room on both sides, `share` of its length each. */
export function padded({ fromNs, toNs }: Stretch, share: number): Stretch {
  const room = (toNs - fromNs) * share
  return { fromNs: fromNs - room, toNs: toNs + room }
}

export interface Ticks {
  /** What the ticks' words are added to; "" for nothing. */
  readonly base: string
  readonly ticks: readonly { readonly ns: number; readonly words: string }[]
}

const units = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const

/** At most `most` ticks at round times. Deep in a trace their words count from a round time before them, which `base` says. */
export function ticksOf(shown: Stretch, most: number): Ticks {
  const step = roundStep(lengthOf(shown) / Math.max(1, most))
  const decade = 10 ** Math.ceil(Math.log10(lengthOf(shown)))
  const base = shown.fromNs < decade ? 0 : Math.floor(shown.fromNs / decade) * decade
  const [size, unit] = units.find(([size]) => step >= size) ?? [1, 'ns']
  const decimals = Math.max(0, -Math.floor(Math.log10(step / size)))
  const first = Math.ceil(shown.fromNs / step)
  const count = Math.max(0, Math.floor(shown.toNs / step) - first + 1)
  const ticks = Array.from({ length: count }, (_, i) => {
    const ns = (first + i) * step
    return { ns, words: `${((ns - base) / size).toFixed(decimals)} ${unit}` }
  })
  return { base: base === 0 ? '' : `${(base / 1e9).toFixed(Math.max(0, 9 - Math.round(Math.log10(decade))))} s +`, ticks }
}

/** The next of 1, 2, 5, 10, 20 … that is at least as long. */
function roundStep(ns: number): number {
  const decade = 10 ** Math.floor(Math.log10(Math.max(1, ns)))
  return decade * ([1, 2, 5, 10].find((each) => each * decade >= ns) ?? 10)
}

/** `+102.345678 ms`, to the nanosecond. */
export const offsetWords = (ns: number): string => `${ns < 0 ? '−' : '+'}${(Math.abs(ns) / 1e6).toFixed(6)} ms`
