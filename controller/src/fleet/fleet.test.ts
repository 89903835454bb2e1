import { type FleetHost, type HostDetail, hostPaths, queueName } from '@ringside/contract'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registerHost, startTestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { follow, get, startTestStack, submit, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'
import { observe } from './observation.ts'

const id = 'bench-1'
let stack: TestStack
let controller: Controller
const cleanUps: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  stack = await startTestStack()
  controller = await startController(stack.config)
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  await controller.close()
  await stack.stop()
})

const at = (path: string, host = id) => `${controller.url}${path.replace(':id', host)}`
const hosts = async () => (await get<{ hosts: FleetHost[] }>(at(hostPaths.hosts))).body.hosts
const detail = async () => (await get<HostDetail>(at(hostPaths.host))).body

async function act(action: 'drain' | 'pause' | 'quarantine' | 'release', body: object = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(at(hostPaths[action]), init)
  return { status: response.status, body: (await response.json()) as FleetHost & { detail: string } }
}

async function withRedis<Result>(work: (redis: Redis) => Promise<Result>): Promise<Result> {
  const redis = new Redis(stack.redis.url, { maxRetriesPerRequest: null })
  return work(redis).finally(() => redis.disconnect())
}

const isPaused = () =>
  withRedis(async (connection) => {
    const queue = new Queue(queueName(id), { connection })
    return queue.isPaused().finally(() => queue.close())
  })

async function restart(between: () => Promise<unknown> = async () => undefined): Promise<void> {
  await controller.close()
  await between()
  controller = await startController(stack.config)
}

describe('hosts', () => {
  it('stay listed when their agents are gone, with when they were seen', async () => {
    await registerHost(stack.redis.url, id)
    await expect.poll(async () => (await hosts())[0]?.agents.length, { timeout: 5_000 }).toBe(1)
    await restart(() => withRedis((redis) => redis.flushall()))
    const [host] = await hosts()
    expect(host).toMatchObject({ id, agents: [], availability: 'active', fingerprint: '5f0c2a8130d1', labels: {} })
    expect(Date.parse(host?.seenAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
    expect((await detail()).events.map(({ kind }) => kind)).toEqual(['appeared'])
    expect((await get(at(hostPaths.host, 'nowhere'))).status).toBe(404)
  })

  it('whose environment is another than before say so', () => {
    const registered = { id, labels: {}, fingerprint: 'aaa', agents: [], availability: 'active', queued: 0, running: 0 } as const
    const { host } = observe(undefined, registered, 1_000)
    expect(observe(host, registered, 2_000)).toMatchObject({ isNews: false })
    const changed = observe(host, { ...registered, fingerprint: 'bbb' }, 3_000)
    expect(changed).toMatchObject({ isNews: true, host: { fingerprintSinceMs: 3_000, firstSeenAtMs: 1_000, version: 2 } })
    expect(changed.events).toMatchObject([{ kind: 'fingerprint', before: 'aaa', after: 'bbb' }])
    const labelled = observe(changed.host, { ...registered, fingerprint: 'bbb', labels: { nic: 'e810' } }, 4_000)
    expect(labelled).toMatchObject({ isNews: true, events: [], host: { labels: { nic: 'e810' }, fingerprintSinceMs: 3_000 } })
  })
})

describe('a quarantine', () => {
  it('stops the queue and refuses suites, with its reason, across restarts and a Redis that forgets', async () => {
    await registerHost(stack.redis.url, id)
    const { status, body } = await act('quarantine', { reason: 'p99 doubled' })
    expect([status, body.availability, body.reason, body.by]).toEqual([200, 'quarantined', 'p99 doubled', expect.any(String)])
    const refused = await submit(controller.url, { ...testSuite, host: id })
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('is quarantined (p99 doubled)')])
    await restart(() => withRedis((redis) => redis.flushall()))
    await registerHost(stack.redis.url, id)
    expect(await isPaused()).toBe(true)
    expect(await hosts()).toMatchObject([{ availability: 'quarantined', reason: 'p99 doubled' }])
    expect((await act('pause')).status).toBe(409)
    expect((await act('release')).body).toMatchObject({ availability: 'active' })
    expect(await isPaused()).toBe(false)
    const events = (await detail()).events.filter(({ kind }) => kind === 'availability')
    expect(events.map(({ before, after }) => `${before} ${after}`)).toEqual(['quarantined active', 'active quarantined'])
  })
})

describe('a pause', () => {
  it('lets the queue grow and runs nothing until the release', async () => {
    const agent = await startTestAgent({
      redisUrl: stack.redis.url,
      host: id,
      execute: async (job) => resultOf(job.data.id, ['a', 'b'], job.data.trials),
    })
    cleanUps.push(() => agent.stop())
    await act('pause', { reason: 'a visit' })
    const { status, body } = await submit(controller.url, { ...testSuite, host: id })
    expect([status, body.runs[0]?.state]).toEqual([201, 'queued'])
    await restart()
    const ended = follow(controller.url, body.id)
    expect((await act('release')).status).toBe(200)
    expect((await ended).at(-1)?.state).toBe('succeeded')
  })
})

describe('draining', () => {
  it('goes on with what is queued and takes nothing new', async () => {
    await registerHost(stack.redis.url, id)
    expect((await act('drain', { reason: 'it moves' })).body.availability).toBe('draining')
    expect(await isPaused()).toBe(false)
    const refused = await submit(controller.url, testSuite)
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('is draining (it moves)')])
  })

  it('of no host is refused, and so is what is not understood', async () => {
    expect((await act('drain')).status).toBe(404)
    await registerHost(stack.redis.url, id)
    expect((await act('drain', { because: 'x' })).status).toBe(400)
  })
})
