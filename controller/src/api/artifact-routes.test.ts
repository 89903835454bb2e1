import { gzipSync } from 'node:zlib'
import type { ArtifactList, RunArtifact } from '@ringside/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestAgent, type TestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { follow, get, runDetail, startTestStack, submit, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'

const report = '== state\nalles gut: größer, 大きい\n'
const packed = (text: string) => gzipSync(text).toString('base64')
const artifacts: RunArtifact[] = [
  { name: 'log', mediaType: 'application/x-ndjson', gzipBase64: packed('{"msg":"run claimed"}\n') },
  { name: 'host', mediaType: 'text/plain; charset=utf-8', gzipBase64: packed(report) },
]
let stack: TestStack
let controller: Controller
let agent: TestAgent
let run: string
let plain: string

beforeAll(async () => {
  stack = await startTestStack()
  controller = await startController(stack.config)
  agent = await startTestAgent({
    redisUrl: stack.redis.url,
    host: 'bench-1',
    execute: async ({ data }) => ({
      ...resultOf(data, ['a', 'b'], data.trials),
      ...(data.artifacts.length > 0 ? { artifacts } : {}),
    }),
  })
  run = await measured({ ...testSuite, artifacts: ['log', 'host'] })
  plain = await measured(testSuite)
})
afterAll(async () => {
  await agent?.stop()
  await controller?.close()
  await stack?.stop()
})

async function measured(suite: unknown): Promise<string> {
  const { body } = await submit(controller.url, suite)
  const last = (await follow(controller.url, body.id)).at(-1)
  expect(last?.state).toBe('succeeded')
  return String(last?.id)
}

const at = (path: string) => `${controller.url}/api/v1/runs/${path}`

it('lists what a run has left behind, and keeps it out of the result', async () => {
  const { body } = await get<ArtifactList>(at(`${run}/artifacts`))
  expect(body.artifacts).toEqual(
    artifacts
      .map(({ name, mediaType, gzipBase64 }) => ({ name, mediaType, bytes: Buffer.from(gzipBase64, 'base64').length }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  )
  expect((await runDetail(controller.url, run)).result).not.toHaveProperty('artifacts')
  expect((await get<ArtifactList>(at(`${plain}/artifacts`))).body.artifacts).toEqual([])
})

it('gives each as it was written, compressed or not as the client takes it', async () => {
  for (const encoding of ['gzip', 'identity']) {
    const answer = await fetch(at(`${run}/artifacts/host`), { headers: { 'accept-encoding': encoding } })
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null)
    expect(await answer.text()).toBe(report)
  }
})

it('says what there is when something else is asked for', async () => {
  expect(await get(at(`${run}/artifacts/dump`))).toMatchObject({
    status: 404,
    body: { detail: `run ${run} has no artifact 'dump'; it has host, log` },
  })
  expect((await get(at(`${plain}/artifacts/log`))).body.detail).toContain('artifacts: [log, host]')
  expect((await get(at('r-none/artifacts'))).status).toBe(404)
  expect((await get(at('r-none/artifacts/log'))).status).toBe(404)
})
