/**
 * The lease of a host in Redis: who may use it, also where machines cannot see each other's locks, and under which number his
 * results count. It ends by itself when it is not renewed; the next one has a higher number.
 */
import { cancelKey, fenceKey, type HostLease, leaseKey } from '@ringside/contract'
import type { Redis } from 'ioredis'

/** Who asks for a lease. */
export type LeaseHolder = Omit<HostLease, 'token'>

export interface Renewal {
  /** Whether the lease is still ours, and was lengthened. */
  readonly held: boolean
  /** What the job's entry among the cancellations says. */
  readonly cancellation?: string
}

/** Of a lease that nobody has; also asked for as `token` by those who want to hear of their cancellation only. */
export const noToken = 0

/**
 * One script for all three, so that nothing happens between the look at the lease and what follows from it.
 * KEYS: lease, fence, cancellations. ARGV: operation, token, ttl in ms, job id, holder as JSON.
 * Who asks again for what he has got (its answer was lost on the way) gets it again.
 */
const script = `
local held = redis.call('GET', KEYS[1])
local lease = held and cjson.decode(held)
if ARGV[1] == 'acquire' then
  local asks = cjson.decode(ARGV[5])
  if not lease then
    asks.token = redis.call('INCR', KEYS[2])
    redis.call('SET', KEYS[1], cjson.encode(asks), 'PX', ARGV[3])
    return { asks.token }
  end
  if lease.agentId == asks.agentId and lease.runId == asks.runId and lease.attempt == asks.attempt then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
    return { lease.token }
  end
  return { 0, held }
end
local ours = lease and lease.token == tonumber(ARGV[2]) and 1 or 0
if ARGV[1] == 'release' then
  if ours == 1 then redis.call('DEL', KEYS[1]) end
  return { ours }
end
if ours == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return { ours, redis.call('HGET', KEYS[3], ARGV[4]) }
`

interface LeaseCall {
  readonly token?: number
  readonly ttlMs?: number
  readonly jobId?: string
  readonly holder?: LeaseHolder
}

export class HostLeases {
  readonly #redis: Redis
  readonly #keys: readonly [string, string, string]

  constructor(redis: Redis, hostId: string) {
    this.#redis = redis
    this.#keys = [leaseKey(hostId), fenceKey(hostId), cancelKey(hostId)]
  }

  /** The token of a new lease of `ttlMs`, or who has the host. */
  async acquire(holder: LeaseHolder, ttlMs: number): Promise<{ readonly token: number } | { readonly heldBy: HostLease }> {
    const [token, held] = await this.#run('acquire', { ttlMs, holder })
    return token === noToken ? { heldBy: JSON.parse(String(held)) as HostLease } : { token: Number(token) }
  }

  /** Lengthens a lease to `ttlMs` from now, and reads whether the job is cancelled. */
  async renew(token: number, ttlMs: number, jobId: string): Promise<Renewal> {
    const [held, cancellation] = await this.#run('renew', { token, ttlMs, jobId })
    return { held: held === 1, ...(cancellation ? { cancellation: String(cancellation) } : {}) }
  }

  /** Whether it was still ours. */
  async release(token: number): Promise<boolean> {
    const [released] = await this.#run('release', { token })
    return released === 1
  }

  async #run(operation: 'acquire' | 'renew' | 'release', call: LeaseCall): Promise<unknown[]> {
    const { token = noToken, ttlMs = 0, jobId = '', holder = {} } = call
    const answer = await this.#redis.eval(script, 3, ...this.#keys, operation, token, ttlMs, jobId, JSON.stringify(holder))
    return answer as unknown[]
  }
}
