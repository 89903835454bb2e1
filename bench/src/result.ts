/** From the trials of a contest to what is said of it. */
import type { Round } from './rounds.ts'
import type { Contest } from './side.ts'
import { median, type Spread, spreadOf } from './statistics.ts'

/** One line of `--json`. */
export interface BenchResult {
  readonly bench: string
  readonly case: string
  /** Median of our trials, in `unit`. */
  readonly ours: number
  /** Median of the best peer of each round, in `unit`. */
  readonly peer: number
  /** The peer that was the best one most often. */
  readonly peerName: string
  readonly unit: string
  /** Median of the pairs' ratios; above 1, ours is better. */
  readonly ratio: number
  /** Pairs. */
  readonly samples: number
  /** Of the pairs' ratios. */
  readonly spread: Spread
}

/** One result for each of ours, against the peer that did best in the same round. */
export function results(bench: { name: string; unit: string }, contest: Contest, rounds: readonly Round[]): BenchResult[] {
  const bestOf = contest.lessIsBetter ? Math.min : Math.max
  const best = rounds.map(({ peers }) => bestOf(...peers))
  const wins = contest.peers.map((_, i) => rounds.filter(({ peers }, round) => peers[i] === best[round]).length)
  const peerName = contest.peers[wins.indexOf(Math.max(...wins))]?.name ?? ''
  return contest.ours.map((entry, i) => {
    const ours = rounds.map((round) => round.ours[i] as number)
    const ratios = ours.map((value, round) => ratioOf(contest, value, best[round] as number))
    return {
      bench: bench.name,
      case: entry.case,
      ours: median(ours),
      peer: median(best),
      peerName,
      unit: contest.unit ?? bench.unit,
      ratio: median(ratios),
      samples: ratios.length,
      spread: spreadOf(ratios),
    }
  })
}

const ratioOf = ({ lessIsBetter }: Contest, ours: number, peer: number): number => (lessIsBetter ? peer / ours : ours / peer)
