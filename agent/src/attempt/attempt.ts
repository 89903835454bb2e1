/** One attempt at a run, from its claim until its outcome is delivered or known to be too late. */
import type { RunLease, RunProgress, RunResult, RunSpec } from '@ringside/contract'
import type { Job } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { executeRun, type RunPorts } from '../execute-run.ts'
import type { HostLeases } from '../host/lease.ts'
import { failureOf, RunFailed } from '../run-failure.ts'
import type { RunObserver } from '../run-observer.ts'
import { deliver, type Outcome } from './deliver.ts'
import { Heartbeat } from './heartbeat.ts'
import { refuse } from './refuse.ts'
import { type HostTaking, takeLease, takeMachine } from './take-host.ts'

/** Whose attempts they are, and what they need of the outside. */
export interface AttemptPorts {
  readonly hostId: string
  readonly agentId: string
  readonly machineId: string
  readonly run: RunPorts
  readonly redis: Redis
  readonly leases: HostLeases
  readonly log: Logger
  readonly observer: RunObserver
}

/** A job that the queue has given us. */
export interface ClaimedJob {
  readonly job: Job<RunSpec, RunResult>
  /** Of the job's lock. */
  readonly jobToken: string
  readonly reload: () => Promise<Job<RunSpec, RunResult> | undefined>
  /** The agent is to end: its reason becomes the failure's message. */
  readonly stopping: AbortSignal
}

interface Ended {
  readonly outcome: Outcome
  readonly lease: RunLease | undefined
  /** A trial would not end: see {@link RunFailed.stuck}. */
  readonly stuck: boolean
}

/** Whether this process may measure on. Never rejects: whatever happens is the attempt's outcome. */
export async function attemptRun(claimed: ClaimedJob, ports: AttemptPorts): Promise<{ readonly stuck: boolean }> {
  const { job, stopping } = claimed
  const { id: run, label, attempt, timeouts } = job.data
  const log = ports.log.child({ run, label, attempt })
  ports.run.runLog.begin()
  log.info('run claimed')
  ports.observer.claimed()
  const heartbeat = new Heartbeat({
    jobId: String(job.id),
    extendLock: async (durationMs) => (await job.extendLock(claimed.jobToken, durationMs)) === 1,
    leases: ports.leases,
    heartbeatMs: timeouts.heartbeatMs,
    limitMs: timeouts.runMs,
    onError: (error) => log.debug({ reason: String(error) }, 'heartbeat failed'),
  })
  const signal = AbortSignal.any([stopping, heartbeat.signal])
  const ended = await measure(claimed, { ...ports, log }, { heartbeat, signal })
  await heartbeat.confirm()
  heartbeat.stop()
  await conclude(claimed, { ...ports, log }, { ...ended, lost: heartbeat.lost.aborted })
  ports.run.runLog.end()
  return { stuck: ended.stuck }
}

/** Takes the host, runs the trials, and leaves it as it was. */
async function measure(
  { job }: ClaimedJob,
  ports: AttemptPorts,
  { heartbeat, signal }: { heartbeat: Heartbeat; signal: AbortSignal },
): Promise<Ended> {
  const spec = job.data
  const report = progressReporter(job, ports.log)
  const claimedProgress = { state: 'claimed', percent: 0, remainingMs: plannedMs(spec) } as const
  const onWaiting = (phase: string) => report({ ...claimedProgress, phase })
  const taking: HostTaking = { ...ports, spec, signal, onWaiting }
  let lease: RunLease | undefined
  let unlock = async (): Promise<void> => undefined
  try {
    unlock = await takeMachine(taking)
    const taken = await takeLease(taking)
    lease = taken
    heartbeat.hold(taken.token)
    report({ ...claimedProgress, phase: 'preparing the host', lease: taken })
    const run = { spec, lease: taken, enqueuedUnixMs: job.timestamp, claimedUnixMs: job.processedOn ?? Date.now() }
    const onProgress = (progress: RunProgress) => report({ ...progress, lease: taken })
    const result = await executeRun(run, ports.run, { signal, onProgress })
    await unlock()
    return { outcome: { ok: true, result }, lease, stuck: false }
  } catch (error) {
    const stuck = error instanceof RunFailed && error.stuck
    // Threads that would not end may still load the machine: the lock goes with this process.
    if (!stuck) await unlock()
    return { outcome: { ok: false, failure: failureOf(error) }, lease, stuck }
  }
}

async function conclude(claimed: ClaimedJob, ports: AttemptPorts, ended: Ended & { lost: boolean }): Promise<void> {
  const { outcome, lease, lost } = ended
  const { leases, log, observer, agentId } = ports
  const { id: runId, attempt, timeouts } = claimed.job.data
  const deadlineMs = performance.now() + timeouts.heartbeatMs
  const delivery = { ...claimed, outcome, lease, leases, deadlineMs }
  const delivered = !lost && (await deliver(delivery).catch((error: unknown) => notDelivered(error, log)))
  if (delivered && outcome.ok) {
    observer.ended(outcome.result)
    log.info({ trials: outcome.result.trials.length, spans: outcome.result.spans }, 'run finished')
  } else {
    const failure = outcome.ok ? { cause: 'lost' as const, message: 'the result came too late' } : outcome.failure
    observer.failed(failure.cause)
    log.error({ failure }, 'run failed')
  }
  if (lease === undefined) return
  if (!delivered) {
    refuse(ports, { runId, attempt, agentId, token: lease.token, refusedAt: new Date().toISOString() })
  }
  leases.release(lease.token).catch((error: Error) => log.warn({ reason: error.message }, 'the lease could not be given back'))
}

function notDelivered(error: unknown, log: Logger): false {
  log.error({ reason: String(error) }, 'the outcome could not be delivered')
  return false
}

const plannedMs = (spec: RunSpec): number => (spec.warmupMs + spec.durationMs) * spec.trials * spec.backends.length

/** Progress is a courtesy: one that cannot be delivered is logged and does not fail the run. */
function progressReporter(job: Job<RunSpec, RunResult>, log: Logger): (progress: RunProgress) => void {
  return (progress) => {
    job.updateProgress(progress).catch((error: Error) => log.debug({ reason: error.message }, 'progress not delivered'))
  }
}
