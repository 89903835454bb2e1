/** Specs and results as earlier versions stored them, brought to the form of today: what was added means what held then. */
import { type RunResult, type RunSpec, suiteDefaults, type TrialResult } from '@ringside/contract'

const addedToPoints = { queues: suiteDefaults.queues, ring: suiteDefaults.ring }
const addedToTrials = { verify: suiteDefaults.verify, expectedFaults: false, queues: [] } satisfies Partial<TrialResult>

export function specOfToday<Spec extends RunSpec>(stored: Spec): Spec {
  return { ...stored, point: { ...addedToPoints, ...stored.point } }
}

export function resultOfToday(stored: RunResult): RunResult {
  return { ...stored, trials: stored.trials.map((trial) => ({ ...addedToTrials, ...trial })) }
}
