/** Scales and ticks. */

export interface Scale {
  /** Position of a value. */
  readonly at: (value: number) => number
  readonly ticks: readonly number[]
}

/** Positions from and to which a domain is drawn; may run backwards. */
export type Range = readonly [number, number]

/** From zero to the first round number above `max`. */
export function linearScale(max: number, [from, to]: Range): Scale {
  const step = niceStep((max > 0 ? max : 1) / 4)
  const top = Math.ceil(((max > 0 ? max : 1) / step) * 1.02) * step
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step)
  return { at: (value) => from + (value / top) * (to - from), ticks }
}

/** Logarithmic, from `low` to `high`, both above zero. */
export function logScale([low, high]: Range, [from, to]: Range): Scale {
  const length = Math.log(high / low)
  return { at: (value) => from + (Math.log(value / low) / length) * (to - from), ticks: logTicks(low, high) }
}

/** 1, 2, 5 in each decade; fewer over many decades; evenly spaced below a factor of two. */
function logTicks(low: number, high: number): number[] {
  if (high / low < 2.5) {
    const step = niceStep((high - low) / 4)
    const first = Math.ceil(low / step)
    return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
  }
  const decades = Math.log10(high / low)
  const mantissas = decades > 3.5 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5]
  const every = decades > 8 ? Math.ceil(decades / 6) : 1
  const exponents = Array.from({ length: Math.ceil(decades) + 2 }, (_, i) => Math.floor(Math.log10(low)) + i)
  return exponents
    .filter((exponent) => exponent % every === 0)
    .flatMap((exponent) => mantissas.map((mantissa) => Number((mantissa * 10 ** exponent).toPrecision(3))))
    .filter((tick) => tick >= low && tick <= high)
}

/** 1, 2 or 5 times a power of ten, not below `raw`. */
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw))
  return ([1, 2, 5, 10].find((mantissa) => mantissa * power >= raw * (1 - 1e-9)) ?? 10) * power
}

/** Moves labels apart so that neighbours are at least `gap` from each other, keeping their order. */
export function spread(positions: readonly number[], gap: number): number[] {
  const order = Array.from(positions.keys()).sort((x, y) => (positions[x] ?? 0) - (positions[y] ?? 0))
  const moved = [...positions]
  for (const [i, index] of order.entries()) {
    const before = i === 0 ? Number.NEGATIVE_INFINITY : (moved[order[i - 1] as number] as number)
    moved[index] = Math.max(moved[index] as number, before + gap)
  }
  const drift = moved.reduce((sum, position, i) => sum + position - (positions[i] ?? 0), 0) / Math.max(1, moved.length)
  return moved.map((position) => position - drift)
}
