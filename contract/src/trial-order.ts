/**
 * The order in which a run's trials are driven. It decides what can be compared: a shared machine slows down and
 * recovers over seconds, and only trials that ran next to each other saw the same machine.
 */
import type { RunSpec } from './run.ts'
import { generator, shuffled } from './shuffle.ts'

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
