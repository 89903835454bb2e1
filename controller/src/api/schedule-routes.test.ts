import { type ScheduleDetail, type ScheduleSlot, type ScheduleSummary, schedulePaths } from '@ringside/contract'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestAgent, type TestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { get, startTestStack, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'

let stack: TestStack
let controller: Controller
let agent: TestAgent
beforeAll(async () => {
  stack = await startTestStack()
  controller = await startController(stack.config)
  agent = await startTestAgent({
    redisUrl: stack.redis.url,
    host: 'bench-1',
    execute: async (job) => resultOf(job.data.id, ['a', 'b'], job.data.trials),
  })
})
afterAll(async () => {
  await agent?.stop()
  await controller?.close()
  await stack?.stop()
})

const scheduled = { ...testSuite, schedule: { cron: '30 2 * * *', tz: 'Europe/Berlin' } }
const at = (path: string, name = 'suite') => `${controller.url}${path.replace(':name', encodeURIComponent(name))}`

async function send<Body>(method: string, url: string, body?: object) {
  const content = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(url, { method, ...content })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body & { detail: string } }
}

it('adds a schedule, runs it by hand to its end, and shows what became of it', async () => {
  const added = await send<ScheduleSummary>('POST', at(schedulePaths.schedules), { suite: scheduled })
  expect([added.status, added.body.name, added.body.next.length]).toEqual([201, 'suite', 5])
  const { status, body: slot } = await send<ScheduleSlot>('POST', at(schedulePaths.runNow))
  expect([status, slot.trigger, slot.outcome]).toEqual([200, 'manual', 'submitted'])
  await expect
    .poll(async () => (await get<ScheduleDetail>(at(schedulePaths.schedule))).body.slots[0]?.result, { timeout: 20_000 })
    .toBe('succeeded')
  const submission = await get<{ runs: { state: string }[] }>(`${controller.url}/api/v1/submissions/${slot.submissionId}`)
  expect(submission.body.runs.map(({ state }) => state)).toEqual(['succeeded'])
})

it('keeps schedules although the controller restarts and Redis forgets everything', async () => {
  await controller.close()
  const redis = new Redis(stack.redis.url)
  await redis.flushall()
  controller = await startController(stack.config)
  const { body } = await get<{ schedules: ScheduleSummary[] }>(at(schedulePaths.schedules))
  expect(body.schedules).toMatchObject([{ name: 'suite', enabled: true, last: { result: 'succeeded' } }])
  expect(await redis.zcard('bull:ringside.schedules:repeat')).toBe(1)
  redis.disconnect()
})

it('pauses, resumes, replaces and removes', async () => {
  expect((await send<ScheduleSummary>('POST', at(schedulePaths.pause))).body).toMatchObject({ enabled: false, next: [] })
  expect((await send<ScheduleSummary>('POST', at(schedulePaths.resume))).body).toMatchObject({ enabled: true })
  const suite = { ...testSuite, schedule: { every: '6h' } }
  const replaced = await send<ScheduleSummary>('PUT', at(schedulePaths.schedule), { suite })
  expect([replaced.status, replaced.body.schedule]).toEqual([200, { every: '6h' }])
  expect((await send('DELETE', at(schedulePaths.schedule))).status).toBe(204)
  for (const [method, path] of [
    ['GET', schedulePaths.schedule],
    ['DELETE', schedulePaths.schedule],
    ['POST', schedulePaths.runNow],
    ['POST', schedulePaths.pause],
  ] as const) {
    const { status, body } = await send(method, at(path))
    expect([method, path, status, body.detail]).toEqual([method, path, 404, expect.stringContaining('ringside schedule list')])
  }
})

it('says where a schedule is wrong, and takes nothing it does not know', async () => {
  const wrong = { ...testSuite, schedule: { cron: '61 2 * * *', every: '1h', missed: 'all' } }
  const { status, body } = await send<{ faults: { path: string }[] }>('POST', at(schedulePaths.schedules), { suite: wrong })
  expect(status).toBe(422)
  expect(body.faults.map(({ path }) => path).sort()).toEqual(['schedule.cron', 'schedule.every', 'schedule.missed'])
  expect((await send('POST', at(schedulePaths.schedules), { suite: testSuite })).status).toBe(422)
  expect((await send('POST', at(schedulePaths.schedules), { suite: scheduled, cron: '* * * * *' })).status).toBe(400)
  expect((await send('POST', at(schedulePaths.schedules), {})).status).toBe(400)
})
