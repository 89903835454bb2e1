/** Tells the controller of an outcome that came too late: it is not stored, and is not forgotten. */
import { type RefusedResult, refusedKey } from '@ringside/contract'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'

/** Enough for whoever looks; a controller that is away for longer than a host needs for so many is told of the last ones. */
const keptRefusals = 1_000

interface RefusalPorts {
  readonly redis: Redis
  readonly hostId: string
  readonly log: Logger
}

/** Does not wait for a Redis that is away: the news go when it is back, if this process lives so long. */
export function refuse({ redis, hostId, log }: RefusalPorts, refused: RefusedResult): void {
  const { runId: run, attempt, token: lease } = refused
  log.error({ run, attempt, lease }, 'the outcome of this attempt came when it had been given up: refused')
  const key = refusedKey(hostId)
  redis
    .multi()
    .rpush(key, JSON.stringify(refused))
    .ltrim(key, -keptRefusals, -1)
    .exec()
    .catch((error: Error) => log.warn({ run, reason: error.message }, 'the refusal could not be recorded'))
}
