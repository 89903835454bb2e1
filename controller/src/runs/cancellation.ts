/** The wish that a run end before its time. */
import type { FailureCause } from '@ringside/contract'

/** Why someone wants a run to end; `timeout` where it is a limit that says so. */
export interface Cancellation {
  readonly cause: Extract<FailureCause, 'cancelled' | 'timeout'>
  readonly by: string
  readonly reason: string
}
