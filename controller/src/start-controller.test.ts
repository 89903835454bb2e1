import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { queueName, type Report, type RunFailure, type RunTrace, type Submission, spanNames } from '@ringside/contract'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registerHost, startTestAgent, type TestAgentOptions } from './queue/testing/agent.ts'
import { resultOf } from './queue/testing/result.ts'
import {
  firstLine,
  follow,
  get,
  kill,
  runDetail,
  spawnController,
  startTestStack,
  submit,
  type TestStack,
  testSuite,
} from './queue/testing/stack.ts'
import { type Controller, startController } from './start-controller.ts'

const host = 'bench-1'
const hangingAgent = fileURLToPath(new URL('./queue/testing/hanging-agent.ts', import.meta.url))
const succeed: TestAgentOptions['execute'] = async ({ data }) => resultOf(data, ['a', 'b'], data.trials)

let stack: TestStack
const cleanUps: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  stack = await startTestStack()
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  await stack.stop()
})

async function controller(): Promise<Controller> {
  const started = await startController(stack.config)
  cleanUps.push(() => started.close())
  return started
}

async function agent(execute: TestAgentOptions['execute']) {
  const started = await startTestAgent({ redisUrl: stack.redis.url, host, execute })
  cleanUps.push(() => started.stop())
  return started
}

async function jobsLeft(): Promise<number> {
  const connection = new Redis(stack.redis.url, { maxRetriesPerRequest: null })
  const queue = new Queue(queueName(host), { connection })
  const counts = await queue.getJobCounts('waiting', 'active', 'completed', 'failed')
  await queue.close()
  connection.disconnect()
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

describe('the life of a run', () => {
  it('goes from queued over running to succeeded, with its progress, result, trace and comparison', async () => {
    const { url } = await controller()
    await agent(async (job) => {
      await job.updateProgress({ state: 'running', phase: 'a 1/6', percent: 10, remainingMs: 5 })
      await sleep(50)
      return succeed(job)
    })
    const client = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) }
    const { status, body } = await submit(url, testSuite, { traceparent: `00-${client.traceId}-${client.spanId}-01` })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      suite: 'suite',
      traceId: client.traceId,
      runs: [{ label: 'throughput 64 B', host, backends: ['a', 'b'] }],
    })

    const told = await follow(url, body.id)
    const states = told.map((run) => run.state)
    expect([...new Set(states)]).toEqual(expect.arrayContaining(['running', 'succeeded']))
    expect(told.some((run) => run.progress?.phase === 'a 1/6')).toBe(true)
    const id = body.runs[0]?.id ?? ''

    const detail = await runDetail(url, id)
    expect(detail).toMatchObject({ state: 'succeeded', traceId: client.traceId, spans: { ioctl: { issued: 40, stored: 0 } } })
    expect(detail.result?.trials).toHaveLength(12)
    expect(detail).not.toHaveProperty('progress')
    expect(Date.parse(detail.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(detail.startedAt ?? ''))

    const { body: trace } = await get<RunTrace>(`${url}/api/v1/runs/${id}/trace`)
    const spans = trace.spans.map(({ name, parentSpanId }) => [name, parentSpanId])
    const submitSpan = trace.spans.find((span) => span.name === spanNames.submit)
    expect(spans).toEqual([
      [spanNames.submit, client.spanId],
      [spanNames.run, submitSpan?.spanId],
    ])
    expect(detail.spec.traceparent).toBe(`00-${client.traceId}-${trace.spans[1]?.spanId}-01`)

    const { body: report } = await get<Report>(`${url}/api/v1/submissions/${body.id}/report`)
    expect(report.comparisons.map(({ a, b, verdict }) => [a.backend, b.backend, verdict])).toEqual([['a', 'b', 'faster']])
    expect((await get<Submission>(`${url}/api/v1/submissions/${body.id}`)).body.runs[0]?.state).toBe('succeeded')
    await expect.poll(jobsLeft).toBe(0)
  })

  it('ends as failed with the cause an agent gives, and the run span says so', async () => {
    const { url } = await controller()
    const failure: RunFailure = { cause: 'benchmark', message: 'no such capture: /x.pcap' }
    await agent(() => Promise.reject(new Error(JSON.stringify(failure))))
    const { body } = await submit(url, testSuite)
    expect((await follow(url, body.id)).at(-1)).toMatchObject({ state: 'failed', failure })
    const { body: trace } = await get<RunTrace>(`${url}/api/v1/runs/${body.runs[0]?.id}/trace`)
    expect(trace.spans.find((span) => span.name === spanNames.run)).toMatchObject({
      error: true,
      attributes: { 'error.type': 'benchmark' },
    })
  })

  it('ends as failed when the agent returns no result', async () => {
    const { url } = await controller()
    await agent(async () => ({ runId: 'x' }) as never)
    const { body } = await submit(url, testSuite)
    expect((await follow(url, body.id)).at(-1)).toMatchObject({ state: 'failed', failure: { cause: 'infrastructure' } })
  })

  it('keeps the order of the suite and executes one run after the other', async () => {
    const { url } = await controller()
    const executed: string[] = []
    await agent(async (job) => {
      executed.push(job.data.label)
      return succeed(job)
    })
    const { body } = await submit(url, { ...testSuite, matrix: { frame: [64, 128, 256, 512] } })
    await follow(url, body.id)
    expect(executed).toEqual(body.runs.map((run) => run.label))
    expect((await get<Submission>(`${url}/api/v1/submissions/${body.id}`)).body.runs.map((run) => run.label)).toEqual(executed)
  })
})

describe('a killed agent', () => {
  it('is noticed although nothing restarts it, and its run fails as lost', async () => {
    const { url } = await controller()
    await registerHost(stack.redis.url, host)
    const { body } = await submit(url, testSuite)
    const child = spawn(process.execPath, [hangingAgent, stack.redis.url, host, '600'], { stdio: ['ignore', 'pipe', 'inherit'] })
    cleanUps.push(() => kill(child))
    expect(await firstLine(child)).toBe(`claimed ${body.runs[0]?.id}`)
    await expect.poll(async () => (await runDetail(url, body.runs[0]?.id ?? '')).state).toBe('running')
    const following = follow(url, body.id)
    await kill(child)
    expect((await following).at(-1)).toMatchObject({ state: 'failed', failure: { cause: 'lost' } })
    await expect.poll(jobsLeft).toBe(0)
  })

  it('does not run the benchmark again when a new agent comes', async () => {
    const first = await controller()
    await registerHost(stack.redis.url, host)
    const { body } = await submit(first.url, testSuite)
    const child = spawn(process.execPath, [hangingAgent, stack.redis.url, host, '600'], { stdio: ['ignore', 'pipe', 'inherit'] })
    cleanUps.push(() => kill(child))
    await firstLine(child)
    await first.close()
    await kill(child)
    let executed = 0
    await startTestAgent({
      redisUrl: stack.redis.url,
      host,
      lockMs: 300,
      execute: (job) => {
        executed++
        return succeed(job)
      },
    }).then((started) => cleanUps.push(() => started.stop()))
    const { url } = await controller()
    expect((await follow(url, body.id)).at(-1)).toMatchObject({ state: 'failed', failure: { cause: 'lost' } })
    expect(executed).toBe(0)
  })
})

describe('a restart', () => {
  it('takes up finished, running and vanished runs alike', async () => {
    const first = await controller()
    await registerHost(stack.redis.url, host)
    const { body } = await submit(first.url, { ...testSuite, matrix: { frame: [64, 128, 256] } })
    const [finished, running, vanished] = body.runs.map((run) => run.id) as [string, string, string]
    await first.close()

    const release = Promise.withResolvers<void>()
    await agent(async (job) => {
      if (job.data.id === running) await release.promise
      return succeed(job)
    })
    const connection = new Redis(stack.redis.url, { maxRetriesPerRequest: null })
    cleanUps.push(async () => connection.disconnect())
    const queue = new Queue(queueName(host), { connection })
    await queue.remove(vanished)

    const { url } = await controller()
    expect(await runDetail(url, finished)).toMatchObject({ state: 'succeeded' })
    await expect
      .poll(() => runDetail(url, vanished))
      .toMatchObject({
        state: 'queued',
        attempt: 2,
        attempts: [{ attempt: 1, state: 'failed', failure: { cause: 'infrastructure' } }, { attempt: 2 }],
      })
    expect(await runDetail(url, running)).toMatchObject({ state: 'running' })
    const following = follow(url, body.id)
    release.resolve()
    expect((await following).slice(-2)).toMatchObject([
      { id: running, state: 'succeeded' },
      { id: vanished, state: 'succeeded', attempt: 2 },
    ])
    await expect.poll(jobsLeft).toBe(0)
  })

  it('removes a finished job whose result is stored already, and stores nothing twice', async () => {
    const first = await controller()
    const firstAgent = await agent(succeed)
    const { body } = await submit(first.url, testSuite)
    await follow(first.url, body.id)
    const id = body.runs[0]?.id ?? ''
    const before = await runDetail(first.url, id)
    await first.close()
    await firstAgent.stop()
    const connection = new Redis(stack.redis.url, { maxRetriesPerRequest: null })
    cleanUps.push(async () => connection.disconnect())
    await new Queue(queueName(host), { connection }).add('run', before.spec, { jobId: id })
    await agent(succeed)
    await expect.poll(jobsLeft).toBe(1)
    await sleep(200)
    const { url } = await controller()
    await expect.poll(jobsLeft).toBe(0)
    expect(await runDetail(url, id)).toEqual(before)
    const { body: trace } = await get<RunTrace>(`${url}/api/v1/runs/${id}/trace`)
    expect(trace.spans.filter((span) => span.name === spanNames.run)).toHaveLength(1)
  })

  it('loses and doubles nothing, whichever instant after the end of a job the controller is killed at', async () => {
    let ended = Promise.withResolvers<void>()
    await agent(async (job) => {
      setImmediate(ended.resolve)
      return succeed(job)
    })
    const known: string[] = []
    let interrupted = 0
    for (const delayMs of [0, 5, 10, 20, 30, 45]) {
      ended = Promise.withResolvers<void>()
      const child = spawnController(stack.config)
      cleanUps.push(() => kill(child))
      const { url } = JSON.parse(await firstLine(child)) as { url: string }
      const { body } = await submit(url, testSuite)
      known.push(body.runs[0]?.id ?? '')
      await ended.promise
      await sleep(delayMs)
      await kill(child)
      interrupted += await jobsLeft()
    }
    // Or the test has shown nothing.
    expect(interrupted).toBeGreaterThan(0)
    const { url } = await controller()
    for (const id of known) {
      expect(await runDetail(url, id)).toMatchObject({ id, state: 'succeeded', result: { runId: id } })
      const { body: trace } = await get<RunTrace>(`${url}/api/v1/runs/${id}/trace`)
      expect(trace.spans.map((span) => span.name)).toEqual([spanNames.submit, spanNames.run])
    }
    await expect.poll(jobsLeft).toBe(0)
    // Seven controllers start, one after the other.
  }, 180_000)
})

describe('a start that cannot succeed', () => {
  const startAndFail = async (config: TestStack['config']): Promise<{ code: number; message: string }> => {
    const child = spawnController(config)
    cleanUps.push(() => kill(child))
    let message = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      message += chunk
    })
    const [code] = (await once(child, 'close')) as [number]
    return { code, message }
  }

  it('says in one line that there is no Redis', async () => {
    const { code, message } = await startAndFail({ ...stack.config, redisUrl: 'redis://:secret@127.0.0.1:1' })
    expect({ code, message }).toEqual({
      code: 1,
      message: expect.stringMatching(/^ringside-controller: no Redis at .*127\.0\.0\.1:1.*\n$/),
    })
    expect(message).not.toContain('secret')
  })

  it('says in one line that the port is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    cleanUps.push(async () => holder.close())
    await once(holder, 'listening')
    const port = (holder.address() as { port: number }).port
    const { code, message } = await startAndFail({ ...stack.config, port })
    expect({ code, message }).toEqual({
      code: 1,
      message: expect.stringMatching(new RegExp(`^ringside-controller: port ${port} .*in use.*\n$`)),
    })
  })

  it('says in one line that another process holds the data folder', async () => {
    await controller()
    const { code, message } = await startAndFail(stack.config)
    expect({ code, message }).toEqual({
      code: 1,
      message: expect.stringMatching(/^ringside-controller: .*holds it.*$/m),
    })
  })

  it('says in one line that the data folder is no folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringside-file-'))
    cleanUps.push(() => rm(folder, { recursive: true }))
    const file = join(folder, 'file')
    await writeFile(file, '')
    const { code, message } = await startAndFail({ ...stack.config, dataDir: join(file, 'store') })
    expect({ code, message }).toEqual({
      code: 1,
      message: expect.stringMatching(/^ringside-controller: the data folder .*cannot be used.*\n$/),
    })
  })
})

it('ends on SIGTERM with code 0, although a client still follows a run', async () => {
  const child = spawnController(stack.config)
  cleanUps.push(() => kill(child))
  const { ready, url } = JSON.parse(await firstLine(child)) as { ready: boolean; url: string }
  expect(ready).toBe(true)
  await registerHost(stack.redis.url, host)
  const { body } = await submit(url, testSuite)
  const stream = await fetch(`${url}/api/v1/submissions/${body.id}/events`)
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect((await ended)[0]).toBe(0)
  await stream.text().catch(() => undefined)
})
