import { cancelKey, fenceKey, leaseKey } from '@ringside/contract'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RedisServer, startRedis } from '../testing/redis-server.ts'
import { HostLeases, type LeaseHolder, noToken } from './lease.ts'

const hostId = 'lease-test'
const ttlMs = 60_000
let server: RedisServer
let redis: Redis
let leases: HostLeases

beforeAll(async () => {
  server = await startRedis()
  redis = new Redis(server.url)
  leases = new HostLeases(redis, hostId)
})
beforeEach(() => redis.flushall())
afterAll(async () => {
  redis.disconnect()
  await server.kill()
})

const asking = (who: number, attempt = 1): LeaseHolder => {
  return { agentId: `a-${who}`, pid: who, runId: `r-${who}`, attempt, since: '2026-01-01T00:00:00.000Z' }
}

/** What may happen to a lease, with the number of an agent, or of a token among those that were given out. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('acquire' as const), who: fc.nat(3), attempt: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ kind: fc.constantFrom('renew' as const, 'release' as const), token: fc.nat(8) }),
  fc.record({ kind: fc.constant('expire' as const) }),
)

/** The lease as it should be: who has it, and what the last token was. */
interface Model {
  holder?: LeaseHolder & { readonly token: number }
  fence: number
}

async function follow(model: Model, each: typeof step extends fc.Arbitrary<infer Step> ? Step : never): Promise<void> {
  if (each.kind === 'expire') {
    await redis.del(leaseKey(hostId))
    delete model.holder
  } else if (each.kind === 'acquire') {
    const holder = asking(each.who, each.attempt)
    const answer = await leases.acquire(holder, ttlMs)
    const own = model.holder?.agentId === holder.agentId && model.holder.attempt === holder.attempt
    if (model.holder === undefined) model.holder = { ...holder, token: ++model.fence }
    else if (!own) return expect(answer).toEqual({ heldBy: model.holder })
    expect(answer).toEqual({ token: model.holder.token })
  } else {
    const held = model.holder !== undefined && model.holder.token === each.token
    if (each.kind === 'renew') expect(await leases.renew(each.token, ttlMs, 'r')).toEqual({ held })
    else {
      expect(await leases.release(each.token)).toBe(held)
      if (held) delete model.holder
    }
  }
  expect(JSON.parse((await redis.get(leaseKey(hostId))) ?? 'null')).toEqual(model.holder ?? null)
  expect(Number(await redis.get(fenceKey(hostId)))).toBe(model.fence)
}

describe('the lease of a host', () => {
  test('has one holder at a time and ever higher tokens, whatever agents do and whenever it expires', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await redis.flushall()
        const model: Model = { fence: 0 }
        for (const each of steps) await follow(model, each)
      }),
      { numRuns: 60 },
    )
  })

  test('lasts as long as asked for, from the last renewal on', async () => {
    const answer = await leases.acquire(asking(1), 5_000)
    expect(await redis.pttl(leaseKey(hostId))).toBeGreaterThan(4_000)
    await leases.renew('token' in answer ? answer.token : 0, 50_000, 'r')
    expect(await redis.pttl(leaseKey(hostId))).toBeGreaterThan(49_000)
  })

  test('tells of a cancellation also those who do not have it', async () => {
    await redis.hset(cancelKey(hostId), 'r-1.2', '{"by":"alice"}')
    expect(await leases.renew(noToken, ttlMs, 'r-1.2')).toEqual({ held: false, cancellation: '{"by":"alice"}' })
    expect(await leases.renew(noToken, ttlMs, 'r-1')).toEqual({ held: false })
  })
})
