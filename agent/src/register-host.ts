/** Keeps this host on the list of hosts that runs can be sent to, for as long as its agent lives. */
import { type HostFacts, type HostRegistration, hostKey, hostKeyTtlSeconds } from '@ringside/contract'
import type { Redis } from 'ioredis'

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
  const beat = async () => {
    const registration: HostRegistration = { id, facts: readFacts(), seenAt: new Date().toISOString() }
    await redis.set(hostKey(id), JSON.stringify(registration), 'EX', hostKeyTtlSeconds)
  }
  await beat()
  const timer = setInterval(() => beat().catch(onError), heartbeatMs)
  return async () => {
    clearInterval(timer)
    await redis.del(hostKey(id))
  }
}
