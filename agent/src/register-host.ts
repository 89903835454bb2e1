/** Keeps this host on the list of hosts that runs can be sent to, for as long as its agent lives. */
import { type AgentRegistration, agentKey, agentKeyTtlSeconds, agentsKey, type HostFacts } from '@ringside/contract'
import type { Redis } from 'ioredis'
import { version } from './version.ts'

const heartbeatMs = 5_000

/**
 * Registers the host and refreshes it until the returned function is called, which takes it off the list. A refresh
 * that fails is passed to `onError` and tried again at the next beat.
 */
export async function registerHost(
  redis: Redis,
  readFacts: () => HostFacts,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const { id } = readFacts()
  const agentId = 'a'
  const startedAt = new Date().toISOString()
  const beat = async () => {
    const registration: AgentRegistration = {
      agentId,
      hostId: id,
      pid: process.pid,
      version,
      labels: {},
      capabilities: { backends: [], cpus: [], isolatedCpus: [], numaNodes: 1, hugepages: { free2M: 0, free1G: 0 } },
      fingerprint: '',
      facts: readFacts(),
      startedAt,
      seenAt: new Date().toISOString(),
    }
    const key = agentKey(id, agentId)
    await redis.multi().set(key, JSON.stringify(registration), 'EX', agentKeyTtlSeconds).sadd(agentsKey, key).exec()
  }
  await beat()
  const timer = setInterval(() => beat().catch(onError), heartbeatMs)
  return async () => {
    clearInterval(timer)
    await redis.multi().del(agentKey(id, agentId)).srem(agentsKey, agentKey(id, agentId)).exec()
  }
}
