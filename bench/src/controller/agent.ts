/** What a simulated agent does with a run: everything that a real one tells Redis, and no measurement. */
import { HostLeases } from '@ringside/agent/lease'
import {
  type AgentRegistration,
  agentKey,
  agentKeyTtlSeconds,
  agentsKey,
  cancelKey,
  type HostLease,
  heartbeatMs,
  type RunLease,
  type RunProgress,
  type RunResult,
  type RunSpec,
} from '@ringside/contract'
import { demoHost } from '@ringside/contract/testing'
import type { Job } from 'bullmq'
import type { Redis } from 'ioredis'
import { resultLike } from './work.ts'

const agentIdOf = (host: string): string => `a-${host}`
const startedAt = new Date().toISOString()

/** Registers every host, or keeps it registered. */
export async function beat(redis: Redis, hosts: readonly string[]): Promise<void> {
  const pipeline = redis.pipeline()
  for (const host of hosts) {
    const key = agentKey(host, agentIdOf(host))
    pipeline.set(key, JSON.stringify(registrationOf(host)), 'EX', agentKeyTtlSeconds)
    pipeline.sadd(agentsKey, key)
  }
  await pipeline.exec()
}

/** From the claim to the result. */
export async function execute(redis: Redis, host: string, job: Job<RunSpec>): Promise<RunResult> {
  const { id: runId, attempt } = job.data
  const leases = new HostLeases(redis, host)
  const lease = await leased(leases, host, { runId, attempt })
  const report = (progress: RunProgress) => job.updateProgress(progress)
  await report({ state: 'claimed', phase: 'preparing', percent: 0, remainingMs: 12_000, lease })
  const cancelled = await redis.hget(cancelKey(host), job.id ?? '')
  if (cancelled !== null) throw new Error(JSON.stringify({ cause: 'cancelled', message: cancelled }))
  await report({ state: 'running', phase: 'mapped 1/5', percent: 10, remainingMs: 10_000, lease })
  const now = new Date().toISOString()
  await leases.release(lease.token)
  return { ...resultLike, runId, attempt, lease, host: { ...demoHost, id: host }, startedAt: now, endedAt: now }
}

async function leased(leases: HostLeases, host: string, run: Pick<HostLease, 'runId' | 'attempt'>): Promise<RunLease> {
  const agentId = agentIdOf(host)
  const answer = await leases.acquire({ agentId, pid: process.pid, ...run, since: new Date().toISOString() }, heartbeatMs)
  if ('token' in answer) return { agentId, token: answer.token }
  throw new Error(`host ${host} is leased to ${answer.heldBy.agentId}, but has one agent only`)
}

const registrationOf = (host: string): AgentRegistration => ({
  agentId: agentIdOf(host),
  hostId: host,
  pid: process.pid,
  version: '0.1.0',
  labels: { rack: host.slice(-1) },
  capabilities: {
    backends: [{ kind: 'emulated', available: true, devices: [] }],
    cpus: [0, 1],
    isolatedCpus: [],
    numaNodes: 1,
    hugepages: { free2M: 512, free1G: 0 },
  },
  fingerprint: '5f0c2a8130d1',
  facts: { ...demoHost, id: host },
  startedAt,
  seenAt: new Date().toISOString(),
})
