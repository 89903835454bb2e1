/**
 * Agents work on Redis directly, so each agent's token is a user of Redis too, who reaches the keys of its own host and
 * nothing else. The user's password is the secret of the token; Redis is given its SHA-256, which is all that is stored.
 * Redis forgets users when it restarts, so they are made again whenever the connection is.
 * Source: Redis documentation, "ACL" (7.0).
 */
import {
  agentKeyPrefix,
  agentsKey,
  cancelKey,
  fenceKey,
  leaseKey,
  queueName,
  redisUserOf,
  redisUserPrefix,
  refusedKey,
} from '@ringside/contract'
import type { Redis } from 'ioredis'
import { ReplyError } from 'ioredis'
import type { Logger } from 'pino'
import { requireRedis } from '../queue/redis.ts'
import type { Token } from './token.ts'
import type { Tokens } from './tokens.ts'

/**
 * What BullMQ's workers, our leases and the connection itself call. Commands on data are bounded by the keys; those that
 * reach beyond them are taken out again, by name where Redis does not call them dangerous.
 */
const commands = [
  ...['+@read', '+@write', '+@scripting', '+@transaction', '+@connection', '+time'],
  ...['-@dangerous', '-@admin', '+info'],
  ...['-scan', '-randomkey', '-dbsize', '-function', '-script', '+script|load', '+script|exists'],
]

const keysOf = (host: string): string[] =>
  [
    `bull:${queueName(host)}:*`,
    `${agentKeyPrefix}${host}:*`,
    leaseKey(host),
    fenceKey(host),
    cancelKey(host),
    refusedKey(host),
  ].map((pattern) => `~${pattern}`)

/** The one key that agents share: each adds what it registers under, and no other command opens it. A selector of Redis 7. */
const registering = `(~${agentsKey} +sadd +srem)`

/** Redis is there, and does not let the controller manage users. */
export class RedisRefusal extends Error {
  override readonly name = 'RedisRefusal'
}

export interface RedisUsersOptions {
  readonly redis: Redis
  readonly tokens: Pick<Tokens, 'all' | 'valid'>
  readonly logger: Logger
}

export class RedisUsers {
  readonly #options: RedisUsersOptions
  readonly #again = () => void this.sync({ all: true })

  constructor(options: RedisUsersOptions) {
    this.#options = options
    options.redis.on('ready', this.#again)
  }

  /** Makes the user of an agent's token; nothing for any other. Rejects with RedisRefusal or RedisUnavailableError. */
  async add(token: Token): Promise<void> {
    if (token.host === undefined) return
    const { redis } = this.#options
    requireRedis(redis)
    const rules = [`#${token.secretSha256}`, ...keysOf(token.host), 'resetchannels', '-@all', ...commands, registering]
    await redis.acl('SETUSER', redisUserOf(token.id), 'reset', 'on', ...rules).catch(explain)
  }

  /** Ends the user of a token, and its connections. Where Redis is away {@link sync} does it when it is back. */
  async remove({ id, host }: Token): Promise<void> {
    const { redis, logger } = this.#options
    if (host === undefined || redis.status !== 'ready') return
    await redis
      .acl('DELUSER', redisUserOf(id))
      .catch((error: unknown) => logger.warn({ err: error, token: id }, 'a Redis user is left over'))
  }

  /**
   * Makes the users what the tokens say: those of valid ones are there, no others of ours are. `all`: also those that are
   * there are made again, as an older version may have made them. Never rejects.
   */
  async sync({ all = false } = {}): Promise<void> {
    const { redis, tokens, logger } = this.#options
    const wanted = tokens.valid().filter(({ host }) => host !== undefined)
    if (redis.status !== 'ready' || !tokens.all().some(({ host }) => host !== undefined)) return
    try {
      const present = new Set(((await redis.acl('USERS')) as string[]).filter((name) => name.startsWith(redisUserPrefix)))
      for (const token of wanted) if (!present.delete(redisUserOf(token.id)) || all) await this.add(token)
      if (present.size > 0) await redis.acl('DELUSER', ...present)
    } catch (error) {
      logger.error({ err: error }, "the Redis users of agents' tokens could not be brought up to date; next try soon")
    }
  }

  /** Whether Redis lets in everybody without a password, beside whom all this is worth nothing. False where it does not say. */
  async isOpen(): Promise<boolean> {
    const answer: unknown = await this.#options.redis.acl('GETUSER', 'default').catch(() => [])
    const said = JSON.stringify(answer)
    return said.includes('"nopass"') && said.includes('"on"')
  }

  close(): void {
    this.#options.redis.off('ready', this.#again)
  }
}

function explain(error: unknown): never {
  if (!(error instanceof ReplyError)) throw error
  throw new RedisRefusal(
    `Redis does not let the controller make a user for the agent (${(error as Error).message}); give the user in RINGSIDE_REDIS_URL the command ACL (+acl), Redis 7 or later`,
  )
}
