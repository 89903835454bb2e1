/** Plays an agent: registers a host and works on its queue. What a run yields is up to the test. */
import { hostname } from 'node:os'
import {
  type AgentRegistration,
  agentKey,
  agentKeyTtlSeconds,
  agentsKey,
  queueName,
  type RunProgress,
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
  const run: TestAgentOptions['execute'] = async (job) => {
    await job.updateProgress({ state: 'running', phase: 'begins', percent: 0, remainingMs: 0 } satisfies RunProgress)
    return execute(job)
  }
  const worker = new Worker<RunSpec, RunResult, typeof runJobName>(queueName(host), run, {
    connection,
    concurrency: 1,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    maxStalledCount: 0,
    skipStalledCheck: true,
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
  const now = new Date().toISOString()
  const registration: AgentRegistration = {
    agentId: 'a-1',
    hostId: host,
    pid: process.pid,
    version: '0.1.0',
    labels: {},
    capabilities: { backends: [], cpus: [0, 1], isolatedCpus: [], numaNodes: 1, hugepages: { free2M: 0, free1G: 0 } },
    fingerprint: '5f0c2a8130d1',
    // A host on this machine, beside which the controller is quiet.
    facts: { ...hostFacts, id: host, hostname: hostname() },
    startedAt: now,
    seenAt: now,
  }
  await redis.set(agentKey(host, 'a-1'), JSON.stringify(registration), 'EX', agentKeyTtlSeconds * 100)
  await redis.sadd(agentsKey, agentKey(host, 'a-1'))
  redis.disconnect()
}
