import { type RefusedResult, type RunProgress, type RunSpec, refusedKey } from '@ringside/contract'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AgentConfig } from './config.ts'
import { tryLockMachine } from './host/host-lock.ts'
import { type Agent, startAgent } from './start-agent.ts'
import { testConfig } from './testing/agent-config.ts'
import { openQueue, type RunJob, type TestQueue } from './testing/host-queue.ts'
import { type OtlpReceiver, startReceiver } from './testing/otlp-receiver.ts'
import { scratchFolder } from './testing/otlp-settings.ts'
import { type RedisServer, startRedis } from './testing/redis-server.ts'
import { exampleRun } from './testing/run-spec.ts'
import { type Script, type ScriptedDatapath, scriptDatapath } from './testing/scripted-datapath.ts'

const hostId = 'outage'
let redis: RedisServer
let receiver: OtlpReceiver
let agent: Agent
let host: TestQueue
let datapath: ScriptedDatapath
let config: AgentConfig

beforeEach(async () => {
  redis = await startRedis(scratchFolder())
  receiver = await startReceiver()
  host = await openQueue(redis.url, hostId)
})
afterEach(async () => {
  await agent.stop()
  await host.close()
  await receiver.close()
  await redis.kill()
})

/** A run whose four trials take 300 ms each unless the script says otherwise, at the first of them. */
async function measuring(heartbeatMs: number, script: Script = { runMs: 300 }): Promise<RunJob> {
  datapath = scriptDatapath(script)
  config = testConfig(redis.url, receiver.endpoint, { hostId })
  agent = await startAgent(config, pino({ level: 'silent' }), { datapath })
  const timeouts: RunSpec['timeouts'] = { ...exampleRun().timeouts, heartbeatMs }
  const job = await host.submit({ timeouts, durationMs: script.hangs ? 60_000 : 200 })
  await expect.poll(async () => (await progress())?.state, { timeout: 20_000 }).toBe('running')
  return job
}

const progress = async () => (await host.queue.getJob('r-1'))?.progress as unknown as RunProgress | undefined
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const refused = async () =>
  (await host.redis.lrange(refusedKey(hostId), 0, -1)).map((entry) => JSON.parse(entry) as RefusedResult)

describe('a Redis that goes away while a run is measured', () => {
  test('and is back within the heartbeat gets the result: killed and started again', async () => {
    await measuring(20_000)
    await redis.kill()
    await expect.poll(() => datapath.configs.length, { timeout: 20_000 }).toBe(4)
    await redis.restart()
    await expect.poll(() => host.queue.getJobState('r-1'), { timeout: 20_000 }).toBe('completed')
    expect((await host.queue.getJob('r-1'))?.returnvalue).toMatchObject({ runId: 'r-1', lease: { token: 1 } })
    expect(await refused()).toEqual([])
  })

  test('and is back within the heartbeat gets the result: stopped and woken', async () => {
    await measuring(20_000)
    redis.pause()
    await expect.poll(() => datapath.configs.length, { timeout: 20_000 }).toBe(4)
    redis.resume()
    await expect.poll(() => host.queue.getJobState('r-1'), { timeout: 20_000 }).toBe('completed')
    expect(await refused()).toEqual([])
  })

  test('and is back later finds the run ended without it, the machine free, and the outcome refused', async () => {
    const job = await measuring(1_000, { hangs: true })
    redis.pause()
    const lock = () => tryLockMachine(config.machineId, { pid: process.pid, agentId: 'a-test' })
    await expect.poll(lock, { timeout: 20_000 }).toBeDefined()
    redis.resume()
    await expect.poll(refused, { timeout: 20_000 }).toMatchObject([{ runId: 'r-1', attempt: 1, token: 1 }])
    expect(await job.getState()).toBe('active')
    await host.watchForLost()
    await expect.poll(() => host.queue.getJobState('r-1'), { timeout: 20_000 }).toBe('failed')
  })

  test('and has lost everything finds no trace of a result, and an agent that takes new runs', async () => {
    await measuring(20_000)
    await host.redis.flushall()
    await expect.poll(refused, { timeout: 20_000 }).toMatchObject([{ runId: 'r-1', attempt: 1 }])
    await host.submit({ id: 'r-next' })
    await expect.poll(() => host.queue.getJobState('r-next'), { timeout: 20_000 }).toBe('completed')
    expect(await host.queue.getJob('r-1')).toBeUndefined()
  })

  test('and takes no writes for a while, as with a full disk, gets the result when it takes them again', async () => {
    await measuring(20_000)
    await host.redis.config('SET', 'min-replicas-to-write', '1')
    await expect.poll(() => datapath.configs.length, { timeout: 20_000 }).toBe(4)
    await sleep(500)
    await host.redis.config('SET', 'min-replicas-to-write', '0')
    await expect.poll(() => host.queue.getJobState('r-1'), { timeout: 20_000 }).toBe('completed')
  })
})
