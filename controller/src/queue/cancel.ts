/** Ends runs that someone does not want any more. */
import type { Cancellation } from '../runs/cancellation.ts'
import type { RunLife } from '../runs/run-life.ts'
import type { RunRecord } from '../runs/run-record.ts'
import type { HostQueues } from './host-queues.ts'

export interface CancelOptions {
  readonly queues: HostQueues
  readonly life: RunLife
}

/** Runs that are dealt with side by side. */
const atOnce = 64

/** Ends one run: at once while it waits, within two seconds while it is measured. False when it is over already. */
export async function cancelRun(runId: string, cancellation: Cancellation, { queues, life }: CancelOptions): Promise<boolean> {
  const live = life.live.get(runId)
  if (live === undefined) return false
  return (await queues.of(live.record.spec.host)).cancel(runId, cancellation)
}

/** Ends what is unfinished of a submission; returns how many runs that were. */
export async function cancelSubmission(id: string, cancellation: Cancellation, options: CancelOptions): Promise<number> {
  // The last first: an agent that ends one run takes the next in the queue, which should not be one that is about to go.
  const ids = options.life.live.ofSubmission(id).toReversed()
  let cancelled = 0
  for (let at = 0; at < ids.length; at += atOnce) {
    const answers = await Promise.all(ids.slice(at, at + atOnce).map((runId) => cancelRun(runId, cancellation, options)))
    cancelled += answers.filter(Boolean).length
  }
  return cancelled
}

/** Ends the rest of a submission whose suite wants that when a run has failed. */
export async function stopAfter({ spec, state, failure }: RunRecord, options: CancelOptions): Promise<void> {
  if (state !== 'failed' || !spec.stopOnFailure || failure === undefined || failure.cause === 'cancelled') return
  const reason = `run ${spec.id} (${spec.label}) failed, and the suite stops then (onFailure.then: stop)`
  await cancelSubmission(spec.submissionId, { cause: 'cancelled', by: 'the suite', reason }, options)
}
