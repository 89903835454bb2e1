import type { DoorbellBuckets, OutlierList, RunTrace, SingleDoorbells, SpanPage } from '@ringside/contract'
import { attributes } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { requestOf } from '../otlp/testing/request.ts'
import { startTraceServer, type TraceServer } from '../testing/trace-server.ts'

const run = runFixture()
const id = (n: number) => n.toString(16).padStart(16, '0')
let server: TraceServer

beforeAll(async () => {
  server = await startTraceServer([run])
  const spans = Array.from({ length: 25 }, (_, n) => ({
    spanId: id(n + 1),
    name: n === 24 ? 'trial' : 'doorbell.kick',
    startUnixNs: 1_790_000_000_000_000_000n + BigInt(n),
    attributes: { [attributes.queueIndex]: n % 3 },
  }))
  const body = requestOf({ traceId: run.traceId, scope: { [attributes.runId]: run.id }, spans })
  const answer = await fetch(`${server.url}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(answer.status).toBe(200)
})
afterAll(() => server?.close())

async function get<T>(path: string): Promise<{ status: number; body: T & { detail?: string } }> {
  const answer = await fetch(`${server.url}/api/v1/runs/${path}`)
  return { status: answer.status, body: (await answer.json()) as T & { detail?: string } }
}

it('gives every span once by following the cursors', async () => {
  const found: string[] = []
  let cursor = ''
  do {
    const { status, body } = await get<SpanPage>(`${run.id}/spans?limit=7${cursor && `&cursor=${cursor}`}`)
    expect(status).toBe(200)
    found.push(...body.spans.map(({ spanId }) => spanId))
    cursor = body.next ?? ''
  } while (cursor !== '')
  expect(found).toEqual(Array.from({ length: 25 }, (_, n) => id(n + 1)))
})

it('takes one or several values of a filter, for the tree, the pages and the packets', async () => {
  const one = await get<SpanPage>(`${run.id}/spans?queue=1`)
  const two = await get<SpanPage>(`${run.id}/spans?queue=1&queue=2&name=doorbell.*&order=descending&limit=3`)
  expect([one.body.spans.length, two.body.spans.map(({ spanId }) => spanId)]).toEqual([8, [id(24), id(23), id(21)]])
  const { body: trace } = await get<RunTrace>(`${run.id}/trace?queue=1&failed=false`)
  expect(trace.doorbells.map(({ count }) => count)).toEqual([8])
  expect(trace.passed).toEqual({ spans: { shown: 0, of: 1 }, doorbells: { shown: 8, of: 24 } })
  expect((await get<OutlierList>(`${run.id}/outliers?trial=3`)).body).toEqual({ outliers: [], total: 0 })
  expect((await get<SpanPage>(`${run.id}/spans/above`)).body).toEqual({ traceId: run.traceId, origins: [], spans: [] })
})

it('counts doorbells in a time, gives them one by one, and any span by its id', async () => {
  const times = 'fromUnixNs=1790000000000000005&untilUnixNs=1790000000000000015'
  const counted = await get<DoorbellBuckets>(`${run.id}/doorbells?${times}&buckets=5&queue=1`)
  expect(counted.body).toMatchObject({ bucketNs: 2, lanes: [{ queue: 1, bucket: [1, 2, 4], count: [1, 1, 1] }] })
  const single = await get<SingleDoorbells>(`${run.id}/doorbells/single?${times}&queue=1&limit=2`)
  expect(single.body).toMatchObject({ more: true, lanes: [{ queue: 1, spanId: [id(8), id(11)], startNs: [2, 5] }] })
  const { body } = await get<SpanPage>(`${run.id}/spans/${id(25)}`)
  expect(body).toMatchObject({ traceId: run.traceId, spans: [{ spanId: id(25), name: 'trial' }] })
  const absent = await get(`${run.id}/spans/${id(99)}`)
  expect([absent.status, absent.body.detail]).toEqual([404, expect.stringContaining(`no span '${id(99)}' is stored`)])
  for (const wrong of [
    `spans/${id(1).toUpperCase()}z`,
    'doorbells',
    `doorbells?${times}&buckets=2049`,
    'doorbells/single?limit=1',
  ])
    expect([wrong, (await get(`${run.id}/${wrong}`)).status]).toEqual([wrong, 400])
})

it('refuses what it does not know, and says why', async () => {
  const refused = ['limit=0', 'limit=20001', 'queue=x', 'queue=70000', 'trial=-1', 'quue=1', 'minDurationNs=0.5', 'failed=maybe']
  for (const query of [...refused, 'fromUnixNs=99999999999999999999', 'parent=1', 'order=up']) {
    expect([query, (await get(`${run.id}/spans?${query}`)).status]).toEqual([query, 400])
  }
  expect((await get(`${run.id}/trace?cursor=x`)).status).toBe(400)
  const { status, body } = await get(`${run.id}/spans?cursor=x`)
  expect([status, body.detail]).toEqual([400, expect.stringContaining("cursor is 'x', expected the 'next' of the page before")])
  for (const path of ['trace', 'spans', 'spans/above', 'outliers']) {
    expect([path, (await get(`r-none/${path}`)).status]).toEqual([path, 404])
  }
})
