import { apiPaths, type Problem, type RunSummary, type Submission } from '@ringside/contract'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerHost } from '../queue/testing/agent.ts'
import { firstLine, get, kill, spawnController, startTestStack, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { type Controller, startController } from '../start-controller.ts'
import { useProblems } from './problem.ts'
import { limitRate } from './rate-limit.ts'

let stack: TestStack
let controller: Controller
beforeAll(async () => {
  stack = await startTestStack()
  await registerHost(stack.redis.url, 'bench-1')
  controller = await startController(stack.config)
})
afterAll(async () => {
  await controller?.close()
  await stack?.stop()
})

const at = (path: string) => `${controller.url}${path}`

async function post(url: string, key: string, suite: unknown) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  const response = await fetch(`${url}${apiPaths.submissions}`, { method: 'POST', headers, body: JSON.stringify({ suite }) })
  const replayed = response.headers.get('idempotency-replayed')
  return { status: response.status, replayed, body: (await response.json()) as Submission & Problem }
}

const idsOf = ({ runs }: { readonly runs: readonly RunSummary[] }) => runs.map(({ id }) => id)

describe('a key', () => {
  it('makes one submission of a suite, also of requests side by side and after a crash', async () => {
    const other = await startTestStack()
    await registerHost(other.redis.url, 'bench-1')
    let child = spawnController(other.config)
    try {
      let { url } = JSON.parse(await firstLine(child)) as { url: string }
      const suite = { ...testSuite, matrix: { frame: [64, 128] } }
      const [first, second] = await Promise.all([post(url, 'nightly', suite), post(url, 'nightly', suite)])
      expect([first.status, second.status]).toEqual([201, 201])
      expect([first.replayed, second.replayed].toSorted()).toEqual([null, 'true'].toSorted())
      expect(idsOf(second.body)).toEqual(idsOf(first.body))
      await kill(child)
      child = spawnController(other.config)
      url = (JSON.parse(await firstLine(child)) as { url: string }).url
      const again = await post(url, 'nightly', suite)
      expect([again.status, again.replayed, again.body.id]).toEqual([201, 'true', first.body.id])
      expect(idsOf(again.body)).toEqual(idsOf(first.body))
      const { body } = await get<{ runs: RunSummary[] }>(`${url}${apiPaths.runs}`)
      expect(idsOf(body)).toEqual(idsOf(first.body))
      const changed = await post(url, 'nightly', testSuite)
      expect([changed.status, changed.body.detail]).toEqual([
        422,
        expect.stringContaining("'nightly' was used with another body"),
      ])
    } finally {
      await kill(child)
      await other.stop()
    }
  })

  it('is not used up by a suite with faults', async () => {
    expect((await post(controller.url, 'once', { ...testSuite, backends: [] })).status).toBe(422)
    expect(await post(controller.url, 'once', testSuite)).toMatchObject({ status: 201, replayed: null })
  })
})

describe('methods', () => {
  it('that a path is not for are answered with those it is for', async () => {
    const wrong = await fetch(at(apiPaths.runs), { method: 'DELETE' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, expect.stringContaining('GET')])
    expect(((await wrong.json()) as Problem).detail).toContain('not for DELETE, expected')
    const options = await fetch(at('/api/v1/runs/r-1'), { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, expect.stringContaining('GET')])
    const head = await fetch(at(apiPaths.hosts), { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})

describe('limits', () => {
  it('refuse a body of 50 MB without reading it', async () => {
    const body = JSON.stringify({ suite: 'x'.repeat(50 << 20) })
    const response = await fetch(at(apiPaths.submissions), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(response.status).toBe(413)
  })

  it('say how many requests are left, and when to come back', async () => {
    const app = fastify()
    useProblems(app)
    app.decorateRequest('caller')
    app.addHook('onRequest', async (request) => {
      request.caller = { kind: 'nobody' }
    })
    app.register(async (api) => {
      await limitRate(api, 2)
      api.get('/limited', async () => 'fine')
      api.get('/free', { config: { rateLimit: false } }, async () => 'fine')
    })
    expect((await app.inject('/limited')).headers['ratelimit-remaining']).toBe('1')
    await app.inject('/limited')
    const refused = await app.inject('/limited')
    expect([refused.statusCode, refused.headers['content-type']]).toEqual([
      429,
      expect.stringContaining('application/problem+json'),
    ])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.json<Problem>().detail).toContain('more than 2 requests in a minute')
    const other = await app.inject({ url: '/limited', remoteAddress: '192.0.2.1' })
    expect([other.statusCode, (await app.inject('/free')).statusCode]).toEqual([200, 200])
    await app.close()
  })
})

it('tells a client that was cut off by the death of the controller how everything stands', async () => {
  const other = await startTestStack()
  await registerHost(other.redis.url, 'bench-1')
  let child = spawnController(other.config)
  try {
    let { url } = JSON.parse(await firstLine(child)) as { url: string }
    const { body } = await post(url, 'follow', testSuite)
    const path = `${apiPaths.submission.replace(':id', body.id)}/events`
    const told = async (lastEventId: string) => {
      const response = await fetch(`${url}${path}`, { headers: { 'last-event-id': lastEventId } })
      const reader = response.body?.getReader()
      let text = ''
      while (!text.includes('data: ')) text += new TextDecoder().decode((await reader?.read())?.value)
      await reader?.cancel()
      return text
    }
    const id = /^id: (.*)$/m.exec(await told(''))?.[1] ?? ''
    await kill(child)
    child = spawnController(other.config)
    url = (JSON.parse(await firstLine(child)) as { url: string }).url
    expect(await told(id)).toContain(`"id":"${body.runs[0]?.id}"`)
  } finally {
    await kill(child)
    await other.stop()
  }
})
