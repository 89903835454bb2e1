/** A host's queue as a controller keeps it, for tests of agents. */
import { jobId, queueName, type RunResult, type RunSpec, runJobName } from '@ringside/contract'
import { type Job, Queue, QueueEvents, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { connectRedis } from '../redis-connection.ts'
import { exampleRun } from './run-spec.ts'

export type RunJob = Job<RunSpec, RunResult>

export interface TestQueue {
  readonly redis: Redis
  readonly queue: Queue<RunSpec, RunResult>
  readonly events: QueueEvents
  /** With a queue job as the controller makes it. */
  submit(changes?: Partial<RunSpec>): Promise<RunJob>
  /** The failure that a job ends with. */
  failureOf(job: RunJob): Promise<{ readonly cause: string; readonly message: string }>
  /** Looks often for jobs whose agents have gone. */
  watchForLost(): Promise<void>
  close(): Promise<void>
}

export async function openQueue(redisUrl: string, hostId: string): Promise<TestQueue> {
  // Tests take Redis away.
  const redis = connectRedis({ url: redisUrl }, pino({ level: 'silent' }))
  const queue = new Queue<RunSpec, RunResult>(queueName(hostId), { connection: redis })
  const events = new QueueEvents(queueName(hostId), { connection: redis })
  const stalled = new Worker(queueName(hostId), null, {
    connection: redis,
    autorun: false,
    maxStalledCount: 0,
    stalledInterval: 200,
  })
  queue.on('error', () => undefined)
  events.on('error', () => undefined)
  stalled.on('error', () => undefined)
  await events.waitUntilReady()
  let runs = 0
  return {
    redis,
    queue,
    events,
    submit: (changes = {}) => {
      const spec = exampleRun({ id: `r-${++runs}`, host: hostId, ...changes })
      const opts = { jobId: jobId(spec.id, spec.attempt), removeOnComplete: false, removeOnFail: false }
      return queue.add(runJobName, spec, opts)
    },
    failureOf: async (job) => {
      const reason = await job.waitUntilFinished(events).catch((error: Error) => error.message)
      return JSON.parse(String(reason))
    },
    watchForLost: () => stalled.startStalledCheckTimer(),
    close: async () => {
      await Promise.allSettled([stalled.close(true), events.close(), queue.close()])
      redis.disconnect()
    },
  }
}
