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
  const redis = new Redis(url, { maxRetriesPerRequest: null, ...tls })
  redis.on('error', (error) =>
    log.warn({ redis: withoutPassword(url), reason: error.message || String(error) }, 'redis is not reachable, trying again'),
  )
  return redis
}
