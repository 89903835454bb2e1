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
  return contentNaming(run)(run)
}

/** The same for many runs of the same settings, which are written once. */
export function contentNaming(settings: Omit<RunContent, 'point' | 'backends'>) {
  const { warmupMs, durationMs, trials, order, seed, tracing, tuning } = settings
  // Nothing tuned is left out, so that ids stay as they were before there was tuning.
  const tuned = Object.keys(tuning).length === 0 ? {} : { tuning }
  const common = canonicalJson({ warmupMs, durationMs, trials, order, seed, tracing, ...tuned })
  return ({ point, backends }: Pick<RunContent, 'point' | 'backends'>): string =>
    `c-${shortHash(`${canonicalJson({ point, backends })}${common}`)}`
}
