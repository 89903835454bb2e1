/** What a side's trials were like, counted: from trials here, from rows of the store elsewhere. */
import type { TrialResult } from '@ringside/contract'

/** Share of CPU time taken by the hypervisor above which a trial counts as disturbed. */
export const stealLimitRatio = 0.02

export interface Tally {
  readonly trials: number
  /** Trials whose load fell behind its schedule. */
  readonly limited: number
  /** Trials with steal above {@link stealLimitRatio}. */
  readonly stolen: number
  /** Trials into whose device faults were injected; loss and corruption are counted in the others only. */
  readonly faulty: number
  /** Trials that lost packets, how many these were, and how many those trials sent. */
  readonly lossy: number
  readonly lost: number
  readonly lossySent: number
  readonly unsent: number
  readonly corrupt: number
  /** Doorbells without room for their event. */
  readonly dropped: number
  /** What the trials have in common, or their values with ` and ` between. */
  readonly verify: string
  readonly pages: string
  readonly clock: string
  readonly nice: string
}

export function tallyOf(trials: readonly TrialResult[]): Tally {
  const count = (holds: (trial: TrialResult) => boolean) => trials.filter(holds).length
  // What the device's model loses and corrupts was asked for.
  const sound = trials.filter((trial) => !trial.expectedFaults)
  const lossy = sound.filter(({ packets }) => packets.lost > 0)
  return {
    trials: trials.length,
    limited: count(({ generatorLimited }) => generatorLimited),
    stolen: count(({ environment }) => environment.stealRatio > stealLimitRatio),
    faulty: trials.length - sound.length,
    lossy: lossy.length,
    lost: sum(lossy, ({ packets }) => packets.lost),
    lossySent: sum(lossy, ({ packets }) => packets.sent),
    unsent: sum(trials, ({ packets }) => packets.unsent),
    corrupt: sum(sound, ({ packets }) => packets.corrupt),
    dropped: sum(trials, ({ eventsDropped }) => eventsDropped),
    // Of all trials of a run alike, since its workload says it.
    verify: trials[0]?.verify ?? 'full',
    pages: commonOf(trials.map(({ environment }) => environment.pages)),
    clock: commonOf(trials.map(({ environment }) => environment.clock)),
    nice: commonOf(trials.map(({ environment }) => environment.nice)),
  }
}

/** `4K`, or `4K and hugetlb-2M`. */
export const commonOf = (values: readonly (string | number)[]): string => [...new Set(values)].sort().join(' and ')

const sum = (trials: readonly TrialResult[], count: (trial: TrialResult) => number): number =>
  trials.reduce((total, trial) => total + count(trial), 0)
