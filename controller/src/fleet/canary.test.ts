import { type FleetHost, type HostDetail, hostPaths, type ScheduleSlot, type Suite, schedulePaths } from '@ringside/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestAgent, type TestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { get, startTestStack, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'
import { minFigures } from './band.ts'

const host = 'bench-1'
let stack: TestStack
let controller: Controller
let agent: TestAgent
/** What the host is slower by, run after run; the last one stays. */
let factors: number[] = [1]
beforeAll(async () => {
  stack = await startTestStack()
  controller = await startController(stack.config)
  agent = await startTestAgent({ redisUrl: stack.redis.url, host, execute: async (job) => slowed(job.data.id) })
  const suite: Suite = { ...testSuite, name: 'canary', schedule: { every: '24h', canary: true } }
  expect((await post(schedulePaths.schedules, { suite })).status).toBe(201)
})
afterAll(async () => {
  await agent?.stop()
  await controller?.close()
  await stack?.stop()
})

function slowed(runId: string) {
  const factor = (factors.length > 1 ? factors.shift() : factors[0]) ?? 1
  const result = resultOf(runId, ['a', 'b'], 6)
  const slow = (value: number | undefined) => (value ?? 0) / factor
  const trials = result.trials.map((trial) => ({
    ...trial,
    metrics: { throughput_pps: slow(trial.metrics.throughput_pps), throughput_bps: slow(trial.metrics.throughput_bps) },
  }))
  return { ...result, trials }
}

const at = (path: string) => `${controller.url}${path.replace(':name', 'canary').replace(':id', host)}`

function post(path: string, body?: object): Promise<Response> {
  const content = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return fetch(at(path), { method: 'POST', ...content })
}

/** Runs the canary, and waits until its runs have ended; a run more where it is confirmed. */
async function canary(runs: number): Promise<void> {
  const before = await runCount()
  const slot = (await (await post(schedulePaths.runNow)).json()) as ScheduleSlot
  expect(slot.outcome).toBe('submitted')
  await expect.poll(runCount, { timeout: 30_000 }).toBe(before + runs)
}

async function runCount(): Promise<number> {
  const { body } = await get<{ runs: { state: string }[] }>(`${controller.url}/api/v1/runs?limit=1000`)
  return body.runs.filter(({ state }) => state === 'succeeded').length
}

const availability = async () => (await get<{ hosts: FleetHost[] }>(at(hostPaths.hosts))).body.hosts[0]?.availability

/** The figures of each run are stored one after the other; a run is judged by those before. */
const figures = async () =>
  (await get<HostDetail>(at(hostPaths.host))).body.events.filter(
    ({ kind, by }) => kind === 'availability' && by === 'health check',
  )

it('quarantines a host whose canary leaves its band twice in a row, with the figures, and not for one bad run', async () => {
  for (let run = 0; run < minFigures; run++) await canary(1)
  factors = [2, 1]
  await canary(2)
  expect(await availability()).toBe('active')
  factors = [2]
  await canary(2)
  await expect.poll(availability, { timeout: 10_000 }).toBe('quarantined')
  const [event] = await figures()
  expect(event?.reason).toMatch(/^canary canary left its band twice in a row: throughput of a, throughput 64 B: 15,000,000 pps/)
  expect(event?.reason).toMatch(/expected [\d,]+ to [\d,]+ of \d+ runs/)
})

it('begins anew after a release', async () => {
  expect((await post(hostPaths.release, {})).status).toBe(200)
  for (let run = 0; run < 2; run++) await canary(1)
  expect(await availability()).toBe('active')
})
