/** Keeps this agent on the list of those that runs can be sent to, for as long as it lives. */
import { type AgentRegistration, agentKey, agentKeyTtlSeconds, agentsKey } from '@ringside/contract'
import { fingerprintOf } from '@ringside/contract/fingerprint'
import type { Redis } from 'ioredis'
import { readCapabilities } from './host/capabilities.ts'
import { readHostFacts } from './host-facts.ts'
import { version } from './version.ts'

const intervalMs = 5_000

export interface Registrant {
  readonly agentId: string
  readonly hostId: string
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Registers the agent and refreshes that until the returned function is called, which takes it off the list. A refresh
 * that fails is passed to `onError` and tried again at the next beat.
 */
export async function registerHost(
  redis: Redis,
  registrant: Registrant,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const key = agentKey(registrant.hostId, registrant.agentId)
  const startedAt = new Date().toISOString()
  const beat = async () => {
    const value = JSON.stringify(registration(registrant, startedAt))
    await redis.multi().set(key, value, 'EX', agentKeyTtlSeconds).sadd(agentsKey, key).exec()
  }
  await beat()
  let beating: Promise<void> | undefined
  const timer = setInterval(() => {
    // While Redis is away one refresh waits for it, not one for every beat.
    beating ??= beat()
      .catch(onError)
      .finally(() => {
        beating = undefined
      })
  }, intervalMs)
  return async () => {
    clearInterval(timer)
    await beating
    await redis.multi().del(key).srem(agentsKey, key).exec()
  }
}

function registration({ agentId, hostId, labels }: Registrant, startedAt: string): AgentRegistration {
  const facts = readHostFacts(hostId)
  return {
    agentId,
    hostId,
    pid: process.pid,
    version,
    labels,
    capabilities: readCapabilities(),
    fingerprint: fingerprintOf(facts),
    facts,
    startedAt,
    seenAt: new Date().toISOString(),
  }
}
