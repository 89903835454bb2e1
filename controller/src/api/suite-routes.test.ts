import { type NoiseList, noisePath, type SuiteText, type SuiteValidation, suitePaths } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { follow, get, post, startTestStack, submit, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'

let stack: TestStack
let controller: Controller
let submission: string
let run: string

beforeAll(async () => {
  stack = await startTestStack()
  controller = await startController(stack.config)
  const agent = await startTestAgent({
    redisUrl: stack.redis.url,
    host: 'bench-1',
    execute: async (job) => {
      const result = resultOf(job.data.id, ['a', 'b'], job.data.trials)
      // Backend b: 90, 100, 110 and so on, whose quartiles lie 10 % about the middle.
      const trials = result.trials.map((trial, i) => {
        const throughput = trial.backend === 'a' ? 1_000 : 90 + 10 * (i % 3)
        return { ...trial, metrics: { throughput_pps: throughput } }
      })
      return { ...result, trials }
    },
  })
  const { body } = await submit(controller.url, testSuite)
  await follow(controller.url, body.id)
  await agent.stop()
  submission = body.id
  run = body.runs[0]?.id as string
})
afterAll(async () => {
  await controller?.close()
  await stack?.stop()
})

const validate = async (yaml: string) => (await post<SuiteValidation>(`${controller.url}${suitePaths.validate}`, { yaml })).body

describe('suites as text', () => {
  it('are checked without anything being stored or started', async () => {
    expect((await validate('kind: Suite\nname: [x]\n')).faults).toContainEqual(
      expect.objectContaining({ line: 2, column: 7, path: 'name', value: ['x'] }),
    )
  })

  it.each([
    ['submission', suitePaths.ofSubmission, () => submission],
    ['run', suitePaths.ofRun, () => run],
  ])('are written anew from a %s, and make the same again', async (_, path, id) => {
    const { body } = await get<SuiteText>(`${controller.url}${path.replace(':id', id())}`)
    const { faults, suite } = await validate(body.yaml)
    expect(faults).toEqual([])
    const again = await submit(controller.url, suite)
    const contents = again.body.runs.map(({ contentId }) => contentId)
    const { body: first } = await get<{ contentId: string }>(`${controller.url}/api/v1/runs/${run}`)
    expect(contents).toEqual([first.contentId])
  })

  it('are not there for what is not there', async () => {
    const { status, body } = await get(`${controller.url}${suitePaths.ofRun.replace(':id', 'r-none')}`)
    expect({ status, detail: body.detail }).toEqual({ status: 404, detail: expect.stringContaining("'r-none'") })
  })
})

describe('noise', () => {
  it('is the spread of trials of the backend whose trials differ most', async () => {
    const { body } = await get<NoiseList>(`${controller.url}${noisePath}`)
    expect(body.hosts).toEqual([
      {
        host: 'bench-1',
        runs: [{ runId: run, label: 'throughput 64 B', endedAt: expect.any(String), trials: 6, spreadRatio: expect.any(Number) }],
      },
    ])
    expect(body.hosts[0]?.runs[0]?.spreadRatio).toBeGreaterThan(0.05)
    expect(body.hosts[0]?.runs[0]?.spreadRatio).toBeLessThan(0.25)
  })

  it('is empty for a host without runs', async () => {
    expect((await get<NoiseList>(`${controller.url}${noisePath}?host=other`)).body).toEqual({ hosts: [] })
  })
})
