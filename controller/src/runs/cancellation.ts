/** The wish that a run end before its time. */
import type { Cancellation as ToldCancellation } from '@ringside/contract'

/** Why someone wants a run to end, as agents are told; `cause` is `timeout` where it is a limit that says so. */
export type Cancellation = Required<Omit<ToldCancellation, 'at'>>
