import { existsSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import {
  type AgentRegistration,
  agentKey,
  queueName,
  type RunProgress,
  type RunResult,
  type RunSpec,
  runJobName,
} from '@ringside/contract'
import { type Job, Queue, QueueEvents } from 'bullmq'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RunLog } from './artifacts/run-log.ts'
import { type Agent, startAgent } from './start-agent.ts'
import { testConfig } from './testing/agent-config.ts'
import { openQueue } from './testing/host-queue.ts'
import { type OtlpReceiver, startReceiver } from './testing/otlp-receiver.ts'
import { testSettings } from './testing/otlp-settings.ts'
import { type RedisServer, startRedis } from './testing/redis-server.ts'
import { exampleRun } from './testing/run-spec.ts'
import { type Script, scriptDatapath } from './testing/scripted-datapath.ts'

const hostId = 'test-host'
const log = pino({ level: 'silent' })
let redisServer: RedisServer
let receiver: OtlpReceiver
let redis: Redis
let queue: Queue<RunSpec, RunResult>
let events: QueueEvents
let agent: Agent | undefined

beforeAll(async () => {
  redisServer = await startRedis()
  receiver = await startReceiver()
})

async function connect() {
  redis = new Redis(redisServer.url, { maxRetriesPerRequest: null })
  queue = new Queue(queueName(hostId), { connection: redis })
  events = new QueueEvents(queueName(hostId), { connection: { url: redisServer.url } })
  await events.waitUntilReady()
}

async function disconnect() {
  await agent?.stop()
  agent = undefined
  await queue.obliterate({ force: true })
  await events.close()
  await queue.close()
  redis.disconnect()
}

afterAll(async () => {
  await receiver.close()
  await redisServer.kill()
})

async function start(script: Script): Promise<Agent> {
  const config = testConfig(redisServer.url, receiver.endpoint, { hostId })
  agent = await startAgent(config, log, { datapath: scriptDatapath(script) })
  return agent
}

function submit(changes: Partial<RunSpec> = {}, attempts = 1): Promise<Job<RunSpec, RunResult>> {
  const spec = exampleRun({ id: `r-${Math.random().toString(36).slice(2)}`, ...changes })
  return queue.add(runJobName, spec, { jobId: spec.id, attempts, removeOnComplete: false, removeOnFail: false })
}

const failureOf = async (job: Job): Promise<unknown> => {
  const reason = await job.waitUntilFinished(events).catch((error: Error) => error.message)
  return JSON.parse(String(reason))
}

describe('an agent on a real queue', () => {
  beforeEach(connect)
  afterEach(disconnect)

  test('registers its host while it lives, and not after', async () => {
    const { stop, agentId } = await start({})
    const registration = JSON.parse((await redis.get(agentKey(hostId, agentId))) ?? '') as AgentRegistration
    expect(registration).toMatchObject({
      agentId: expect.stringMatching(/^a-[0-9a-z]{10}$/),
      hostId,
      labels: {},
      fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
      facts: { id: hostId, cpus: expect.any(Number), state: { loadAverage1m: expect.any(Number) } },
    })
    expect(Math.abs(Date.parse(registration.seenAt) - Date.now())).toBeLessThan(10_000)
    expect(await redis.ttl(agentKey(hostId, agentId))).toBeGreaterThan(10)
    await stop()
    agent = undefined
    expect(await redis.get(agentKey(hostId, agentId))).toBeNull()
  })

  test('executes a run, reports progress and keeps the result until someone fetches it', async () => {
    await start({ doorbells: [10] })
    const steps: RunProgress[] = []
    events.on('progress', ({ data }) => void steps.push(data as unknown as RunProgress))
    const job = await submit()
    const result = await job.waitUntilFinished(events)
    expect(result).toMatchObject({ runId: job.id, host: { id: hostId }, spans: { dropped: 0 } })
    expect(result.trials).toHaveLength(4)
    expect(steps[0]).toMatchObject({ state: 'claimed', phase: 'preparing the host', percent: 0, lease: result.lease })
    expect(steps[1]).toMatchObject({
      state: 'running',
      lease: result.lease,
      phase: expect.stringMatching(/ 1\/2$/),
      percent: expect.any(Number),
      remainingMs: expect.any(Number),
    })
    expect((await queue.getJob(job.id as string))?.returnvalue).toEqual(result)
  })

  test('keeps what the suite asked for: the log of the run, and the host before and after', async () => {
    const runLog = new RunLog()
    const config = testConfig(redisServer.url, receiver.endpoint, { hostId })
    const chatty = pino({ level: 'info' }, runLog)
    agent = await startAgent(config, chatty, { datapath: scriptDatapath(), runLog })
    const job = await submit({ artifacts: ['log', 'host'] })
    const { artifacts = [] } = await job.waitUntilFinished(events)
    expect(artifacts.map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ['log', 'application/x-ndjson'],
      ['host', 'text/plain; charset=utf-8'],
    ])
    const [lines = '', report = ''] = artifacts.map(({ gzipBase64 }) => String(gunzipSync(Buffer.from(gzipBase64, 'base64'))))
    expect(JSON.parse(lines.split('\n')[0] ?? '')).toMatchObject({ msg: 'run claimed', run: job.id, attempt: 1 })
    for (const part of ['/proc/cpuinfo', '/proc/meminfo, before the trials', '/proc/interrupts, after the trials', 'state'])
      expect(report).toContain(`== ${part}`)
    expect((await (await submit()).waitUntilFinished(events)).artifacts).toBeUndefined()
  })

  test('fails a run with its cause, once, whatever number of attempts the job allows', async () => {
    await start({ fails: 'no guest memory' })
    const job = await submit({}, 5)
    expect(await failureOf(job)).toEqual({ cause: 'benchmark', message: expect.stringContaining('no guest memory') })
    expect((await queue.getJob(job.id as string))?.attemptsMade).toBe(1)
  })

  test('that is stopped reports the run in progress as failed and takes no other', async () => {
    const { stop } = await start({ hangs: true })
    const running = await submit({ durationMs: 60_000 })
    const waiting = await submit()
    while ((await running.getState()) !== 'active') await new Promise((resolve) => setTimeout(resolve, 20))
    const failure = failureOf(running)
    await stop()
    agent = undefined
    expect(await failure).toEqual({ cause: 'infrastructure', message: 'agent stopped' })
    expect(await waiting.getState()).toBe('waiting')
  })
})

describe('what an agent left that died', () => {
  const journalled = (text: string) => {
    const config = testConfig(redisServer.url, receiver.endpoint, { hostId })
    writeFileSync(config.tuningJournal, text)
    return config
  }

  test('is seen to before the next one takes runs', async () => {
    const change = { setting: 'governor', path: '/no/such/file', from: 'a', to: 'b' }
    const config = journalled(JSON.stringify({ bootId: 'an earlier one', runId: 'r-dead', changes: [change] }))
    const next = await startAgent(config, log, { datapath: scriptDatapath() })
    expect(existsSync(config.tuningJournal)).toBe(false)
    await next.stop()
  })

  test('fails every run where nobody can know what it was', async () => {
    const config = journalled('{')
    const server = await openQueue(redisServer.url, hostId)
    const next = await startAgent(config, log, { datapath: scriptDatapath() })
    const failure = await server.failureOf(await server.submit({ id: 'r-unknown' }))
    expect(failure).toEqual({
      cause: 'infrastructure',
      message: expect.stringContaining(`${config.tuningJournal} cannot be read`),
    })
    await next.stop()
    await server.close()
  })
})

test('a second agent in the folder of a spool does not start, and says who has it', async () => {
  const otlp = testSettings(receiver.endpoint)
  const config = testConfig(redisServer.url, receiver.endpoint, { hostId, otlp })
  const first = await startAgent(config, log, { datapath: scriptDatapath() })
  await expect(startAgent(config, log, { datapath: scriptDatapath() })).rejects.toThrow(
    `the spool folder ${otlp.spool.folder} is in use by process ${process.pid}; expected a folder for this agent alone`,
  )
  await first.stop()
})

describe('an agent whose Redis goes away', () => {
  test('takes runs again when it is back', async () => {
    const server = await startRedis()
    const config = testConfig(server.url, receiver.endpoint, { hostId })
    const survivor = await startAgent(config, log, { datapath: scriptDatapath() })
    await server.kill()
    await server.restart()
    const connection = new Redis(server.url, { maxRetriesPerRequest: null })
    const fresh = new Queue<RunSpec, RunResult>(queueName(hostId), { connection })
    const job = await fresh.add(runJobName, exampleRun(), { jobId: 'r-after' })
    await expect.poll(() => job.getState(), { timeout: 20_000 }).toBe('completed')
    await survivor.stop()
    await fresh.close()
    connection.disconnect()
    await server.kill()
  })
})
