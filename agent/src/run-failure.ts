/** The one way a run fails: with a cause and a message for people. */
import type { FailureCause, RunFailure } from '@ringside/contract'

/** Carries a {@link RunFailure}; its message is that failure as JSON, which is what the queue hands to the controller. */
export class RunFailed extends Error {
  readonly failure: RunFailure
  /** Whether a trial may still load this host: nothing should be measured here until the agent is restarted. */
  readonly stuck: boolean

  constructor(cause: FailureCause, message: string, stuck = false) {
    const failure: RunFailure = { cause, message }
    super(JSON.stringify(failure))
    this.name = 'RunFailed'
    this.failure = failure
    this.stuck = stuck
  }
}

/** The failure behind anything that was thrown; what nobody foresaw is the infrastructure's. */
export function failureOf(error: unknown): RunFailure {
  if (error instanceof RunFailed) return error.failure
  return { cause: 'infrastructure', message: error instanceof Error ? error.message : String(error) }
}
