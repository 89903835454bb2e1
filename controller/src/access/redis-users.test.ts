import { once } from 'node:events'
import {
  agentKey,
  agentsKey,
  cancelKey,
  fenceKey,
  jobId,
  leaseKey,
  queueName,
  redisUserOf,
  refusedKey,
  tokenParts,
} from '@ringside/contract'
import { type Job, Queue, QueueEvents, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RedisServer, startRedisServer } from '../queue/testing/redis-server.ts'
import { RedisRefusal, RedisUsers } from './redis-users.ts'
import { memoryTokenStore } from './testing/memory-token-store.ts'
import type { Token } from './token.ts'
import { Tokens } from './tokens.ts'

const password = 'of-the-controller'
const logger = pino({ level: 'silent' })
/** In Redis' words for a command, and for a script's. */
const noKey = /NOPERM|can't access at least one of the keys/
const cleanUps: (() => unknown)[] = []
let server: RedisServer
let redis: Redis
let tokens: Tokens
let users: RedisUsers
beforeAll(async () => {
  server = await startRedisServer({ password })
})
afterAll(() => server?.stop())
beforeEach(async () => {
  redis = connect(server.url)
  await once(redis, 'ready')
  await redis.flushall()
  const left = ((await redis.acl('USERS')) as string[]).filter((name) => name !== 'default')
  if (left.length > 0) await redis.acl('DELUSER', ...left)
  tokens = new Tokens(memoryTokenStore())
  users = new RedisUsers({ redis, tokens, logger })
  cleanUps.push(() => users.close())
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

function connect(url: string): Redis {
  const connection = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 })
  connection.on('error', () => undefined)
  cleanUps.push(() => connection.disconnect())
  return connection
}

/** An agent's token, and the address of Redis that its agent uses. */
async function agentOf(host: string): Promise<{ token: Token; url: string }> {
  const { token, text } = tokens.fresh({ name: host, scopes: ['agent'], host, expiresInMs: 0 }, 'test')
  await tokens.add(token)
  await users.add(token)
  return { token, url: server.url.replace(`:${password}`, `${redisUserOf(token.id)}:${tokenParts(text)?.secret}`) }
}

function queueOf(host: string, connection: Redis): Queue {
  const queue = new Queue(queueName(host), { connection })
  queue.on('error', () => undefined)
  cleanUps.push(() => queue.close())
  return queue
}

/** A worker as an agent's, and the ids of the jobs it has ended. */
function workerOf(host: string, url: string): { worker: Worker; done: string[]; errors: string[] } {
  const done: string[] = []
  const errors: string[] = []
  const execute = async (job: Job) => {
    await job.updateProgress({ percent: 50 })
    return { ok: true }
  }
  const worker = new Worker(queueName(host), execute, { connection: connect(url), stalledInterval: 100, maxStalledCount: 0 })
  worker.on('completed', ({ id }) => void done.push(id ?? ''))
  worker.on('error', ({ message }) => void errors.push(message))
  cleanUps.push(() => worker.close(true))
  return { worker, done, errors }
}

describe("the Redis user of an agent's token", () => {
  it('works on the queue of its own host, with progress, failures, stalled checks and events', async () => {
    const { url } = await agentOf('bench-1')
    const { done, errors, worker } = workerOf('bench-1', url)
    await worker.waitUntilReady()
    const queue = queueOf('bench-1', redis)
    await queue.add('run', {}, { jobId: jobId('r-1', 1) })
    await queue.add('run', {}, { jobId: jobId('r-1', 2), priority: 3 })
    await expect.poll(() => done).toEqual(['r-1', 'r-1.2'])
    expect(errors).toEqual([])
    const failing = new Worker(queueName('bench-1'), null, { connection: connect(url) })
    cleanUps.push(() => failing.close(true))
    await worker.close()
    await queue.add('run', {}, { jobId: 'r-3' })
    const job = await failing.getNextJob('token')
    await job?.moveToFailed(new Error('no'), 'token', false)
    expect(await queue.getJobState('r-3')).toBe('failed')
    const events = new QueueEvents(queueName('bench-1'), { connection: connect(url) })
    cleanUps.push(() => events.close())
    await events.waitUntilReady()
  })

  it("has the keys of its host's registration, lease, cancellations and refused results", async () => {
    const { url } = await agentOf('bench-1')
    const agent = connect(url)
    const key = agentKey('bench-1', 'a-1')
    const registered = await agent.multi().set(key, '{}', 'EX', 15).sadd(agentsKey, key).exec()
    expect(registered?.map(([error]) => error)).toEqual([null, null])
    await expect(agent.del(agentsKey)).rejects.toThrow(noKey)
    await expect(agent.smembers(agentsKey)).rejects.toThrow(noKey)
    await expect(agent.sadd(leaseKey('bench-2'), 'x')).rejects.toThrow(noKey)
    const script = "local token = redis.call('INCR', KEYS[2]); redis.call('SET', KEYS[1], token, 'PX', 9000, 'NX'); return token"
    expect(await agent.eval(script, 2, leaseKey('bench-1'), fenceKey('bench-1'))).toBe(1)
    expect(await agent.pexpire(leaseKey('bench-1'), 9_000)).toBe(1)
    await agent.hset(cancelKey('bench-1'), 'r-1', 'wanted')
    expect(await agent.multi().hgetall(cancelKey('bench-1')).hdel(cancelKey('bench-1'), 'r-1').exec()).toHaveLength(2)
    await agent.rpush(refusedKey('bench-1'), '{}')
    await agent.del(leaseKey('bench-1'))
  })

  it.each(['bench-2', 'bench-1.b', 'bench-', 'bench-11'])('reaches nothing of another host: %s', async (other) => {
    const { url } = await agentOf('bench-1')
    const agent = connect(url)
    await queueOf(other, redis).add('run', { secret: 1 }, { jobId: 'r-9' })
    const { worker, done, errors } = workerOf(other, url)
    await expect.poll(() => errors.join()).toMatch(/NOPERM/)
    expect(done).toEqual([])
    await worker.close(true)
    const keys = [leaseKey(other), fenceKey(other), cancelKey(other), refusedKey(other), `ringside:agent:${other}:a-1`]
    for (const key of [...keys, `bull:${queueName(other)}:r-9`, 'anything']) {
      for (const command of [
        ['GET', key],
        ['SET', key, 'x'],
        ['DEL', key],
        ['HGETALL', key],
        ['RENAME', key, leaseKey('bench-1')],
      ]) {
        await expect(agent.call(command[0] as string, ...command.slice(1)), command.join(' ')).rejects.toThrow(/NOPERM/)
      }
      await expect(agent.eval("return redis.call('GET', KEYS[1])", 1, key)).rejects.toThrow(noKey)
      // Not named as a key of the script, and all the same no way around.
      await expect(agent.eval("return redis.call('DEL', ARGV[1])", 0, key)).rejects.toThrow(noKey)
    }
  })

  it.each([
    ['FLUSHALL'],
    ['FLUSHDB'],
    ['CONFIG', 'GET', '*'],
    ['KEYS', '*'],
    ['SCAN', '0'],
    ['RANDOMKEY'],
    ['DBSIZE'],
    ['ACL', 'LIST'],
    ['ACL', 'SETUSER', 'x', 'on'],
    ['SCRIPT', 'FLUSH'],
    ['SCRIPT', 'KILL'],
    ['FUNCTION', 'FLUSH'],
    ['FUNCTION', 'LIST'],
    ['CLIENT', 'LIST'],
    ['CLIENT', 'KILL', 'TYPE', 'normal'],
    ['CLIENT', 'PAUSE', '1'],
    ['MONITOR'],
    ['SHUTDOWN'],
    ['SAVE'],
    ['REPLICAOF', 'NO', 'ONE'],
    ['MIGRATE', 'h', '1', 'k', '0', '1'],
    ['SWAPDB', '0', '1'],
    ['PUBLISH', 'c', 'm'],
    ['SUBSCRIBE', 'c'],
    ['MODULE', 'LIST'],
    ['LATENCY', 'RESET'],
    ['SLOWLOG', 'GET'],
  ])('may not: %s %s', async (...command) => {
    const { url } = await agentOf('bench-1')
    const [name = '', ...rest] = command
    await expect(connect(url).call(name, ...rest)).rejects.toThrow(/NOPERM/)
  })

  it('ends with its token, and so do its connections', async () => {
    const { token, url } = await agentOf('bench-1')
    const agent = connect(url)
    await agent.ping()
    const closed = once(agent, 'close')
    await users.remove((await tokens.revoke(token.id, 'test')) as Token)
    await closed
    await expect.poll(() => redis.acl('USERS')).toEqual(['default'])
  })

  it('ends when its token has expired, and those of unknown tokens end as well', async () => {
    let now = 1_000
    tokens = new Tokens(memoryTokenStore(), () => now)
    users.close()
    users = new RedisUsers({ redis, tokens, logger })
    const { token } = tokens.fresh({ name: 'short', scopes: ['agent'], host: 'bench-1', expiresInMs: 50 }, 'test')
    await tokens.add(token)
    await redis.acl('SETUSER', 'ringside-agent-left0ver00', 'on')
    await users.sync()
    expect(await redis.acl('USERS')).toEqual(['default', redisUserOf(token.id)])
    now += 50
    await users.sync()
    expect(await redis.acl('USERS')).toEqual(['default'])
  })

  it('is there again after Redis was restarted, and its agent goes on by itself although it came back first', async () => {
    const { url } = await agentOf('bench-1')
    const { worker, done, errors } = workerOf('bench-1', url)
    await worker.waitUntilReady()
    users.close()
    await server.stop()
    server = await startRedisServer({ password, port: Number(new URL(url).port) })
    await expect.poll(() => errors.join()).toMatch(/WRONGPASS/)
    await expect.poll(() => redis.status).toBe('ready')
    await users.sync({ all: true })
    await queueOf('bench-1', redis).add('run', {}, { jobId: 'r-2' })
    await expect.poll(() => done, { timeout: 20_000 }).toEqual(['r-2'])
  })

  it('comes back by itself when the connection to Redis does', async () => {
    const { token, url } = await agentOf('bench-1')
    await server.stop()
    server = await startRedisServer({ password, port: Number(new URL(url).port) })
    await expect.poll(() => redis.acl('USERS')).toContain(redisUserOf(token.id))
  })

  it('is made by a Redis that lets us, else the remedy is said', async () => {
    await redis.acl('SETUSER', 'weak', 'on', '>pw', '~*', '+@all', '-acl')
    const weak = connect(server.url.replace(`:${password}`, 'weak:pw'))
    await once(weak, 'ready')
    const { token } = tokens.fresh({ name: 'n', scopes: ['agent'], host: 'bench-1', expiresInMs: 0 }, 'test')
    const refused = new RedisUsers({ redis: weak, tokens, logger })
    cleanUps.push(() => refused.close())
    await expect(refused.add(token)).rejects.toThrow(RedisRefusal)
    await expect(refused.add(token)).rejects.toThrow(/\+acl/)
  })
})
