/** The whole of it on a real Redis and store, with a played agent whose latency is what a test says. */
import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Alert,
  type AlertPage,
  type AlertReceiverList,
  apiPaths,
  type RunDetail,
  type RunJudgementList,
  type RunPage,
  type RunResult,
  type RunSpec,
} from '@ringside/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestAgent, type TestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { follow, get, post, startTestStack, submit, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'
import { openChdbStore } from '../store/chdb-store.ts'
import { type Hook, type Received, startHook } from './testing/hook.ts'

const secret = 'a secret of more than sixteen characters'

let stack: TestStack
let folder: string
let controller: Controller
let agent: TestAgent
let hook: Hook
/** Latency of the next runs, in ns, by backend. */
let levels: Record<string, number>
let runs: number
/** Packets that are lost, of all. */
let loss: number
/** The agent takes its time until it is false. */
let held: boolean

beforeEach(async () => {
  levels = { a: 2e6, b: 5e6 }
  runs = 0
  loss = 0
  held = false
  stack = await startTestStack()
  hook = await startHook()
  folder = await mkdtemp(join(tmpdir(), 'ringside-alerts-'))
  const alertReceivers = join(folder, 'receivers.json')
  await writeFile(join(folder, 'secret'), `${secret}\n`)
  const receivers = [{ name: 'team', kind: 'webhook', url: hook.url, secretFile: 'secret', timeoutMs: 20_000 }]
  await writeFile(alertReceivers, JSON.stringify({ receivers }))
  stack = { ...stack, config: { ...stack.config, alertReceivers } }
  controller = await startController(stack.config)
  agent = await startTestAgent({ redisUrl: stack.redis.url, host: 'bench-1', execute })
})
afterEach(async () => {
  await agent?.stop()
  await controller?.close()
  await hook?.stop()
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function execute({ data }: { readonly data: RunSpec }): Promise<RunResult> {
  while (held && data.confirms !== undefined) await sleep(20)
  return measured(data)
}

/** A run as an agent would return it: a little noise from run to run, and from trial to trial. */
function measured(spec: RunSpec): RunResult {
  const drift = 1 + 0.004 * Math.sin(runs++ * 2.4)
  const result = resultOf(spec, ['a', 'b'], 6)
  const trials = result.trials.map((trial) => {
    const level = (levels[trial.backend] ?? 0) * drift * (1 + 0.003 * Math.cos(trial.index * 1.7))
    const packets = { ...trial.packets, lost: Math.round(trial.packets.sent * loss) }
    return { ...trial, packets, metrics: { ...trial.metrics, latency_ns_p50: level, latency_ns_p99: level * 1.5 } }
  })
  return { ...result, trials }
}

const suite = {
  ...testSuite,
  workloads: [{ kind: 'latency', rate: '1kpps' }],
  alerts: [{ metric: 'p99', minChange: '5%', baseline: { runs: 8 } }],
}

const at = (path: string) => `${controller.url}${path}`
const alertsNow = async () => (await get<AlertPage>(at('/api/v1/alerts'))).body.alerts
const judgementsOf = async (id: string) => (await get<RunJudgementList>(at(`/api/v1/runs/${id}/judgements`))).body.judgements

/** Runs the suite once; resolves when the run, and what confirms it, was judged. Returns the run's id. */
async function run(): Promise<string> {
  const { body } = await submit(controller.url, suite)
  await follow(controller.url, body.id)
  const [id = ''] = body.runs.map((one) => one.id)
  const states = async () => (await judgementsOf(id)).map(({ state }) => state)
  await expect.poll(async () => (await states()).length, { timeout: 5_000 }).toBe(2)
  await expect.poll(states, { timeout: 5_000 }).not.toContain('suspected')
  return id
}

async function runTimes(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) ids.push(await run())
  return ids
}

describe('a step of a fifth', () => {
  it('opens one alert, after its confirmation, which resolves when the step is undone', async () => {
    const before = await runTimes(5)
    levels.a = 2.4e6
    const [first = '', ...later] = await runTimes(3)
    const [alert, ...others] = await alertsNow()
    expect(others).toEqual([])
    const [point, ...points] = alert?.points ?? []
    expect(points).toEqual([])
    expect(alert).toMatchObject({ state: 'open', suite: 'suite', host: 'bench-1' })
    expect(point).toMatchObject({ backend: 'a', metric: 'latency_ns_p99', unit: 'ns', runId: first, latestRunId: later.at(-1) })
    expect(point?.ratio).toBeCloseTo(1.2, 1)
    expect(point?.baselineRunIds.toSorted()).toEqual(before.toSorted())
    const confirmation = (await get<RunDetail>(at(`/api/v1/runs/${point?.confirmationRunId}`))).body
    expect(confirmation).toMatchObject({ confirms: first, state: 'succeeded', priority: 0, host: 'bench-1', suite: 'suite' })
    // One run was made to confirm it, and no more.
    expect((await get<RunPage>(at(apiPaths.runs))).body.runs).toHaveLength(before.length + 1 + later.length + 1)

    levels.a = 2e6
    await run()
    expect((await alertsNow())[0]?.state).toBe('open')
    await run()
    await expect.poll(async () => (await alertsNow()).map(({ state }) => state)).toEqual(['resolved'])
    const told = async () => hook.received.map(({ notice }) => notice.event)
    await expect.poll(told).toEqual(['opened', 'resolved'])
    const whole = (await get<Alert>(at(`/api/v1/alerts/${alert?.id}`))).body
    expect(whole.history.map(({ what, by }) => `${what} ${by}`)).toEqual(['opened alert', 'recovered alert', 'resolved alert'])
    expect(whole.deliveries.map(({ state }) => state)).toEqual(['delivered', 'delivered'])
    expect(hook.received[0]?.notice.alert.links.compare).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/compare\?a=r-\w+\.a&b=r-\w+\.a$/)
  }, 60_000)

  it('of both backends is one alert of two points, told signed', async () => {
    await runTimes(4)
    levels = { a: 2.4e6, b: 6e6 }
    await run()
    await expect.poll(() => hook.received.length).toBe(1)
    const { headers, body, notice } = hook.received[0] as Received
    expect(notice.alert.points.map(({ backend }) => backend)).toEqual(['a', 'b'])
    const [, seconds, digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['ringside-signature'])) ?? []
    expect(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')).toBe(digest)
    expect(headers).toMatchObject({ 'ringside-delivery': notice.id, 'idempotency-key': notice.id, 'ringside-event': 'opened' })
  }, 60_000)

  it('that was one run only is dropped, and the run tells why', async () => {
    await runTimes(4)
    levels.a = 2.4e6
    const confirm = agentTurnsBack()
    const id = await run()
    confirm()
    const judged = await judgementsOf(id)
    expect(judged.map(({ backend, state }) => `${backend} ${state}`).toSorted()).toEqual(['a dropped', 'b none'])
    expect(judged.find(({ state }) => state === 'dropped')?.why).toMatch(/all of it above 1\.05 x; r-\w+ does not: /)
    expect(await alertsNow()).toEqual([])
  }, 60_000)

  it('that is accepted is what later runs are compared with', async () => {
    await runTimes(4)
    levels.a = 2.4e6
    await runTimes(2)
    const [alert] = await alertsNow()
    const resolve = at(`/api/v1/alerts/${alert?.id}/resolve`)
    const answer = await post<Alert>(resolve, { reason: 'the new firmware is safer', expected: true })
    expect(answer).toMatchObject({ status: 200, body: { state: 'resolved', expected: true } })
    expect((await post(resolve, { reason: 'again' })).status).toBe(409)
    const last = await run()
    const judged = (await judgementsOf(last)).find(({ backend }) => backend === 'a')
    expect(judged).toMatchObject({ verdict: 'not worse', baselineRuns: 3 })
    levels.a = 2.9e6
    await run()
    expect((await alertsNow()).map(({ state }) => state)).toEqual(['open', 'resolved'])
    const first = (await get<AlertPage>(at('/api/v1/alerts?limit=1'))).body
    const second = (await get<AlertPage>(at(`/api/v1/alerts?limit=1&cursor=${first.next}`))).body
    expect([...first.alerts, ...second.alerts].map(({ state }) => state)).toEqual(['open', 'resolved'])
    expect(second.next).toBeUndefined()
    expect((await get(at('/api/v1/alerts?cursor=none'))).status).toBe(400)
    const filters = `state=resolved&suite=suite&host=bench-1&point=${alert?.points[0]?.pointId}`
    expect((await get<AlertPage>(at(`/api/v1/alerts?${filters}`))).body.alerts).toHaveLength(1)
    expect((await get<AlertPage>(at('/api/v1/alerts?point=another'))).body.alerts).toEqual([])
  }, 60_000)

  it('that another backend takes later joins the alert, also while someone looks after it', async () => {
    await runTimes(4)
    levels.a = 2.4e6
    await run()
    const [alert] = await alertsNow()
    const acknowledge = at(`/api/v1/alerts/${alert?.id}/acknowledge`)
    expect(await post<Alert>(acknowledge, { reason: 'on it' })).toMatchObject({ status: 200, body: { state: 'acknowledged' } })
    expect((await post(acknowledge, {})).status).toBe(400)
    levels.b = 6e6
    await run()
    const [joined, ...others] = await alertsNow()
    expect(others).toEqual([])
    expect([joined?.state, joined?.points.map(({ backend }) => backend)]).toEqual(['acknowledged', ['a', 'b']])
    const { history } = (await get<Alert>(at(`/api/v1/alerts/${alert?.id}`))).body
    expect(history.map(({ what, by }) => `${what} ${by}`)).toEqual(['opened alert', 'acknowledged open', 'joined alert'])
    expect((await post(at('/api/v1/alerts/al-none/acknowledge'), { reason: 'on it' })).status).toBe(404)
  }, 60_000)
})

describe('a controller that ended', () => {
  async function restart(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
    await controller.close()
    await meanwhile()
    controller = await startController(stack.config)
  }

  it('takes up what waited to be confirmed, and opens one alert', async () => {
    await runTimes(4)
    levels.a = 2.4e6
    held = true
    const { body } = await submit(controller.url, suite)
    await follow(controller.url, body.id)
    const [id = ''] = body.runs.map((one) => one.id)
    const suspected = async () => (await judgementsOf(id)).some(({ state }) => state === 'suspected')
    await expect.poll(suspected, { timeout: 5_000 }).toBe(true)
    await restart()
    expect(await suspected()).toBe(true)
    held = false
    await expect.poll(async () => (await alertsNow()).length, { timeout: 10_000 }).toBe(1)
    await expect.poll(() => hook.received.map(({ notice }) => notice.event)).toEqual(['opened'])
    await restart()
    expect((await alertsNow()).map(({ state }) => state)).toEqual(['open'])
    expect(hook.received).toHaveLength(1)
  }, 60_000)

  it('judges what was stored and not judged', async () => {
    const id = await run()
    const other = `${id}x`
    await restart(async () => {
      const store = await openChdbStore({ path: stack.config.dataDir })
      const renamed = ['spec', 'result'].map((column) => `replaceAll(${column}, '${id}', '${other}') AS ${column}`)
      await store.exec(
        `INSERT INTO runs SELECT * REPLACE ('${other}' AS id, ${renamed.join()}) FROM (SELECT * FROM runs FINAL WHERE id = '${id}')`,
      )
      await store.close()
    })
    await expect.poll(async () => (await judgementsOf(other)).length, { timeout: 5_000 }).toBe(2)
  }, 60_000)

  it('tells a receiver that was down as soon as it is there again, once', async () => {
    await runTimes(4)
    hook.answer = 500
    levels.a = 2.4e6
    await run()
    await expect.poll(() => hook.received.length, { timeout: 5_000 }).toBeGreaterThan(1)
    await restart()
    hook.answer = 200
    const states = async () => {
      const [alert] = await alertsNow()
      return (await get<Alert>(at(`/api/v1/alerts/${alert?.id}`))).body.deliveries.map(({ state }) => state)
    }
    await expect.poll(states, { timeout: 20_000 }).toEqual(['delivered'])
    expect(new Set(hook.received.map(({ notice }) => notice.id)).size).toBe(1)
    expect((await get<AlertReceiverList>(at('/api/v1/alert-receivers'))).body.receivers).toMatchObject([
      { name: 'team', kind: 'webhook', signed: true, pending: 0 },
    ])
  }, 60_000)
})

it('packets that are lost where none were open an alert of loss', async () => {
  const rule = { name: 'lossless', metric: 'loss', backends: ['a'] }
  expect((await post(at('/api/v1/alert-rules'), rule)).status).toBe(201)
  const again = async () => {
    const { body } = await submit(controller.url, { ...suite, alerts: undefined })
    await follow(controller.url, body.id)
    const states = async () => (await judgementsOf(body.runs[0]?.id ?? '')).map(({ state }) => state)
    await expect.poll(async () => ['none', 'confirmed'].includes((await states())[0] ?? '')).toBe(true)
  }
  for (let i = 0; i < 4; i++) await again()
  loss = 0.03
  await again()
  const [alert] = await alertsNow()
  expect(alert?.title).toMatch(/^loss of a, .*: 0\.97 x \[.*\] of the packets that arrived$/)
  expect(alert?.points[0]).toMatchObject({ unit: 'ratio', baselineMedian: 0, worse: 'higher' })
  expect(alert?.points[0]?.value).toBeCloseTo(0.03, 4)
}, 60_000)

describe('rules of the interface', () => {
  it('hold for all runs they fit, until they are removed', async () => {
    const rule = { name: 'slow throughput', metric: 'throughput', minChangeRatio: 0.1, backends: ['b'] }
    const rules = at('/api/v1/alert-rules')
    expect((await post(rules, rule)).status).toBe(201)
    expect((await post(rules, rule)).status).toBe(409)
    const { body } = await submit(controller.url, { ...suite, alerts: undefined })
    await follow(controller.url, body.id)
    const judged = async () =>
      (await judgementsOf(body.runs[0]?.id ?? '')).map(({ backend, metric, rule: of }) => [backend, metric, of])
    await expect.poll(judged).toEqual([['b', 'throughput_pps', 'slow throughput']])
    const removed = await fetch(`${rules}/slow%20throughput`, { method: 'DELETE' })
    expect(removed.status).toBe(204)
    expect((await get<{ rules: unknown[] }>(rules)).body.rules).toEqual([])
  }, 60_000)
})

/** The next run only is slow; returns what ends that. */
function agentTurnsBack(): () => void {
  const slow = levels
  const started = runs
  levels = new Proxy(slow, { get: (target, key) => (runs > started + 1 ? { a: 2e6, b: 5e6 }[String(key)] : target[String(key)]) })
  return () => {
    levels = slow
  }
}
