/** Hands the outcome of an attempt to the queue. The queue takes it once, and only while the job's lock is ours. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunFailure, RunLease, RunResult, RunSpec } from '@ringside/contract'
import { ErrorCode, type Job, UnrecoverableError } from 'bullmq'
import type { HostLeases } from '../host/lease.ts'

export type Outcome = { readonly ok: true; readonly result: RunResult } | { readonly ok: false; readonly failure: RunFailure }

export interface Delivery {
  readonly job: Job<RunSpec, RunResult>
  readonly jobToken: string
  /** The job as it is in Redis now. */
  readonly reload: () => Promise<Job<RunSpec, RunResult> | undefined>
  readonly outcome: Outcome
  /** Absent where the attempt ended before it had one. */
  readonly lease: RunLease | undefined
  readonly leases: Pick<HostLeases, 'renew'>
  /** Until when it is worth trying where Redis answers but takes nothing, by `performance.now`. */
  readonly deadlineMs: number
}

const retryMs = 500

/**
 * Whether the queue has taken it. Waits for Redis where it is away: the lock has a time of its own, and is looked at when
 * Redis is back.
 */
export async function deliver(delivery: Delivery): Promise<boolean> {
  for (;;) {
    try {
      await move(delivery)
      return true
    } catch (error) {
      const code = (error as { code?: unknown }).code
      if (code === ErrorCode.JobNotExist) return settledAlready(delivery)
      if (code === ErrorCode.JobLockNotExist || code === ErrorCode.JobLockMismatch || code === ErrorCode.JobNotInState)
        return takenAlready(delivery)
      // Redis is there and refuses: its disk is full, or it is being demoted.
      if (performance.now() > delivery.deadlineMs) return false
      await sleep(retryMs)
    }
  }
}

async function move({ job, jobToken, outcome }: Delivery): Promise<void> {
  if (outcome.ok) await job.moveToCompleted(outcome.result, jobToken, false)
  // Not the queue's to try again, whatever the job says.
  else await job.moveToFailed(new UnrecoverableError(JSON.stringify(outcome.failure)), jobToken, false)
}

/** A connection that broke before the answer came repeats the request: then it was us who ended the job. */
async function takenAlready({ reload, outcome }: Delivery): Promise<boolean> {
  const job = await reload()
  if (outcome.ok) return job?.returnvalue?.lease?.token === outcome.result.lease.token
  return job?.failedReason === JSON.stringify(outcome.failure)
}

/** The controller may have fetched the outcome by then; as long as the lease is ours, nobody else can have ended the job. */
async function settledAlready({ job, lease, leases }: Delivery): Promise<boolean> {
  if (lease === undefined || job.id === undefined) return false
  return (await leases.renew(lease.token, retryMs, job.id)).held
}
