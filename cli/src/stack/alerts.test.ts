/** A latency step on the emulated device, from the device to a webhook and to Alertmanager: the real programs throughout. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Alert, AlertPage, RunPage } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../run-document.ts'
import { type Alertmanager, alertmanagerFile, startAlertmanager } from '../testing/alertmanager.ts'
import { eventually, type RunningCommand, ringside, scratchFolder, startCommand } from '../testing/command.ts'
import type { ReadyDocument } from './ready-file.ts'

const isMissing = process.env.CI === undefined && !existsSync(alertmanagerFile)
const host = 'drifting'
/** Thirty milliseconds of the device's own time, beside which this machine's noise is small. */
const suite = (name: string, repeat: number) => `apiVersion: ringside/v1
kind: Suite
name: ${name}
host: ${host}
backends: [{ name: card, kind: emulated, doorbell: eventfd, device: sleeping, model: { serviceTime: 30ms } }]
workloads: [{ kind: pingpong }]
matrix: { frame: [64] }
run: { warmup: 10ms, duration: 200ms, trials: 3, repeat: ${repeat} }
alerts: [{ metric: p50, minChange: 10%, baseline: { runs: 8 } }]
`

interface Told {
  readonly event: string
  readonly id: string
  readonly alert: { readonly id: string; readonly points: readonly object[] }
}

const cwd = scratchFolder()
const driftFile = join(cwd, 'drift')
const told: Told[] = []
const relayed: { readonly status: string }[] = []
let hook: Server
let alertmanager: Alertmanager
let up: RunningCommand
let agent: ChildProcess

async function startAgent({ url, redisUrl }: ReadyDocument): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../testing/drifting-agent.ts', import.meta.url))], {
    env: {
      ...process.env,
      RINGSIDE_REDIS_URL: redisUrl,
      RINGSIDE_OTLP_ENDPOINT: url,
      RINGSIDE_OTLP_SPOOL_DIR: join(cwd, 'spool'),
      RINGSIDE_TUNING_JOURNAL: join(cwd, 'journal.json'),
      RINGSIDE_HOST_ID: host,
      RINGSIDE_LOG_LEVEL: 'silent',
      RINGSIDE_TEST_DRIFT: driftFile,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

/** Runs a point so often, and returns the ids of the runs in their order. */
async function run(name: string, times: number): Promise<string[]> {
  writeFileSync(join(cwd, 'suite.yaml'), suite(name, times))
  const { code, stdout, stderr } = await ringside(['run', 'suite.yaml', '--json'], { cwd })
  expect(code, stderr).toBe(0)
  return (JSON.parse(stdout) as RunDocument).runs.map(({ id }) => id)
}

async function asked<Answer>(...args: string[]): Promise<Answer> {
  const { code, stdout, stderr } = await ringside([...args, '--json'], { cwd })
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as Answer
}

const everything = ['alerts', '--state', 'open,acknowledged,resolved']

describe.skipIf(isMissing)(`twelve runs of a point (needs ${alertmanagerFile})`, () => {
  beforeAll(async () => {
    hook = createServer(async (request, response) => {
      if (request.url === '/alertmanager') relayed.push((await json(request)) as { status: string })
      else told.push((await json(request)) as Told)
      response.end()
    }).listen(0, '127.0.0.1')
    await once(hook, 'listening')
    const hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`
    alertmanager = await startAlertmanager(`${hookUrl}/alertmanager`)
    const receivers = join(cwd, 'receivers.json')
    const webhook = { name: 'team', kind: 'webhook', url: hookUrl, secret: 'sixteen characters or more' }
    const manager = { name: 'alertmanager', kind: 'alertmanager', url: alertmanager.url }
    writeFileSync(receivers, JSON.stringify({ receivers: [webhook, manager] }))
    writeFileSync(driftFile, '1')
    up = startCommand(['up', '--json', '--port', '0'], { cwd, env: { RINGSIDE_ALERT_RECEIVERS: receivers } })
    const ready = await eventually('the ready document', () => up.stdout().includes('\n') && up.stdout(), 60_000)
    agent = await startAgent(JSON.parse(ready) as ReadyDocument)
  })
  afterAll(async () => {
    agent?.kill('SIGKILL')
    up?.child.kill('SIGTERM')
    await up?.ended
    await alertmanager?.stop()
    hook?.closeAllConnections()
    hook?.close()
  })

  it('without a step open no alert', async () => {
    const runs = await run('steady', 12)
    expect(runs).toHaveLength(12)
    expect((await asked<AlertPage>(...everything)).alerts).toEqual([])
  }, 240_000)

  it('with a step of a fifth at the ninth open one, which tells a webhook and Alertmanager, and ends with the step', async () => {
    const before = await run('stepping', 8)
    writeFileSync(driftFile, '1.2')
    const [ninth = ''] = await run('stepping', 4)
    const [summary, ...others] = (await eventually('an alert', async () => {
      const { alerts } = await asked<AlertPage>(...everything)
      return alerts.length > 0 && alerts
    })) as AlertPage['alerts']
    expect(others).toEqual([])
    const id = summary?.id ?? ''
    const alert = await asked<Alert>('alerts', 'show', id)
    const [point, ...points] = alert.points
    expect(points).toEqual([])
    expect(point).toMatchObject({ backend: 'card', metric: 'latency_ns_p50', runId: ninth })
    expect(point?.ratio).toBeGreaterThan(1.15)
    expect(point?.ratio).toBeLessThan(1.25)
    expect(point?.baselineRunIds.toSorted()).toEqual(before.toSorted())
    expect(point?.slowestDoorbells.length).toBeGreaterThan(0)
    const confirming = (await asked<RunPage>('runs')).runs.filter(({ confirms }) => confirms === ninth)
    expect(confirming.map(({ id: runId, confirms, host: where }) => [runId, confirms, where])).toEqual([
      [point?.confirmationRunId, ninth, host],
    ])

    await expect.poll(() => told.map(({ event }) => event)).toEqual(['opened'])
    const [active, ...more] = await alertmanager.active()
    expect(more).toEqual([])
    expect(active?.labels).toMatchObject({
      alertname: 'RingsideRegression',
      alert_id: id,
      suite: 'stepping',
      host,
      backend: 'card',
    })
    expect(active?.generatorURL).toBe(summary?.links.alert)
    await expect.poll(() => relayed.map(({ status }) => status)).toEqual(['firing'])

    writeFileSync(driftFile, '1')
    await run('stepping', 2)
    await expect.poll(async () => (await asked<Alert>('alerts', 'show', id)).state, { timeout: 20_000 }).toBe('resolved')
    await expect.poll(() => told.map(({ event }) => event)).toEqual(['opened', 'resolved'])
    await expect.poll(alertmanager.active).toEqual([])
    await expect.poll(() => relayed.map(({ status }) => status)).toEqual(['firing', 'resolved'])
    expect((await asked<AlertPage>(...everything)).alerts).toHaveLength(1)
    const { deliveries } = await asked<Alert>('alerts', 'show', id)
    expect(deliveries.map(({ receiver, event, state }) => `${receiver} ${event} ${state}`).toSorted()).toEqual([
      'alertmanager opened delivered',
      'alertmanager resolved delivered',
      'team opened delivered',
      'team resolved delivered',
    ])
  }, 240_000)
})
