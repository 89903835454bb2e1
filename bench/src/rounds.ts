/** Trials that alternate: a shared machine has good and bad seconds, and both sides must get their part of each. */
import type { Contest, Side } from './side.ts'

/** What one round measured, in the order of the contest. */
export interface Round {
  readonly ours: readonly number[]
  readonly peers: readonly number[]
}

export interface RoundsOptions {
  readonly rounds: number
  readonly signal: AbortSignal
  /** Called as a trial begins, with the round (0-based) and the side. */
  onTrial?(round: number, side: Side): void
}

/**
 * Measures every side once a round. Every other round goes backwards (A B, B A, A B ...), so that neither a drift of the
 * machine nor what a trial leaves behind favours a side.
 */
export async function runRounds({ ours, peers }: Contest, options: RoundsOptions): Promise<Round[]> {
  const sides = [...ours.map(({ side }) => side), ...peers]
  const rounds: Round[] = []
  for (let round = 0; round < options.rounds; round++) {
    const values = new Map<Side, number>()
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      options.signal.throwIfAborted()
      options.onTrial?.(round, side)
      values.set(side, await side.trial(options.signal))
    }
    const measured = sides.map((side) => values.get(side) as number)
    rounds.push({ ours: measured.slice(0, ours.length), peers: measured.slice(ours.length) })
  }
  return rounds
}
