/** What schedules need of submissions: the port, and how to wait for the end of one. */
import type { RunSummary, Suite } from '@ringside/contract'
import { isFinal } from '../runs/run-record.ts'

export type ScheduledSubmission =
  | { readonly ok: true; readonly submissionId: string }
  | { readonly ok: false; readonly detail: string }

export interface Submissions {
  /** The same key yields the same submission. Rejects when the store or Redis is out of reach. */
  submit(suite: Suite, key: string): Promise<ScheduledSubmission>
  /** The submission made under a key, if there is one. */
  find(key: string): Promise<string | undefined>
  /** Empty when there is no such submission. */
  runs(submissionId: string): Promise<readonly RunSummary[]>
  /** Calls back at every change of its runs; returns how to stop. */
  watch(submissionId: string, listener: (run: RunSummary) => void): () => void
  cancel(submissionId: string, by: string, reason: string): Promise<void>
}

export type SubmissionResult = 'succeeded' | 'failed'

/** Resolves when all its runs are final: `succeeded` if each is. Undefined when aborted before. */
export async function submissionEnd(
  submissionId: string,
  submissions: Pick<Submissions, 'runs' | 'watch'>,
  signal: AbortSignal,
): Promise<SubmissionResult | undefined> {
  const states = new Map<string, RunSummary['state']>()
  const ended = Promise.withResolvers<void>()
  let isWhole = false
  const hear = ({ id, state }: RunSummary) => {
    if (!isFinal(states.get(id) ?? 'queued')) states.set(id, state)
    if (isWhole && [...states.values()].every(isFinal)) ended.resolve()
  }
  const stop = submissions.watch(submissionId, hear)
  const abort = () => ended.resolve()
  signal.addEventListener('abort', abort)
  try {
    const present = await submissions.runs(submissionId)
    if (present.length === 0) return 'failed'
    isWhole = true
    for (const run of present) hear(run)
    await ended.promise
    if (signal.aborted) return undefined
    return [...states.values()].every((state) => state === 'succeeded') ? 'succeeded' : 'failed'
  } finally {
    signal.removeEventListener('abort', abort)
    stop()
  }
}
