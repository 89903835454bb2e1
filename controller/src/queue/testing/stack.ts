/** A real Redis, a data folder and controllers on them, for tests of the whole. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { apiPaths, type Problem, type RunDetail, type RunSummary, type Submission, type Suite } from '@ringside/contract'
import { type ControllerConfig, configDefaults } from '../../config.ts'
import { type RedisServer, type RedisServerOptions, startRedisServer } from './redis-server.ts'

export interface TestStack {
  readonly redis: RedisServer
  /** Settings of a quiet controller on a free port that notices things quickly. */
  readonly config: ControllerConfig
  stop(): Promise<void>
}

export async function startTestStack(redisOptions: RedisServerOptions = {}): Promise<TestStack> {
  const redis = await startRedisServer(redisOptions)
  const folder = await mkdtemp(join(tmpdir(), 'ringside-controller-'))
  const quick = { sweepIntervalMs: 200, logLevel: 'silent', access: 'open' } as const
  const config: ControllerConfig = { ...configDefaults, ...quick, port: 0, redisUrl: redis.url, dataDir: join(folder, 'store') }
  return {
    redis,
    config,
    stop: async () => {
      await redis.stop()
      // A controller that a test lets live may be writing.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

const mainFile = fileURLToPath(new URL('../../main.ts', import.meta.url))

/** The controller as a process of its own, started as the launcher does. */
export function spawnController(config: ControllerConfig): ChildProcess {
  const env = {
    ...process.env,
    RINGSIDE_REDIS_URL: config.redisUrl,
    RINGSIDE_DATA_DIR: config.dataDir,
    RINGSIDE_STORE: config.storeUrl,
    RINGSIDE_LOG_LEVEL: config.logLevel,
    RINGSIDE_ACCESS: config.access,
    RINGSIDE_TLS_CERT: config.tlsCert,
    RINGSIDE_TLS_KEY: config.tlsKey,
    RINGSIDE_SWEEP_INTERVAL_MS: `${config.sweepIntervalMs}`,
  }
  return spawn(process.execPath, [mainFile, '--port', `${config.port}`], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The first line a process writes to its standard output. Rejects when it ends without one. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new TypeError('the process has no standard output to read')
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with code ${code} before its first line`)))
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string]
  return line
}

/** Kills a process as a crash would, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

export const testSuite: Suite = {
  apiVersion: 'ringside/v1',
  kind: 'Suite',
  name: 'suite',
  backends: [
    { name: 'a', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
    { name: 'b', kind: 'emulated', doorbell: 'eventfd', device: 'sleeping' },
  ],
  workloads: [{ kind: 'throughput' }],
  matrix: { frame: [64] },
  run: { trials: 6 },
}

/** What the interface answers, with its status. */
export async function get<Body = unknown>(url: string): Promise<{ status: number; body: Body & Problem }> {
  const response = await fetch(url)
  return { status: response.status, body: (await response.json()) as Body & Problem }
}

export async function post<Body = unknown>(url: string, body: unknown): Promise<{ status: number; body: Body & Problem }> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(url, init)
  return { status: response.status, body: (await response.json()) as Body & Problem }
}

export async function submit(url: string, suite: unknown, headers: Record<string, string> = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ suite }) }
  const response = await fetch(`${url}${apiPaths.submissions}`, init)
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Submission & Problem,
  }
}

export async function runDetail(url: string, id: string): Promise<RunDetail> {
  return (await get<RunDetail>(`${url}/api/v1/runs/${id}`)).body
}

/** Follows a submission to its end and returns every state it was told of. */
export async function follow(url: string, submissionId: string): Promise<RunSummary[]> {
  const text = await (await fetch(`${url}/api/v1/submissions/${submissionId}/events`)).text()
  if (!text.includes('event: end')) throw new Error(`the stream was cut off: ${text}`)
  return [...text.matchAll(/^event: run\n(?:id: .*\n)?data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '') as RunSummary)
}
