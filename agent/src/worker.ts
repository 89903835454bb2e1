/** Takes this host's runs from its queue, one at a time, and never the same one twice. */
import { heartbeatMs, queueName, type RunResult, type RunSpec } from '@ringside/contract'
import { Job, WaitingError, Worker } from 'bullmq'
import { type AttemptPorts, attemptRun } from './attempt/attempt.ts'
import { takeBreaks } from './breather.ts'
import { withinRun } from './log-context.ts'

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

/** A worker on the host's queue. Its connection must have `maxRetriesPerRequest: null`, which blocking reads need. */
export function startWorker(ports: AttemptPorts): RunWorker {
  const stopping = new AbortController()
  const stuck = Promise.withResolvers<void>()
  const process = async (job: Job<RunSpec, RunResult>, jobToken = ''): Promise<never> => {
    const reload = () => Job.fromId<RunSpec, RunResult>(worker, String(job.id))
    const claimed = { job, jobToken, reload, stopping: stopping.signal }
    const ended = await withinRun(job.data, () => attemptRun(claimed, ports))
    if (ended.stuck) {
      stopping.abort(`${agentStopped}: a trial before this one would not end`)
      stuck.resolve()
    }
    // In the words of BullMQ: the job has been moved to where it belongs already, go on with the next one.
    throw new WaitingError()
  }
  const worker: Worker<RunSpec, RunResult> = new Worker<RunSpec, RunResult>(queueName(ports.hostId), process, {
    connection: ports.redis,
    concurrency: 1,
    lockDuration: heartbeatMs,
    // Each run says how long its lock lasts: `attempt/heartbeat.ts`.
    skipLockRenewal: true,
    // Whether an agent is lost is the controller's to find out, who may look more often than we would let it.
    skipStalledCheck: true,
    maxStalledCount: 0,
  })
  takeBreaks(worker, ports.log)
  return {
    ready: async () => void (await worker.waitUntilReady()),
    stuck: stuck.promise,
    stop: () => {
      stopping.abort(agentStopped)
      return worker.close()
    },
  }
}
