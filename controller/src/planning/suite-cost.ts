/** What a suite will take of a host. Pure. */
import type { PlannedRun } from './expand.ts'
import { estimatedHostTimeMs, hostTimeMs } from './host-time.ts'

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
