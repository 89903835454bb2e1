/** What happens when an attempt does not end well, on a real Redis and a real store. */
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelKey, jobId, type RefusedResult, type RunDetail, type RunFailure, refusedKey } from '@ringside/contract'
import type { Job } from 'bullmq'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Controller, startController } from '../start-controller.ts'
import { registerHost, startTestAgent, type TestAgentOptions } from './testing/agent.ts'
import { resultOf } from './testing/result.ts'
import { follow, post, runDetail, startTestStack, submit, type TestStack, testSuite } from './testing/stack.ts'

const host = 'bench-1'
let stack: TestStack
let controller: Controller
let redis: Redis
const cleanUps: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  stack = await startTestStack()
  controller = await startController(stack.config)
  redis = new Redis(stack.redis.url)
  await registerHost(stack.redis.url, host)
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  redis.disconnect()
  await controller.close()
  await stack.stop()
})

async function agent(execute: TestAgentOptions['execute'], lockMs?: number) {
  const started = await startTestAgent({ redisUrl: stack.redis.url, host, execute, ...(lockMs === undefined ? {} : { lockMs }) })
  cleanUps.push(() => started.stop())
}

const fail = (failure: RunFailure): never => {
  throw new Error(JSON.stringify(failure))
}

async function submitted(suite: object = {}): Promise<{ submission: string; run: string }> {
  const { status, body } = await submit(controller.url, { ...testSuite, ...suite })
  expect([status, body.detail]).toEqual([201, undefined])
  return { submission: body.id, run: body.runs[0]?.id ?? '' }
}

const ended = async (submission: string): Promise<RunDetail> => {
  const last = (await follow(controller.url, submission)).at(-1)
  return runDetail(controller.url, last?.id ?? '')
}

describe('an attempt that failed by its infrastructure', () => {
  const onFailure = { retries: 1 }

  it('is followed by another one that everybody sees, where the suite asks for it', async () => {
    await agent(async ({ data }) => {
      if (data.attempt === 1) fail({ cause: 'infrastructure', message: 'no room on the device' })
      return resultOf(data, ['a', 'b'])
    })
    const { submission, run } = await submitted({ onFailure })
    expect(await ended(submission)).toMatchObject({
      id: run,
      state: 'succeeded',
      attempt: 2,
      result: { attempt: 2 },
      attempts: [
        { attempt: 1, state: 'failed', failure: { cause: 'infrastructure', message: 'no room on the device' } },
        { attempt: 2, state: 'succeeded' },
      ],
    })
  })

  it('is over once, however often its end is told', async () => {
    const release = Promise.withResolvers<void>()
    await agent(async ({ data }) => {
      if (data.attempt === 1) fail({ cause: 'infrastructure', message: 'no room on the device' })
      await release.promise
      return resultOf(data, ['a', 'b'])
    })
    const { submission, run } = await submitted({ onFailure: { retries: 3 } })
    await expect.poll(async () => (await runDetail(controller.url, run)).attempt).toBe(2)
    await expect.poll(async () => (await runDetail(controller.url, run)).state).toBe('running')
    await redis.xadd(`bull:bench.${host}:events`, '*', 'event', 'failed', 'jobId', run, 'failedReason', 'again')
    await sleep(300)
    release.resolve()
    expect(await ended(submission)).toMatchObject({ state: 'succeeded', attempt: 2 })
  })

  it('is the last when there are no more', async () => {
    const seen: number[] = []
    await agent(async ({ data }) => {
      seen.push(data.attempt)
      return fail({ cause: 'infrastructure', message: 'never' })
    })
    expect(await ended((await submitted({ onFailure })).submission)).toMatchObject({ state: 'failed', attempt: 2 })
    expect(seen).toEqual([1, 2])
  })

  it('is the only one where the benchmark failed', async () => {
    await agent(async () => fail({ cause: 'benchmark', message: 'packets came back corrupt' }))
    expect(await ended((await submitted({ onFailure })).submission)).toMatchObject({ state: 'failed', attempt: 1 })
  })
})

it('ends the rest of its submission, where the suite wants that', async () => {
  await agent(async (job) => {
    if (job.data.point.frame === 64) fail({ cause: 'benchmark', message: 'packets came back corrupt' })
    while (!(await redis.hexists(cancelKey(host), job.id ?? ''))) await sleep(20)
    return fail({ cause: 'cancelled', message: 'as asked' })
  })
  // biome-ignore lint/suspicious/noThenProperty: the word of the suite
  const { submission } = await submitted({ onFailure: { then: 'stop' }, matrix: { frame: [64, 128, 256] } })
  const causes = new Map((await follow(controller.url, submission)).map((run) => [run.id, run.failure?.cause]))
  expect([...causes.values()]).toEqual(['benchmark', 'cancelled', 'cancelled'])
})

describe('a result that comes too late', () => {
  it('is refused and told of, and the attempt that took over counts', async () => {
    const release = Promise.withResolvers<void>()
    await agent(async ({ data }) => {
      if (data.attempt === 1) await release.promise
      return resultOf(data, ['a', 'b'])
    })
    const { submission, run } = await submitted({ onFailure: { retries: 1 } })
    await expect.poll(async () => (await runDetail(controller.url, run)).state).toBe('running')
    // What an agent finds that slept through the end of its lease.
    await redis.del(`bull:bench.${host}:${run}:lock`)
    await expect.poll(async () => (await runDetail(controller.url, run)).attempt).toBe(2)
    const refused: RefusedResult = { runId: run, attempt: 1, agentId: 'a-1', token: 1, refusedAt: '2026-11-23T08:00:00.000Z' }
    await redis.rpush(refusedKey(host), JSON.stringify(refused))
    release.resolve()
    expect(await ended(submission)).toMatchObject({ state: 'succeeded', attempt: 2, result: { attempt: 2 } })
    await expect
      .poll(async () => (await runDetail(controller.url, run)).attempts)
      .toMatchObject([
        { attempt: 1, failure: { cause: 'lost' }, refusedAt: refused.refusedAt },
        { attempt: 2, state: 'succeeded' },
      ])
    expect(await redis.llen(refusedKey(host))).toBe(0)
  })

  it('is refused when its lease is older than the one the run is under', async () => {
    const lease = (token: number) => ({ agentId: `a-${token}`, token })
    await agent(async (job) => {
      await job.updateProgress({ state: 'running', phase: 'x', percent: 1, remainingMs: 1, lease: lease(7) })
      return { ...resultOf(job.data, ['a', 'b']), lease: lease(6) }
    })
    const { run } = await submitted()
    await expect.poll(async () => (await runDetail(controller.url, run)).attempts[0]).toHaveProperty('refusedAt')
    expect(await runDetail(controller.url, run)).not.toHaveProperty('result')
  })
})

describe('cancelling', () => {
  const cancel = (path: string) => post(`${controller.url}/api/v1/${path}/cancel`, { reason: 'wrong suite' })

  it('ends a run that waits at once, and leaves no job', async () => {
    const { submission, run } = await submitted()
    expect((await cancel(`runs/${run}`)).status).toBe(202)
    expect(await ended(submission)).toMatchObject({
      state: 'failed',
      failure: { cause: 'cancelled', message: expect.stringContaining('wrong suite') },
    })
    expect(await redis.exists(`bull:bench.${host}:${run}`)).toBe(0)
    expect(await redis.exists(cancelKey(host))).toBe(0)
  })

  it('tells the agent of a run that is measured, and is the cause of whatever comes of it', async () => {
    await agent(async (job) => {
      while (!(await redis.hexists(cancelKey(host), jobId(job.data.id, job.data.attempt)))) await sleep(20)
      return fail({ cause: 'infrastructure', message: 'the trial was broken off' })
    })
    const { submission, run } = await submitted({ onFailure: { retries: 3 } })
    await expect.poll(async () => (await runDetail(controller.url, run)).state).toBe('running')
    await cancel(`submissions/${submission}`)
    const { failure, attempt } = await ended(submission)
    expect([failure?.cause, attempt]).toEqual(['cancelled', 1])
    expect(failure?.message).toContain('wrong suite')
    await expect.poll(() => redis.exists(cancelKey(host))).toBe(0)
  })

  it('ends all that is unfinished of a submission', async () => {
    const hold = (job: Job) => redis.hexists(cancelKey(host), job.id ?? '')
    await agent(async (job) => {
      while (!(await hold(job))) await sleep(20)
      return fail({ cause: 'cancelled', message: 'as asked' })
    })
    const { submission } = await submitted({ matrix: { frame: [64, 128, 256, 512] } })
    await expect.poll(async () => (await redis.lrange(`bull:bench.${host}:active`, 0, -1)).length).toBe(1)
    expect((await cancel(`submissions/${submission}`)).body).toEqual({ cancelled: 4 })
    const last = new Map((await follow(controller.url, submission)).map((run) => [run.id, run.failure?.cause]))
    expect([...last.values()]).toEqual(Array(4).fill('cancelled'))
  })

  it('of what is over or unknown says so', async () => {
    await agent(async ({ data }) => resultOf(data, ['a', 'b']))
    const { submission, run } = await submitted()
    await follow(controller.url, submission)
    expect(await cancel(`runs/${run}`)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('succeeded') } })
    expect((await cancel('runs/r-none')).status).toBe(404)
    expect((await cancel('submissions/s-none')).status).toBe(404)
  })
})

it('fails a run that waits longer than its suite allows', async () => {
  const { submission } = await submitted({ timeouts: { waiting: '1s' } })
  expect(await ended(submission)).toMatchObject({
    failure: { cause: 'timeout', message: expect.stringContaining('timeouts.waiting') },
  })
})
