/** Names what a run does, completely: two runs of one content id could be each other's repetition. */
import type { RunSpec } from '@ringside/contract'
import { canonicalJson, shortHash } from './canonical-json.ts'

/** What decides what is measured and how. */
export type RunContent = Pick<
  RunSpec,
  'point' | 'backends' | 'warmupMs' | 'durationMs' | 'trials' | 'order' | 'seed' | 'tracing' | 'tuning'
>

/**
 * `c-` and 12 hex digits: a hash of the point, its backends and every setting that a trial can tell: times, trials and
 * their order, tracing (it takes time), tuning of the host (it changes the host).
 *
 * Not part of it is what a trial cannot tell: the names of suite and host, how the run is queued (priority, timeouts,
 * retries), what is kept of it, how it is judged. Nor the repetition: repetitions are samples of one content, and a number
 * in the hash would hide that they are. A capture counts by its path, because only the agent opens it.
 */
export function contentIdOf(run: RunContent): string {
  const { point, backends, warmupMs, durationMs, trials, order, seed, tracing, tuning } = run
  // Nothing tuned is left out, so that ids stay as they were before there was tuning.
  const tuned = Object.keys(tuning).length === 0 ? {} : { tuning }
  return `c-${shortHash(canonicalJson({ point, backends, warmupMs, durationMs, trials, order, seed, tracing, ...tuned }))}`
}
