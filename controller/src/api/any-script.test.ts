import { apiPaths, type CompareAnswer, type Host, type Report, type Suite } from '@ringside/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestAgent, type TestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { follow, get, startTestStack, submit, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'

const host = '試験台 Nr. 1'
const backends = ['夜間', 'ליל', 'می‌خواهم', '𠀀'.repeat(63)]

let stack: TestStack
let controller: Controller
let agent: TestAgent
beforeAll(async () => {
  stack = await startTestStack()
  controller = await startController(stack.config)
  const execute = async ({ data }: { data: { id: string } }) => resultOf(data.id, backends, 6)
  agent = await startTestAgent({ redisUrl: stack.redis.url, host, execute })
})
afterAll(async () => {
  await agent?.stop()
  await controller?.close()
  await stack?.stop()
})

const at = (path: string) => `${controller.url}${path}`

it('names in any script pass through queue, store and interface as they are', async () => {
  const suite: Suite = {
    ...testSuite,
    name: 'Größe 大きさ',
    backends: backends.map((name) => ({ name, kind: 'emulated', doorbell: 'mapped', device: 'polling' })),
  }
  // Who is there is read once a second.
  await expect.poll(async () => (await get<{ hosts: Host[] }>(at(apiPaths.hosts))).body.hosts.map(({ id }) => id)).toEqual([host])
  const { status, body } = await submit(controller.url, suite)
  expect([status, body.runs[0]?.host]).toEqual([201, host])
  const states = await follow(controller.url, body.id)
  expect(states.at(-1)).toMatchObject({ state: 'succeeded', suite: suite.name, backends })

  const report = await get<Report>(at(`${apiPaths.submission.replace(':id', body.id)}/report`))
  expect(new Set(report.body.comparisons.map(({ b }) => b.backend))).toEqual(new Set(backends.slice(1)))
  const [id] = body.runs.map((run) => run.id)
  const sides = new URLSearchParams({ a: `${id}:${backends[0]}`, b: `${id}:${backends[3]}` })
  const answer = await get<CompareAnswer>(at(`${apiPaths.comparisons}?${sides}`))
  expect(answer.body.comparisons[0]).toMatchObject({ a: { backend: backends[0] }, b: { backend: backends[3] } })
})
