/** What a suite will take of a host. */
import type { Suite } from '@ringside/contract'
import { estimatedHostTimeMs, hostTimeMs, type PlannedRun } from '@ringside/controller/planning'
import { formatHostTime } from './render/host-time.ts'

/** Of all runs, on each host. */
export interface SuiteCost {
  readonly points: number
  readonly runs: number
  readonly trials: number
  /** Warm-up and measured phases alone: less it cannot be. */
  readonly measuringMs: number
  /** With set-up, tear-down and export. */
  readonly estimatedMs: number
}

export const noCost: SuiteCost = { points: 0, runs: 0, trials: 0, measuringMs: 0, estimatedMs: 0 }

/** The cost with one more point in it, which is run `repeat` times. */
export function withPoint(cost: SuiteCost, point: PlannedRun, repeat: number): SuiteCost {
  return {
    points: cost.points + 1,
    runs: cost.runs + repeat,
    trials: cost.trials + repeat * point.trials * point.backends.length,
    measuringMs: cost.measuringMs + repeat * hostTimeMs(point),
    estimatedMs: cost.estimatedMs + repeat * estimatedHostTimeMs(point),
  }
}

/** `12 runs of 4 points, 240 trials, at least 43.2 s on each host that has nic=e810, about 79.2 s with set-up and export`. */
export function costText(cost: SuiteCost, { hosts, host }: Suite): string {
  const { points, runs, trials } = cost
  const what = runs === points ? count(runs, 'run') : `${count(runs, 'run')} of ${count(points, 'point')}`
  const labels = Object.entries(hosts?.labels ?? {}).map(([key, value]) => `${key}=${value}`)
  const having = labels.length === 0 ? '' : ` that has ${labels.join(', ')}`
  const where = hosts === undefined ? (host ?? 'the host') : `${hosts.use === 'each' ? 'each host' : 'a host'}${having}`
  return `${what}, ${count(trials, 'trial')}, at least ${formatHostTime(cost.measuringMs)} on ${where}, about ${formatHostTime(cost.estimatedMs)} with set-up and export`
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`
