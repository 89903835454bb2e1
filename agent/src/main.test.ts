import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { queueName, type RunResult, type RunSpec, runJobName, tracingDefaults } from '@ringside/contract'
import { type Job, Queue, QueueEvents } from 'bullmq'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { measure } from './measure.ts'
import { type OtlpReceiver, startReceiver } from './testing/otlp-receiver.ts'
import { scratchFolder } from './testing/otlp-settings.ts'
import { type RedisServer, startRedis } from './testing/redis-server.ts'
import { exampleRun } from './testing/run-spec.ts'

const hostId = 'agent-process'
const main = fileURLToPath(new URL('main.ts', import.meta.url))
const short = { warmupMs: 20, durationMs: 100, tracing: tracingDefaults } as const

function startAgentProcess(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [main], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] })
}

describe('the agent as a process, on the native datapath', () => {
  let redis: RedisServer
  let receiver: OtlpReceiver
  let queue: Queue<RunSpec, RunResult>
  let events: QueueEvents
  let agent: ChildProcess
  let ready: string

  beforeAll(async () => {
    redis = await startRedis()
    receiver = await startReceiver()
    const connection = { url: redis.url }
    queue = new Queue(queueName(hostId), { connection })
    events = new QueueEvents(queueName(hostId), { connection })
    await events.waitUntilReady()
    const environment = {
      RINGSIDE_REDIS_URL: redis.url,
      RINGSIDE_OTLP_ENDPOINT: receiver.endpoint,
      RINGSIDE_OTLP_SPOOL_DIR: scratchFolder(),
      RINGSIDE_HOST_ID: hostId,
      RINGSIDE_LOG_LEVEL: 'silent',
    }
    agent = startAgentProcess(environment)
    if (agent.stdout === null) throw new Error('the agent was started without a pipe for its stdout')
    const [line] = await Promise.race([once(createInterface(agent.stdout), 'line'), once(agent, 'exit')])
    ready = String(line)
  })

  afterAll(async () => {
    agent.kill('SIGKILL')
    await events.close()
    await queue.close()
    await receiver.close()
    await redis.kill()
  })

  const submit = (changes: Partial<RunSpec>): Promise<Job<RunSpec, RunResult>> =>
    queue.add(runJobName, exampleRun({ ...short, ...changes }), { jobId: changes.id ?? 'r' })

  test('says on stdout that it is ready, and for which host', () => {
    expect(JSON.parse(ready)).toEqual({ ready: true, host: hostId })
  })

  test('measures both backends, loses no packet it does not count and no span', async () => {
    const job = await submit({ id: 'r-throughput', trials: 2 })
    const { trials, spans } = await job.waitUntilFinished(events)
    expect(trials).toHaveLength(4)
    for (const { packets, metrics, doorbells, ioctlIssued, durationNs } of trials) {
      expect(packets.verified).toBeGreaterThan(0)
      expect(packets.sent).toBe(packets.verified + packets.lost)
      expect(packets).toMatchObject({ corrupt: 0, duplicate: 0 })
      expect(metrics.throughput_pps).toBeCloseTo(packets.verified / (durationNs / 1e9), 3)
      expect(doorbells.kick.rung).toBeGreaterThan(0)
      expect(ioctlIssued).toBeGreaterThan(10)
    }
    expect(spans.dropped).toBe(0)
    expect(spans.ioctlIssued).toBe(trials.reduce((sum, trial) => sum + trial.ioctlIssued, 0))
    const sent = Buffer.concat(receiver.bodies)
    for (const name of ['queue.wait', 'run.execute', 'VHOST_SET_OWNER', 'doorbell.kick'])
      expect(sent.includes(name), name).toBe(true)
  })

  test('measures latency with percentiles in order and a histogram', async () => {
    const workload = { kind: 'latency', rate: '20kpps', direction: 'loopback' } as const
    const point = { ...exampleRun().point, workload }
    const job = await submit({ id: 'r-latency', trials: 1, point })
    for (const { metrics, latencyHistogram, intendedRatePps } of (await job.waitUntilFinished(events)).trials) {
      const { latency_ns_min: min = 0, latency_ns_p50: p50 = 0, latency_ns_p99: p99 = 0, latency_ns_max: max = 0 } = metrics
      expect(min).toBeGreaterThan(0)
      expect([min, p50, p99, max]).toEqual([min, p50, p99, max].toSorted((a, b) => a - b))
      expect(latencyHistogram).toMatch(/^HIST/)
      expect(intendedRatePps).toBe(20_000)
    }
  })

  test.each([
    ['sample 1/10', 'between-trials'],
    ['around-outliers', 'between-trials'],
    ['all', 'stream'],
  ] as const)('counts every doorbell and exports those it is asked for: %s, %s', async (doorbells, exported) => {
    const workload = { kind: 'latency', rate: '20kpps', direction: 'loopback' } as const
    const id = `r-${doorbells.replace(/\W/g, '-')}-${exported}`
    const tracing = { ...tracingDefaults, doorbells, export: exported, outlierPercentile: 99 }
    const job = await submit({ id, trials: 1, point: { ...exampleRun().point, workload }, tracing })
    const { trials, spans } = await job.waitUntilFinished(events)
    expect(spans.doorbellRecorded + spans.eventsDropped).toBe(spans.doorbellRung)
    expect(spans.dropped - spans.eventsDropped).toBe(0)
    expect(spans.outliersFound).toBeGreaterThan(0)
    expect(spans.doorbellSelected < spans.doorbellRecorded).toBe(doorbells !== 'all')
    for (const trial of trials) {
      expect(trial.drainedWhileRunning).toBe(exported === 'stream')
      const { trace } = trial.doorbells.kick
      expect(trace?.batches.reduce((sum, count) => sum + count, 0)).toBe(trace?.recorded)
    }
    expect(Buffer.concat(receiver.bodies).includes('packet.outlier')).toBe(true)
  })

  test('ends on SIGTERM with 0 and reports the run in progress as failed', async () => {
    const job = await submit({ id: 'r-cut', durationMs: 60_000 })
    await expect.poll(() => job.getState()).toBe('active')
    const failed = job.waitUntilFinished(events).catch((error: Error) => error.message)
    const exited = once(agent, 'exit')
    agent.kill('SIGTERM')
    expect((await exited)[0]).toBe(0)
    expect(JSON.parse(String(await failed))).toEqual({ cause: 'infrastructure', message: 'agent stopped' })
  })
})

test('a wrong configuration ends the agent at once, with the variable named and no stack trace', async () => {
  const agent = spawn(process.execPath, [main], {
    env: { ...process.env, RINGSIDE_REDIS_URL: 'nowhere' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  agent.stderr.on('data', (chunk) => (stderr += chunk))
  expect((await once(agent, 'close'))[0]).toBe(1)
  expect(stderr).toBe("ringside-agent: RINGSIDE_REDIS_URL is 'nowhere'; expected a URL such as redis://127.0.0.1:6379\n")
})

test('one trial is measured without any service', async () => {
  const { point, backends } = exampleRun()
  const phases: string[] = []
  const backend = backends[0] as (typeof backends)[number]
  const { trial, ioctls, host } = await measure({ ...short, point, backend }, (phase) => phases.push(phase))
  expect(trial.metrics.throughput_pps).toBeGreaterThan(1_000)
  expect(ioctls).toHaveLength(trial.ioctlIssued)
  expect(host.cpus).toBeGreaterThan(0)
  expect(phases).toEqual(['warmup', 'measure'])
})
