import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attributes } from '@ringside/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeTraces } from '../otlp/native.ts'
import { requestOf, type TestSpan } from '../otlp/testing/request.ts'
import { openChdbStore } from './chdb-store.ts'
import { migrate } from './migrate.ts'
import { countSpans, runTrace } from './span-queries.ts'
import type { Store } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-spans-'))
const traceId = 'a1'.repeat(16)
const start = 1_790_000_000_000_000_000n
const id = (n: number) => n.toString(16).padStart(16, '0')
let store: Store

async function insert(batch: Parameters<typeof requestOf>[0]) {
  const body = requestOf(batch)
  await store.insertNative('spans', (await decodeTraces(Buffer.from(body), 'json')).blocks, { token: body })
}

/** A trial's span at `first`, with an ioctl and 100 kicks of 1 to 100 us on each of two queues below it. */
async function insertRun(runId: string, first: number) {
  const ioctl = { [attributes.ioctlRequest]: '0xaf01', [attributes.ioctlResult]: 0 }
  const kick = (n: number): TestSpan => ({
    spanId: id(first + 10 + n),
    parentSpanId: id(first),
    name: 'doorbell.kick',
    startUnixNs: start + BigInt(n * 10),
    durationNs: ((n >> 1) + 1) * 1000,
    attributes: {
      [attributes.queueIndex]: n % 2,
      [attributes.doorbellMethod]: 'mmio',
      [attributes.doorbellBatch]: 1 + (n % 2) * 4,
    },
  })
  const spans = [
    { spanId: id(first), parentSpanId: id(2), name: 'trial', startUnixNs: start + 50n },
    {
      spanId: id(first + 1),
      parentSpanId: id(first),
      name: 'VHOST_SET_OWNER',
      startUnixNs: start + 60n,
      attributes: ioctl,
      error: 'busy',
    },
    ...Array.from({ length: 200 }, (_, n) => kick(n)),
  ]
  await insert({ traceId, service: 'agent', scope: { [attributes.runId]: runId }, spans })
}

beforeAll(async () => {
  store = await openChdbStore({ path: folder })
  await migrate(store)
  const above: TestSpan[] = [
    { spanId: id(1), name: 'ringside run', startUnixNs: start },
    { spanId: id(2), parentSpanId: id(1), name: 'POST /api/v1/submissions', startUnixNs: start + 1n },
    { spanId: id(3), parentSpanId: id(1), name: 'not above any run', startUnixNs: start + 2n },
  ]
  await insert({ traceId, service: 'cli', spans: above })
  await insertRun('r-1', 0x1000)
  await insertRun('r-2', 0x2000)
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

it('counts the ioctls and doorbells of the runs asked for', async () => {
  expect(await countSpans(store, ['r-1'])).toEqual({ ioctl: 1, doorbell: 200, outlier: 0 })
  expect(await countSpans(store, ['r-1', 'r-2', 'absent'])).toEqual({ ioctl: 2, doorbell: 400, outlier: 0 })
  expect(await countSpans(store, [])).toEqual({ ioctl: 0, doorbell: 0, outlier: 0 })
})

it('gives a run with its ancestors by start time, without its siblings', async () => {
  const { spans } = await runTrace(store, { runId: 'r-2', traceId })
  expect(spans.map((span) => span.name)).toEqual(['ringside run', 'POST /api/v1/submissions', 'trial', 'VHOST_SET_OWNER'])
  expect(spans[3]).toEqual({
    spanId: id(0x2001),
    parentSpanId: id(0x2000),
    name: 'VHOST_SET_OWNER',
    service: 'agent',
    startUnixNs: String(start + 60n),
    durationNs: 1000,
    error: true,
    attributes: { 'bench.run.id': 'r-2', 'vhost.ioctl.request': '0xaf01', 'vhost.ioctl.result': '0' },
  })
})

it('folds doorbells by parent, name, queue and method', async () => {
  const { doorbells } = await runTrace(store, { runId: 'r-1', traceId })
  expect(doorbells.map((bells) => [bells.queue, bells.count, bells.batchMean])).toEqual([
    [0, 100, 1],
    [1, 100, 5],
  ])
  expect(doorbells[0]).toMatchObject({
    parentSpanId: id(0x1000),
    name: 'doorbell.kick',
    method: 'mmio',
    startUnixNs: String(start),
    endUnixNs: String(start + 1980n + 100_000n),
    durationNsMax: 100_000,
  })
  expect(Math.abs((doorbells[0]?.durationNsP50 ?? 0) - 50_500)).toBeLessThan(1000)
  expect(Math.abs((doorbells[0]?.durationNsP99 ?? 0) - 99_000)).toBeLessThan(1000)
})

it('gives an empty trace for a run that has no spans', async () => {
  expect(await runTrace(store, { runId: 'absent', traceId })).toEqual({ runId: 'absent', traceId, spans: [], doorbells: [] })
})

it('never has a quantile beyond the longest doorbell', async () => {
  const kicks = [500, 500, 0].map((durationNs, n): TestSpan => ({ spanId: id(0x3000 + n), name: 'doorbell.kick', durationNs }))
  await insert({ traceId, service: 'agent', scope: { [attributes.runId]: 'r-3' }, spans: kicks })
  const { doorbells } = await runTrace(store, { runId: 'r-3', traceId })
  expect(doorbells).toMatchObject([{ parentSpanId: '', count: 3, durationNsP50: 500, durationNsP99: 500, durationNsMax: 500 }])
})
