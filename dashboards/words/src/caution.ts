/** What a reader must know of trials before their figures: what nobody checked, what was injected, what broke. */
import type { TrialResult, Verify } from '@ringside/contract'
import { queueTotals } from '@ringside/contract/queue-totals'
import { formatCount } from './quantity.ts'
import { queueName } from './queue.ts'

const unverified: Readonly<Record<Verify, readonly string[]>> = {
  full: [],
  header: ['packets were verified by header only'],
  off: ['packets were not verified'],
}

/** In words, each once; empty for trials that were verified whole, on devices that did as they should. */
export function cautionsOf(trials: readonly TrialResult[]): string[] {
  const faulty = [...new Set(trials.flatMap(({ expectedFaults, backend }) => (expectedFaults ? [backend] : [])))]
  return [
    ...[...new Set(trials.map(({ verify }) => verify))].flatMap((verify) => unverified[verify]),
    ...(faulty.length > 0 ? [`faults were injected into ${faulty.join(', ')}: this is no comparison of speed`] : []),
    ...brokenQueues(trials),
  ]
}

function brokenQueues(trials: readonly TrialResult[]): string[] {
  return queueTotals(trials).flatMap(({ broken, backend, trials: count, ...queue }) =>
    broken.length === 0
      ? []
      : [
          `queue ${queueName(queue)} of ${backend} broke in ${formatCount(broken.length)} of ${formatCount(count)} trials: ${[...new Set(broken)].join('; ')}`,
        ],
  )
}

/** What packets that came may be called: `verified` only where all of each was. */
export function arrivalWord(trials: readonly TrialResult[]): string {
  const modes = new Set(trials.map(({ verify }) => verify))
  if (modes.has('off')) return 'arrived'
  return modes.has('header') ? 'verified by header' : 'verified'
}

/** Something speaks against the trial: its mark is hollow. */
export const isDoubtful = ({ generatorLimited, environment, packets, expectedFaults }: TrialResult): boolean =>
  generatorLimited || environment.stealRatio > 0.02 || (packets.corrupt > 0 && !expectedFaults)

/** Why marks are hollow: after `Hollow: 3 trials with`. */
export const doubtWords = 'steal above 2 %, a load behind its schedule, or corrupt packets'
