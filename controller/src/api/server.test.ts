import { once } from 'node:events'
import { apiPaths, type Host } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerHost } from '../queue/testing/agent.ts'
import { get, kill, spawnController, startTestStack, submit, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'

let stack: TestStack
let controller: Controller
beforeAll(async () => {
  stack = await startTestStack()
  controller = await startController(stack.config)
})
afterAll(async () => {
  await controller?.close()
  await stack?.stop()
})

const at = (path: string) => `${controller.url}${path}`

describe('the interface', () => {
  it('lives, and is ready', async () => {
    for (const path of [apiPaths.health, apiPaths.readiness])
      expect(await get(at(path))).toEqual({ status: 200, body: { status: 'ok' } })
  })

  it('refuses a suite with faults, and names each of them', async () => {
    const { status, type, body } = await submit(controller.url, { ...testSuite, backends: [], matrix: { frame: [1] } })
    expect([status, type]).toEqual([422, expect.stringMatching(/^application\/problem\+json/)])
    expect(body).toMatchObject({ status: 422, title: 'Unprocessable Entity', detail: expect.stringContaining('2 faults') })
    expect(body.faults?.map((fault) => fault.path)).toEqual(['backends', 'matrix.frame[0]'])
  })

  it('refuses a suite while no host can execute it, and says how to get one', async () => {
    const { status, body } = await submit(controller.url, testSuite)
    expect([status, body.detail]).toEqual([409, expect.stringContaining('ringside up')])
    expect((await get<{ runs: unknown[] }>(at(apiPaths.runs))).body.runs).toEqual([])
  })

  it('lists hosts, and wants one named when there are several', async () => {
    await registerHost(stack.redis.url, 'bench-1')
    await registerHost(stack.redis.url, 'bench-2')
    const hosts = async () => (await get<{ hosts: Host[] }>(at(apiPaths.hosts))).body.hosts.map((host) => host.id)
    await expect.poll(hosts, { timeout: 5_000 }).toEqual(['bench-1', 'bench-2'])
    const unnamed = await submit(controller.url, testSuite)
    expect([unnamed.status, unnamed.body.detail]).toEqual([409, expect.stringContaining('bench-1, bench-2')])
    const unknown = await submit(controller.url, { ...testSuite, host: 'bench-3' })
    expect([unknown.status, unknown.body.detail]).toEqual([409, expect.stringContaining("'bench-3' is not registered")])
    const named = await submit(controller.url, { ...testSuite, host: 'bench-2' })
    expect([named.status, named.body.runs[0]?.host]).toEqual([201, 'bench-2'])
  })

  it('accepts no more runs at once than it says', async () => {
    const frame = Array.from({ length: 1_000 }, (_, index) => 64 + index)
    const million = { ...testSuite, host: 'bench-2', matrix: { frame }, run: { trials: 6, repeat: 1_000 } }
    const { status, body } = await submit(controller.url, million)
    expect([status, body.faults]).toEqual([
      422,
      [{ path: 'matrix', value: '1000000 runs', expected: expect.stringContaining('at most 100000 runs') }],
    ])
  })

  it('says what is missing, and how to find what there is', async () => {
    for (const path of [
      '/runs/r-x',
      '/runs/r-x/trace',
      '/submissions/s-x',
      '/submissions/s-x/events',
      '/submissions/s-x/report',
    ]) {
      const { status, body } = await get(at(`/api/v1${path}`))
      expect([path, status, body.detail]).toEqual([path, 404, expect.stringContaining('ringside runs')])
    }
    expect(await get(at('/nowhere'))).toMatchObject({ status: 404, body: { detail: expect.stringContaining('GET /nowhere') } })
  })

  it('checks queries and bodies, and takes nothing it does not know', async () => {
    for (const path of ['/runs?limit=0', '/runs?limit=x', '/runs?limt=1', '/comparisons', '/comparisons?a=x:y:z']) {
      expect([path, (await get(at(`/api/v1${path}`))).status]).toEqual([path, 400])
    }
    const post = async (body: string, type = 'application/json') =>
      (await fetch(at(apiPaths.submissions), { method: 'POST', headers: { 'content-type': type }, body })).status
    expect(await post('{')).toBe(400)
    expect(await post('{}')).toBe(400)
    expect(await post('{"suite":{},"more":1}')).toBe(400)
    expect(await post('<suite/>', 'text/xml')).toBe(415)
    expect(await post(JSON.stringify({ suite: 'x'.repeat(2 << 20) }))).toBe(413)
  })

  it('compares only what has a result', async () => {
    const { body } = await submit(controller.url, { ...testSuite, host: 'bench-2' })
    const id = body.runs[0]?.id
    expect(await get(at(`${apiPaths.comparisons}?a=${id}&b=${id}`))).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining(`run ${id} is queued`) },
    })
    expect((await get(at(`${apiPaths.comparisons}?a=${id}&b=r-x`))).status).toBe(404)
  })
})

it('says so when Redis goes away instead of hanging, and still ends in an orderly way', async () => {
  const other = await startTestStack()
  const child = spawnController({ ...other.config, logLevel: 'fatal' })
  try {
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
    const { url } = JSON.parse(`${line}`) as { url: string }
    await registerHost(other.redis.url, 'bench-1')
    await other.stop()
    await expect.poll(async () => (await get(`${url}${apiPaths.readiness}`)).status, { timeout: 5_000 }).toBe(503)
    expect((await get(`${url}${apiPaths.health}`)).status).toBe(200)
    expect((await get(`${url}${apiPaths.readiness}`)).body.detail).toContain('Redis does not answer')
    const { status, body } = await submit(url, testSuite)
    expect([status, body.detail]).toEqual([503, expect.stringContaining('Redis is out of reach')])
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
  } finally {
    await kill(child)
  }
})
