/** Ticks where the library's own would be too few: its logarithmic axes know powers of ten only. */

/** 1, 2, 5 in each decade; fewer over many decades; evenly spaced below a factor of 2.5. Both ends above zero. */
export function logTicks(low: number, high: number): number[] {
  if (high / low < 2.5) {
    return linearTicks(low, high)
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

/** Round numbers, evenly spaced: three to five. */
export function linearTicks(low: number, high: number): number[] {
  const step = niceStep((high - low) / 4)
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** What holds all values above zero with a little room, and is never closer than a factor of 1.5, or noise would fill the picture. */
export function logDomain(values: readonly number[]): readonly [number, number] {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return [1, 10]
  const low = positive.reduce((least, value) => Math.min(least, value))
  const high = positive.reduce((most, value) => Math.max(most, value))
  const middle = Math.sqrt(low) * Math.sqrt(high)
  return [Math.min(low / 1.1, middle / 1.25), Math.max(high * 1.1, middle * 1.25)]
}

/** Ticks at least `room` of the domain's logarithmic length apart, `kept` among them. */
export function thinned(ticks: readonly number[], { kept, room }: { kept: number; room: number }): number[] {
  const chosen = [kept]
  for (const tick of ticks) {
    if (chosen.every((other) => Math.abs(Math.log(other / tick)) >= room)) chosen.push(tick)
  }
  return chosen.toSorted((x, y) => x - y)
}

/** 1, 2 or 5 times a power of ten, not below `raw`. */
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw))
  return ([1, 2, 5, 10].find((mantissa) => mantissa * power >= raw * (1 - 1e-9)) ?? 10) * power
}
