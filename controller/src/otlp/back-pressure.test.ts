/** Many senders at once, over sockets, into a receiver that holds little. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { otlpReceiver } from './receiver.ts'
import { requestOf } from './testing/request.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-pressure-'))
const maxBytesInFlight = 100_000
let store: Store
let app: FastifyInstance
let url: string
/** While set, inserts wait for it. */
let gate: Promise<void> | undefined

beforeAll(async () => {
  store = await openChdbStore({ path: folder })
  await migrate(store)
  app = fastify()
  const insertNative: Store['insertNative'] = async (...insert) => {
    await gate
    return store.insertNative(...insert)
  }
  const gated: Store = {
    insertNative,
    query: (sql, params) => store.query(sql, params),
    download: (sql, options) => store.download(sql, options),
    exec: (sql) => store.exec(sql),
    insertRows: (table, rows, options) => store.insertRows(table, rows, options),
    setQuiet: (quiet) => store.setQuiet(quiet),
    close: () => store.close(),
  }
  await app.register(otlpReceiver, { store: gated, maxBodyBytes: 60_000, maxBytesInFlight })
  await app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/v1/traces`
})
afterAll(async () => {
  await app.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const spanCount = 40
const bodyOf = (traceId: string) =>
  requestOf({ traceId, spans: Array.from({ length: spanCount }, (_, i) => ({ spanId: `${i + 10}`.repeat(8), name: 'x' })) })

const post = (body: string | Buffer | ReadableStream, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers }, duplex: 'half' } as RequestInit)

const storedTraces = () => store.query<{ id: string; n: string }>('SELECT trace_id AS id, count() AS n FROM spans GROUP BY id')

it('tells some of many senders to wait, and has everything once when they have sent again', async () => {
  const traceIds = Array.from({ length: 60 }, (_, i) => (i + 1).toString(16).padStart(32, '0'))
  let refused = 0
  const send = async (traceId: string, i: number) => {
    const body = bodyOf(traceId)
    for (;;) {
      const answer = await (i % 3 === 0 ? post(gzipSync(body), { 'content-encoding': 'gzip' }) : post(body))
      const text = await answer.text()
      if (answer.status === 200) return
      expect(answer.status).toBe(429)
      expect(JSON.parse(text)).toMatchObject({ code: 8, message: expect.stringContaining('later') })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      refused++
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  let open = () => {}
  gate = new Promise((resolve) => {
    open = resolve
  })
  const sending = traceIds.map(send)
  await expect.poll(() => refused).toBeGreaterThan(0)
  open()
  await Promise.all(sending)
  const stored = await storedTraces()
  expect(stored.map(({ id }) => id).sort()).toEqual(traceIds)
  expect(stored.filter(({ n }) => n !== String(spanCount))).toEqual([])
})

it('takes a body in chunks, and one that is larger than all that may wait while nothing waits', async () => {
  const body = Buffer.from(bodyOf('ab'.repeat(16)))
  const chunks = new ReadableStream({
    start: (controller) => {
      for (let at = 0; at < body.length; at += 1000) controller.enqueue(body.subarray(at, at + 1000))
      controller.close()
    },
  })
  expect((await post(chunks)).status).toBe(200)
  const small = fastify()
  await small.register(otlpReceiver, { store, maxBodyBytes: 60_000, maxBytesInFlight: 10 })
  const headers = { 'content-type': 'application/json' }
  const answer = await small.inject({ method: 'POST', url: '/v1/traces', headers, payload: bodyOf('cd'.repeat(16)) })
  expect(answer.statusCode).toBe(200)
  await small.close()
})

it('answers 413 to a body in chunks and to a gzip bomb while they are on their way, and stays in order after it', async () => {
  const endless = new ReadableStream({
    start: (controller) => {
      for (let i = 0; i < 30; i++) controller.enqueue(Buffer.alloc(10_000, 32))
      controller.close()
    },
  })
  expect((await post(endless)).status).toBe(413)
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  const answer = await post(bomb, { 'content-encoding': 'gzip' })
  expect(answer.status).toBe(413)
  expect(await answer.json()).toMatchObject({ code: 3, message: expect.stringContaining('60000 bytes') })
  expect((await post(bodyOf('ef'.repeat(16)))).status).toBe(200)
})
