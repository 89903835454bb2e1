/**
 * The stack without its containers: every service of ours with the environment of docker-compose.yml, in which only addresses and
 * folders are other ones. ClickHouse is the engine behind its HTTP interface (controller/src/store/testing).
 */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiPaths, type Suite } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunDocument } from '../../../cli/src/run-document.ts'
import { freePort } from '../../../controller/src/queue/testing/redis-server.ts'
import { type ClickHouseProcess, startClickHouse } from '../../../controller/src/store/testing/clickhouse-process.ts'
import { Processes, type Started, until } from './processes.ts'
import { type ComposeProject, type ComposeService, composeProject, root } from './project.ts'
import { type RunningCollector, startCollector, startRedis } from './services.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-stack-'))
const processes = new Processes()
const node = process.execPath

/** Enough runs for both agents; slow enough that no event ring overflows. */
const suite: Suite = {
  apiVersion: 'ringside/v1',
  kind: 'Suite',
  name: 'compose',
  hosts: { labels: { stack: 'compose' }, use: 'each' },
  backends: [
    { name: 'mapped', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
    { name: 'eventfd', kind: 'emulated', doorbell: 'eventfd', device: 'sleeping' },
  ],
  workloads: [{ kind: 'latency', rate: '20kpps', direction: 'loopback' }],
  matrix: { frame: [64, 1518] },
  run: { warmup: '50ms', duration: '200ms', trials: 2 },
}

let project: ComposeProject
let clickhouse: ClickHouseProcess
let controller: Started
let collector: RunningCollector
let agents: Started[]
let url: string
/** What stands in docker-compose.yml, and what is there instead on this machine. */
let places: [string, string][]

const serviceOf = (name: string) => project.services[name] as ComposeService
const here = (text: string) => places.reduce((result, [there, place]) => result.replaceAll(there, place), text)
const environmentOf = (name: string) =>
  Object.fromEntries(Object.entries(serviceOf(name).environment ?? {}).map(([key, value]) => [key, here(value)]))
/** The command of a service, run on this Node from the repository. */
const start = (name: string, env: NodeJS.ProcessEnv = {}) => {
  const [program, ...args] = (serviceOf(name).command ?? []).map(here)
  expect(program).toBe('node')
  return processes.start(node, args, { env: { ...environmentOf(name), ...env }, cwd: root })
}

const tokenIn = (file: string) => readFileSync(join(folder, file), 'utf8').trim()
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
async function api<Body>(path: string, token: string, init: RequestInit = {}): Promise<{ status: number; body: Body }> {
  const headers = { ...bearer(token), 'content-type': 'application/json' }
  const answer = await fetch(`${url}${path}`, { ...init, headers })
  return { status: answer.status, body: (await answer.json()) as Body }
}
async function startController(): Promise<void> {
  controller = start('controller', { RINGSIDE_PORT: new URL(url).port, UV_THREADPOOL_SIZE: '16' })
  await until(async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined), controller)
}
/** Spans of a trace that ClickHouse has. */
async function rows(traceId: string): Promise<number> {
  const { CLICKHOUSE_USER: user, CLICKHOUSE_PASSWORD: password } = serviceOf('clickhouse').environment ?? {}
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const body = `SELECT count() FROM ringside.spans WHERE trace_id = '${traceId}'`
  return Number(await (await fetch(clickhouse.url, { method: 'POST', headers: { authorization }, body })).text())
}
async function makeTokens(): Promise<string> {
  const started = start('tokens')
  const [code] = await once(started.child, 'exit')
  expect(code, started.log()).toBe(0)
  return started.log()
}

beforeAll(async () => {
  project = composeProject()
  for (const name of ['controller', 'collector', 'agent-1', 'agent-2']) mkdirSync(join(folder, name))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const redis = await startRedis(processes, serviceOf('redis'), join(folder, 'redis'))
  const password = serviceOf('clickhouse').environment?.CLICKHOUSE_PASSWORD ?? ''
  clickhouse = await startClickHouse(join(folder, 'clickhouse'), ['--user', 'ringside', '--password', password])
  places = [
    ['redis:6379', redis.address],
    ['clickhouse:8123', new URL(clickhouse.url).host],
    ['controller:7070', new URL(url).host],
    ['/var/lib/ringside', folder],
  ]
  await startController()
  await makeTokens()
  collector = await startCollector(processes, serviceOf('collector'), {
    tokens: join(folder, 'collector'),
    controllerUrl: url,
    redis: redis.address,
    // Nobody is there: what becomes of the surroundings' metrics is not the agents' business.
    clickhouse: 'http://127.0.0.1:1',
  })
  places.push(['collector:4318', new URL(collector.url).host])
  agents = ['agent-1', 'agent-2'].map((name) => start(name, { RINGSIDE_READY_FILE: join(folder, name, 'ready') }))
  for (const [index, agent] of agents.entries()) {
    await until(async () => (statSync(join(folder, `agent-${index + 1}`, 'ready')).isFile() ? true : undefined), agent)
  }
})
afterAll(async () => {
  await processes.stop()
  await clickhouse?.end()
  rmSync(folder, { recursive: true, force: true })
})

describe('tokens', () => {
  test('are made for each agent and the Collector, and are their own', async () => {
    const { body } = await api<{ tokens: { name: string; scopes: string[]; host?: string }[] }>(
      apiPaths.tokens,
      tokenIn('controller/admin.token'),
    )
    const made = body.tokens.filter(({ name }) => name.startsWith('compose: ')).map(({ scopes, host }) => [host, scopes])
    expect(made).toEqual([
      ['agent-1', ['agent']],
      ['agent-2', ['agent']],
      ['collector', ['agent']],
    ])
    for (const file of ['agent-1/token', 'agent-2/token', 'collector/token', 'collector/agents'])
      expect((statSync(join(folder, file)).mode & 0o777).toString(8)).toBe('600')
  })

  test('stay as they are when they are asked for again', async () => {
    const before = tokenIn('agent-1/token')
    expect(await makeTokens()).toMatch(/agent-1: its token holds\n.*agent-2: its token holds\n.*collector: its token holds/)
    expect(tokenIn('agent-1/token')).toBe(before)
  })

  test('that do not hold any more are made again', async () => {
    const before = tokenIn('agent-2/token')
    writeFileSync(join(folder, 'agent-2/token'), `${before.slice(0, -1)}${before.endsWith('A') ? 'B' : 'A'}\n`)
    expect(await makeTokens()).toContain('agent-2: made a token')
    // The agent that runs has the one from before.
    writeFileSync(join(folder, 'agent-2/token'), `${before}\n`)
    await makeTokens()
  })
})

describe('a suite that is run with the command of the stack', () => {
  let document: RunDocument
  beforeAll(async () => {
    writeFileSync(join(folder, 'suite.json'), JSON.stringify(suite))
    const env = environmentOf('ringside')
    const command = processes.start(join(root, 'infra/docker/ringside.sh'), ['--json', 'run', join(folder, 'suite.json')], {
      env,
    })
    let text = ''
    command.child.stdout?.on('data', (chunk: string) => (text += chunk))
    const [code] = await once(command.child, 'close')
    expect(code, command.log()).toBe(0)
    document = JSON.parse(text) as RunDocument
  })

  test('is measured by both agents', () => {
    expect(document.runs.map(({ state }) => state)).toEqual(document.runs.map(() => 'succeeded'))
    expect(new Set(document.runs.map(({ host }) => host))).toEqual(new Set(['agent-1', 'agent-2']))
  })

  test('has every span that was rung, by way of the Collector', () => {
    expect(document.runs.map(({ traceStatus }) => traceStatus)).toEqual(document.runs.map(() => 'complete'))
    expect(document.spans.doorbell.stored).toBe(document.spans.doorbell.rung)
    expect(document.spans.doorbell.stored).toBeGreaterThan(1_000)
  })
})

describe('the Collector', () => {
  test('says that it is well to the health check of the stack, and so does the controller', () => {
    const healthy = (port: number | string, path: string) =>
      spawnSync(join(root, 'infra/docker/healthy.sh'), [`${port}`, path]).status
    expect([healthy(collector.healthPort, '/'), healthy(new URL(url).port, '/readyz')]).toEqual([0, 0])
    expect(healthy(new URL(url).port, '/nowhere')).not.toBe(0)
    expect(healthy(1, '/')).not.toBe(0)
  })

  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const at = `${Date.now()}000000`
  const span = { traceId, spanId: 'b7ad6b7169203331', name: 'sent', kind: 1, startTimeUnixNano: at, endTimeUnixNano: at }
  /** Sends one span, always in the same bytes, as agents do. Answers the status. */
  const send = async (headers: Record<string, string> = bearer(tokenIn('agent-1/token'))) => {
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }
    return (await fetch(`${collector.url}/v1/traces`, init)).status
  }

  test('lets in agents only', async () => {
    expect([await send({}), await send(bearer('rs_wrong'))]).toEqual([401, 401])
    expect(await rows(traceId)).toBe(0)
  })

  test('takes nothing while the controller is away: whoever sends keeps it', async () => {
    const ended = once(controller.child, 'exit')
    controller.child.kill('SIGTERM')
    await ended
    expect(await send()).toBe(503)
    await startController()
    expect(await rows(traceId)).toBe(0)
  })

  test('says that spans are delivered when they are stored, which they are once however often they are sent', async () => {
    expect([await send(), await rows(traceId)]).toEqual([200, 1])
    expect([await send(), await rows(traceId)]).toEqual([200, 1])
  })
})
