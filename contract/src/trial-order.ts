/**
 * The order in which a run's trials are driven. It decides what can be compared: a shared machine slows down and
 * recovers over seconds, and only trials that ran next to each other saw the same machine.
 */
import type { RunSpec } from './run.ts'

/** One trial to drive. Trials of different backends with the same index form a pair. */
export interface PlannedTrial {
  readonly backend: string
  /** 0-based, per backend. */
  readonly index: number
}

/**
 * Every trial of a run in the order to drive them: `trials` per backend, the same answer for the same spec.
 *
 * - `interleave`: one trial of each backend per round, rounds in mirrored couples (A B B A or B A A B, chosen by the
 *   seed for each couple), so that a linear drift falls on all backends alike.
 * - `random`: all trials shuffled by the seed.
 * - `sequential`: all trials of the first backend, then all of the next.
 */
export function orderTrials(spec: Pick<RunSpec, 'backends' | 'trials' | 'order' | 'seed'>): PlannedTrial[] {
  const names = spec.backends.map((backend) => backend.name)
  switch (spec.order) {
    case 'sequential':
      return numbered(names.flatMap((name) => Array<string>(spec.trials).fill(name)))
    case 'random': {
      const all = Array.from({ length: spec.trials }, () => names).flat()
      return numbered(shuffled(all, generator(spec.seed)))
    }
    case 'interleave':
      return numbered(mirroredRounds(names, spec.trials, generator(spec.seed)))
  }
}

function mirroredRounds(names: readonly string[], rounds: number, next: () => number): string[] {
  const order: string[] = []
  for (let round = 0; round < rounds; round += 2) {
    const first = shuffled(names, next)
    order.push(...first)
    if (round + 1 < rounds) order.push(...first.toReversed())
  }
  return order
}

function numbered(order: readonly string[]): PlannedTrial[] {
  const driven = new Map<string, number>()
  return order.map((backend) => {
    const index = driven.get(backend) ?? 0
    driven.set(backend, index + 1)
    return { backend, index }
  })
}

/** Fisher-Yates. */
function shuffled(items: readonly string[], next: () => number): string[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1))
    const kept = result[last] as string
    result[last] = result[other] as string
    result[other] = kept
  }
  return result
}

/**
 * Numbers in [0, 1) from a 32-bit xorshift (Marsaglia, "Xorshift RNGs", 2003). The seed is spread over the state first
 * and the first outputs are thrown away, because small seeds would otherwise start alike.
 */
function generator(seed: number): () => number {
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
