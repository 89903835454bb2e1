/** Places of ticks on axes that do not begin at a power of ten. */

/** Mantissas of ticks, coarse ones first. */
const mantissas: readonly (readonly number[])[] = [
  [1],
  [1, 3],
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
]

const fewest = 3

/** Of a logarithmic axis from `low` to `high`, both above 0: at least three, where steps of a linear axis have to do. */
export function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const decades = Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i))
  for (const steps of mantissas) {
    const ticks = decades.flatMap((decade) => steps.map((step) => Number((decade * step).toPrecision(3))))
    const shown = ticks.filter((tick) => tick >= low && tick <= high)
    if (shown.length >= fewest) return shown
  }
  return linearTicks(low, high)
}

/** From `low` to `high`: three to eight steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number): number[] {
  const rough = (high - low) / fewest
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = magnitude * ([5, 2, 1].find((factor) => factor * magnitude <= rough) ?? 1)
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
