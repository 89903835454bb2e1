/** The connection to Redis, and the few keys that are not BullMQ's. */
import { queueName } from '@ringside/contract'
import { withoutPassword } from '@ringside/telemetry'
import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { StartupError } from '../startup-error.ts'

const connectTimeoutMs = 3_000
const scanCount = 500

/**
 * Connects, and from then on reconnects for ever. Throws StartupError when Redis cannot be reached now.
 * A Redis that may evict keys is warned about: it could drop a queued run.
 */
export async function connectRedis(url: string, logger: Logger): Promise<Redis> {
  await probe(url)
  const redis = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true })
  redis.on('error', (error) => logger.warn({ err: error }, 'redis is out of reach; retrying'))
  await redis.connect()
  const [, policy] = ((await redis.config('GET', 'maxmemory-policy').catch(() => [])) as string[]) ?? []
  if (policy !== undefined && policy !== 'noeviction') {
    logger.warn({ policy }, 'redis may evict queued runs; set maxmemory-policy noeviction')
  }
  return redis
}

/** One attempt on a connection of its own, because the real one never gives up. */
async function probe(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: connectTimeoutMs })
  let reason: Error | undefined
  client.on('error', (error) => {
    reason = error
  })
  try {
    await client.connect()
    await client.ping()
  } catch (error) {
    const detail = (reason ?? (error as Error)).message
    throw new StartupError(`no Redis at ${withoutPassword(url)} (${detail}); start redis-server or set RINGSIDE_REDIS_URL`)
  } finally {
    client.disconnect()
  }
}

/** Redis was there when the controller started and is not now. */
export class RedisUnavailableError extends Error {
  override readonly name = 'RedisUnavailableError'
}

/** Throws instead of waiting for Redis to come back, for callers who would rather know. */
export function requireRedis(redis: Redis): void {
  if (redis.status !== 'ready') throw new RedisUnavailableError(`Redis is out of reach (${redis.status})`)
}

/** Hosts that have a queue in Redis, registered or not. */
export async function hostsWithQueues(redis: Redis): Promise<string[]> {
  const [before, after] = [`bull:${queueName('')}`, ':meta']
  return (await keysLike(redis, `${before}*${after}`)).map((key) => key.slice(before.length, -after.length))
}

async function keysLike(redis: Redis, pattern: string): Promise<string[]> {
  const keys = new Set<string>()
  for await (const batch of redis.scanStream({ match: pattern, count: scanCount })) {
    for (const key of batch as string[]) keys.add(key)
  }
  return [...keys]
}
