/** Takes this host's runs from its queue, one at a time, and never the same one twice. */
import { heartbeatMs, queueName, type RunResult, type RunSpec } from '@ringside/contract'
import { type Job, UnrecoverableError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { executeRun, type RunPorts } from './execute-run.ts'
import { withinRun } from './log-context.ts'
import { failureOf, RunFailed } from './run-failure.ts'
import type { RunObserver } from './run-observer.ts'

/** What the message of a run that the agent's end cut short says. */
export const agentStopped = 'agent stopped'

export interface RunWorker {
  /** Resolves when the worker takes runs. */
  ready(): Promise<void>
  /** Resolves when a trial would not end: its threads may still load this host, only a new process is rid of them. */
  readonly stuck: Promise<void>
  /** Cancels the run in progress, reports it as failed, and takes no more. */
  stop(): Promise<void>
}

export interface Outside {
  readonly connection: Redis
  readonly log: Logger
  readonly observer: RunObserver
}

/** A worker on the host's queue. `connection` must have `maxRetriesPerRequest: null`, which blocking reads need. */
export function startWorker(hostId: string, ports: RunPorts, outside: Outside): RunWorker {
  const { log, observer } = outside
  const stopping = new AbortController()
  const stuck = Promise.withResolvers<void>()
  const process = (job: Job<RunSpec, RunResult>, _token?: string, cancelled?: AbortSignal): Promise<RunResult> =>
    withinRun(job.data, () => execute(job, cancelled))
  const execute = async (job: Job<RunSpec, RunResult>, cancelled: AbortSignal | undefined): Promise<RunResult> => {
    const signal = AbortSignal.any([stopping.signal, ...(cancelled === undefined ? [] : [cancelled])])
    const runLog = log.child({ run: job.data.id, label: job.data.label })
    runLog.info('run claimed')
    observer.claimed()
    try {
      const lease = { agentId: 'a', token: 0 }
      const claimed = { spec: job.data, lease, enqueuedUnixMs: job.timestamp, claimedUnixMs: job.processedOn ?? Date.now() }
      const onProgress = progressReporter(job, runLog)
      const result = await executeRun(claimed, ports, { signal, onProgress })
      observer.ended(result)
      runLog.info({ trials: result.trials.length, spans: result.spans }, 'run finished')
      return result
    } catch (error) {
      const failure = failureOf(error)
      observer.failed(failure.cause)
      runLog.error({ failure }, 'run failed')
      if (error instanceof RunFailed && error.stuck) {
        stopping.abort(`${agentStopped}: a trial before this one would not end`)
        stuck.resolve()
      }
      // Not the queue's to try again, whatever the job says.
      throw new UnrecoverableError(JSON.stringify(failure))
    }
  }
  const worker = new Worker<RunSpec, RunResult>(queueName(hostId), process, {
    connection: outside.connection,
    concurrency: 1,
    lockDuration: heartbeatMs,
    stalledInterval: heartbeatMs,
    maxStalledCount: 0,
  })
  worker.on('error', (error) => log.warn({ reason: error.message }, 'queue error'))
  // Someone else has declared this run lost; what it measures from here on, nobody will store.
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const id of jobIds) worker.cancelJob(id, 'the lock of this run expired; was Redis or this host unreachable?')
  })
  return {
    ready: async () => void (await worker.waitUntilReady()),
    stuck: stuck.promise,
    stop: () => {
      stopping.abort(agentStopped)
      return worker.close()
    },
  }
}

/** Progress is a courtesy: one that cannot be delivered is logged and does not fail the run. */
function progressReporter(job: Job<RunSpec, RunResult>, log: Logger) {
  return (progress: object) => {
    job.updateProgress(progress).catch((error: Error) => log.debug({ reason: error.message }, 'progress not delivered'))
  }
}
