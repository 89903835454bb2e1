/** How long runs keep a host busy. */
import type { RunSpec } from '@ringside/contract'

/**
 * Set-up, tear-down and the export of the spans of one trial, in milliseconds: what the demo suite took on two shared
 * CPUs beyond its measuring. Suites that trace millions of doorbells a trial take more.
 */
const aroundTrialMs = 150

type Measured = Pick<RunSpec, 'backends' | 'trials' | 'warmupMs' | 'durationMs'>

/**
 * Host time the measuring of a run takes at least, in milliseconds: warm-up and measured phase of every trial.
 * Set-up, tear-down and the export of spans come on top.
 */
export function hostTimeMs(run: Measured): number {
  return run.backends.length * run.trials * (run.warmupMs + run.durationMs)
}

/** Host time a run is expected to take with all that comes on top, in milliseconds. */
export function estimatedHostTimeMs(run: Measured): number {
  return hostTimeMs(run) + run.backends.length * run.trials * aroundTrialMs
}
