/** Chance that can be repeated: the same seed, the same order. */

/** A copy in another order, each as likely as the others (Fisher and Yates). `next` gives numbers in [0, 1). */
export function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1))
    const kept = result[last] as Item
    result[last] = result[other] as Item
    result[other] = kept
  }
  return result
}

/**
 * Numbers in [0, 1) from a 32-bit xorshift (Marsaglia, "Xorshift RNGs", 2003). The seed is spread over the state first
 * and the first outputs are thrown away, because small seeds would otherwise start alike.
 */
export function generator(seed: number): () => number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  for (let skipped = 0; skipped < 16; skipped++) next()
  return next
}
