import { cancelKey, leaseKey, type RefusedResult, type RunProgress, refusedKey } from '@ringside/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { decode, spansById, type TraceRequest } from '../../infra/collector/test/otlp.ts'
import { type AgentProcess, type AgentProcessOptions, startAgentProcess } from './testing/agent-process.ts'
import { openQueue, type TestQueue } from './testing/host-queue.ts'
import { type OtlpReceiver, startReceiver } from './testing/otlp-receiver.ts'
import { type RedisServer, startRedis } from './testing/redis-server.ts'
import { exampleRun } from './testing/run-spec.ts'

let redis: RedisServer
let receiver: OtlpReceiver
let host: TestQueue
let hostId = ''
let hosts = 0
const agents: AgentProcess[] = []
/** As short as a heartbeat may be beside a busy machine. */
const quick = { ...exampleRun().timeouts, heartbeatMs: 1_500 }

beforeAll(async () => {
  redis = await startRedis()
})
beforeEach(async () => {
  hostId = `fleet-${++hosts}`
  receiver = await startReceiver()
  host = await openQueue(redis.url, hostId)
})
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.end()))
  await host.close()
  await receiver.close()
})
afterAll(() => redis.kill())

async function startAgent(options: Partial<AgentProcessOptions> = {}): Promise<AgentProcess> {
  const agent = await startAgentProcess({ redisUrl: redis.url, hostId, endpoint: receiver.endpoint, ...options })
  agents.push(agent)
  return agent
}

/** As in different network namespaces, where one does not see the lock of the other. */
const onMachine = (name: string) => ({ environment: { RINGSIDE_MACHINE_ID: `${hostId}-${name}` } })

const refused = async () =>
  (await host.redis.lrange(refusedKey(hostId), 0, -1)).map((entry) => JSON.parse(entry) as RefusedResult)

const progressOf = async (id: string) => (await host.queue.getJob(id))?.progress as unknown as RunProgress | undefined

describe('two agents on one host', () => {
  test('never measure at the same time: ten runs, told by their spans', async () => {
    await Promise.all([startAgent({ script: { runMs: 20 } }), startAgent({ script: { runMs: 20 } })])
    const jobs = await Promise.all(Array.from({ length: 10 }, () => host.submit()))
    const results = await Promise.all(jobs.map((job) => job.waitUntilFinished(host.events)))
    expect(new Set(results.map(({ lease }) => lease.agentId)).size).toBe(2)
    expect(results.map(({ lease }) => lease.token).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const executions = executionsOf(receiver).toSorted((a, b) => Number(a.start - b.start))
    expect(executions).toHaveLength(10)
    for (const [index, { start }] of executions.slice(1).entries()) {
      expect(start).toBeGreaterThanOrEqual(executions[index]?.end ?? 0n)
    }
    await expect.poll(() => host.redis.get(leaseKey(hostId))).toBeNull()
  })

  test('say for whom the second waits, who has nothing of the host meanwhile', async () => {
    const first = await startAgent({ script: { hangs: true } })
    const running = await host.submit({ durationMs: 60_000 })
    await expect.poll(() => progressOf('r-1'), { timeout: 20_000 }).toMatchObject({ phase: 'preparing the host' })
    await startAgent()
    await host.submit()
    const wait = { state: 'claimed', phase: `waiting for process ${first.pid} (run ${running.id})`, percent: 0 }
    await expect.poll(() => progressOf('r-2'), { timeout: 20_000 }).toMatchObject(wait)
    expect(await progressOf('r-2')).not.toHaveProperty('lease')
    first.kill('SIGKILL')
    await expect.poll(() => host.queue.getJobState('r-2'), { timeout: 30_000 }).toBe('completed')
  })

  test('that do not see each other, because they have network namespaces of their own, are kept apart by the lease', async () => {
    const hanging = await startAgent({ script: { hangs: true }, ...onMachine('a') })
    await host.submit({ durationMs: 60_000, timeouts: quick })
    await expect.poll(() => progressOf('r-1'), { timeout: 20_000 }).toMatchObject({ lease: { token: 1 } })
    await startAgent(onMachine('b'))
    await host.submit()
    const wait = { state: 'claimed', phase: `waiting for agent ${hanging.agentId} (run r-1)` }
    await expect.poll(() => progressOf('r-2'), { timeout: 20_000 }).toMatchObject(wait)
    hanging.kill('SIGKILL')
    await expect.poll(() => host.queue.getJobState('r-2'), { timeout: 30_000 }).toBe('completed')
    expect((await host.queue.getJob('r-2'))?.returnvalue.lease.token).toBe(2)
  })
})

test('an agent that wakes when its lease went to another attempt: its result is refused, and recorded as such', async () => {
  // Its trials end while it is stopped: when it wakes, it has a result in its hands.
  const paused = await startAgent({ script: { runMs: 1_000 }, ...onMachine('a') })
  const first = await host.submit({ trials: 1, timeouts: quick })
  await expect.poll(() => progressOf('r-1'), { timeout: 20_000 }).toMatchObject({ lease: { token: 1 } })
  paused.kill('SIGSTOP')
  await host.watchForLost()
  await startAgent(onMachine('b'))
  expect(await failureReason(first.id)).toBe('job stalled more than allowable limit')
  const second = await host.submit({ id: 'r-1', attempt: 2 })
  const result = await second.waitUntilFinished(host.events)
  expect(result).toMatchObject({ runId: 'r-1', attempt: 2, lease: { token: 2 } })
  paused.kill('SIGCONT')
  await expect.poll(refused, { timeout: 20_000 }).toMatchObject([{ runId: 'r-1', attempt: 1, token: 1, agentId: paused.agentId }])
  expect((await host.queue.getJob('r-1.2'))?.returnvalue).toEqual(result)
  expect(await host.queue.getJobState('r-1')).toBe('failed')
})

describe('the life of an attempt', () => {
  test('ends within two seconds of its cancellation, with who and why, and the host is free', async () => {
    await startAgent({ script: { hangs: true } })
    const job = await host.submit({ durationMs: 60_000 })
    await expect.poll(() => progressOf('r-1'), { timeout: 20_000 }).toHaveProperty('lease')
    const failure = host.failureOf(job)
    const askedMs = performance.now()
    const cancellation = { by: 'alice', reason: 'wrong card', at: new Date().toISOString() }
    await host.redis.hset(cancelKey(hostId), 'r-1', JSON.stringify(cancellation))
    expect(await failure).toEqual({ cause: 'cancelled', message: 'cancelled by alice: wrong card' })
    expect(performance.now() - askedMs).toBeLessThan(2_000)
    await expect.poll(() => host.redis.get(leaseKey(hostId))).toBeNull()
  })

  test('is cancelled while it waits for the host, too', async () => {
    await Promise.all([startAgent({ script: { hangs: true } }), startAgent({ script: { hangs: true } })])
    await host.submit({ durationMs: 60_000 })
    await expect.poll(() => progressOf('r-1'), { timeout: 20_000 }).toHaveProperty('lease')
    const waiting = await host.submit()
    await expect.poll(() => progressOf('r-2'), { timeout: 20_000 }).toHaveProperty('phase')
    await host.redis.hset(cancelKey(hostId), 'r-2', JSON.stringify({ by: 'bob', at: '' }))
    expect(await host.failureOf(waiting)).toEqual({ cause: 'cancelled', message: 'cancelled by bob' })
    expect(await refused()).toEqual([])
  })

  test('takes no longer than its run may', async () => {
    await startAgent({ script: { hangs: true } })
    const job = await host.submit({ durationMs: 60_000, timeouts: { ...quick, runMs: 300 } })
    expect(await host.failureOf(job)).toEqual({
      cause: 'timeout',
      message: expect.stringContaining('did not end within 0.3 s; allow more in timeouts.run'),
    })
  })
})

async function failureReason(id: string | undefined): Promise<string | undefined> {
  await expect.poll(() => host.queue.getJobState(String(id)), { timeout: 30_000 }).toBe('failed')
  return (await host.queue.getJob(String(id)))?.failedReason
}

/** From beginning to end, of every `run.execute` that was exported. */
function executionsOf({ accepted }: OtlpReceiver): { readonly start: bigint; readonly end: bigint }[] {
  const requests = accepted
    .filter((body) => !String(body).startsWith('doorbells'))
    .map((body) => decode<TraceRequest>('TraceRequest', body))
  const spans = [...spansById(requests).values()] as { name: string; startTimeUnixNano: string; endTimeUnixNano: string }[]
  return spans
    .filter(({ name }) => name === 'run.execute')
    .map(({ startTimeUnixNano, endTimeUnixNano }) => ({ start: BigInt(startTimeUnixNano), end: BigInt(endTimeUnixNano) }))
}
