/** Plays an agent: registers a host and works on its queue. What a run yields is up to the test. */
import {
  type HostRegistration,
  hostKey,
  hostKeyTtlSeconds,
  queueName,
  type RunResult,
  type RunSpec,
  type runJobName,
} from '@ringside/contract'
import { type Job, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { hostFacts } from './result.ts'

export interface TestAgent {
  stop(): Promise<void>
}

export interface TestAgentOptions {
  readonly redisUrl: string
  readonly host: string
  readonly lockMs?: number
  /** Throws for a failed run. */
  readonly execute: (job: Job<RunSpec, RunResult, typeof runJobName>) => Promise<RunResult>
}

/** Resolves when the host is registered and the worker takes jobs. */
export async function startTestAgent({ redisUrl, host, lockMs = 10_000, execute }: TestAgentOptions): Promise<TestAgent> {
  await registerHost(redisUrl, host)
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const worker = new Worker<RunSpec, RunResult, typeof runJobName>(queueName(host), execute, {
    connection,
    concurrency: 1,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    maxStalledCount: 0,
  })
  // Redis may be stopped before the agent is; that is the end of the test and no error.
  for (const part of [worker, connection]) part.on('error', () => undefined)
  await worker.waitUntilReady()
  return {
    stop: async () => {
      await worker.close(true)
      connection.disconnect()
    },
  }
}

export async function registerHost(redisUrl: string, host: string): Promise<void> {
  const redis = new Redis(redisUrl)
  const registration: HostRegistration = { id: host, facts: { ...hostFacts, id: host }, seenAt: new Date().toISOString() }
  await redis.set(hostKey(host), JSON.stringify(registration), 'EX', hostKeyTtlSeconds * 100)
  redis.disconnect()
}
