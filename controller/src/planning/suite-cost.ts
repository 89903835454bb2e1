/** What a suite will take of a host. Pure. */
import type { SuiteCosts } from '@ringside/contract'
import type { PlannedRun } from './expand.ts'
import { estimatedHostTimeMs, hostTimeMs } from './host-time.ts'

export const noCost: SuiteCosts = { points: 0, runs: 0, trials: 0, measuringMs: 0, estimatedMs: 0 }

/** The cost with one more point in it, which is run `repeat` times. */
export function withPoint(cost: SuiteCosts, point: PlannedRun, repeat: number): SuiteCosts {
  return {
    points: cost.points + 1,
    runs: cost.runs + repeat,
    trials: cost.trials + repeat * point.trials * point.backends.length,
    measuringMs: cost.measuringMs + repeat * hostTimeMs(point),
    estimatedMs: cost.estimatedMs + repeat * estimatedHostTimeMs(point),
  }
}
