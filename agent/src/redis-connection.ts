/** How an agent reaches Redis: address, user and password by the URL, TLS where it begins with `rediss:`. */
import { readFileSync } from 'node:fs'
import { withoutPassword } from '@ringside/telemetry'
import { Redis } from 'ioredis'
import type { Logger } from 'pino'

export interface RedisSettings {
  /** May hold user and password. */
  readonly url: string
  /** A PEM file with the authorities that may vouch for Redis; the system's where none is named. */
  readonly caPath?: string
}

/** A connection that tries for as long as it takes, and says when it cannot. Throws when the file of authorities cannot be read. */
export function connectRedis({ url, caPath }: RedisSettings, log: Logger): Redis {
  const tls = caPath === undefined ? {} : { tls: { ca: readFileSync(caPath, 'utf8') } }
  // Blocking reads need a command to wait for as long as Redis is away; a run's result does as well.
  const redis = endAtOnce(new Redis(url, { maxRetriesPerRequest: null, ...tls }))
  redis.on('error', (error) =>
    log.warn({ redis: withoutPassword(url), reason: error.message || String(error) }, 'redis is not reachable, trying again'),
  )
  return redis
}

/**
 * Says `end` also when it is told to disconnect between two attempts to connect, and so do its duplicates. BullMQ's worker waits
 * for that on a connection of its own, and would never close (taskforcesh/bullmq#4656).
 */
function endAtOnce(redis: Redis): Redis {
  const disconnect = redis.disconnect.bind(redis)
  const duplicate = redis.duplicate.bind(redis)
  redis.disconnect = (reconnect = false) => {
    // One that was never connected has nothing to wait for.
    if (!reconnect && redis.status === 'reconnecting') redis.status = 'wait'
    disconnect(reconnect)
  }
  redis.duplicate = ((override) => endAtOnce(duplicate(override))) as typeof redis.duplicate
  return redis
}
