import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attributes, type FullSpan, type SpanFilter } from '@ringside/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeTraces } from '../otlp/native.ts'
import { requestOf, type TestSpan } from '../otlp/testing/request.ts'
import { openChdbStore } from './chdb-store.ts'
import { migrate } from './migrate.ts'
import { slowestPackets } from './packet-outliers.ts'
import { cursorAt, placeOf } from './span-cursor.ts'
import { likePattern } from './span-filter.ts'
import { spanPage } from './span-pages.ts'
import { runTrace, spansAbove } from './span-queries.ts'
import type { Store } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-pages-'))
const traceId = 'b2'.repeat(16)
const runId = 'r-1'
const start = 1_790_000_000_000_000_000n
const id = (n: number) => n.toString(16).padStart(16, '0')
const phaseOf = (n: number) => (n % 3 === 0 ? 'warmup' : 'measure')
let store: Store

/** Doorbells that share names and, some of them, start times: what tells them apart is the id. */
const bells: TestSpan[] = Array.from({ length: 120 }, (_, n) => ({
  spanId: id(0x1000 + ((n * 7919) % 120)),
  parentSpanId: id(0x100),
  name: n % 2 === 0 ? 'doorbell.kick' : 'doorbell.call',
  startUnixNs: start + BigInt((n >> 2) * 1_000),
  durationNs: 100 * (n + 1),
  attributes: {
    [attributes.queueIndex]: n % 4,
    [attributes.doorbellMethod]: 'mmio',
    [attributes.doorbellObserved]: n % 10 !== 0,
    [attributes.phase]: phaseOf(n),
  },
}))
const ioctl = (n: number, name: string, more: Partial<TestSpan> = {}): TestSpan => ({
  spanId: id(0x200 + n),
  parentSpanId: id(0x100),
  name,
  startUnixNs: start - BigInt(1_000 - n),
  durationNs: 5_000,
  ...more,
  attributes: { [attributes.ioctlRequest]: '0x4008af10', ...more.attributes },
})
const others: TestSpan[] = [
  { spanId: id(0x100), parentSpanId: id(2), name: 'trial', startUnixNs: start - 2_000n, durationNs: 1_000_000 },
  ioctl(1, 'VHOST_SET_VRING_NUM', { attributes: { 'vhost.ioctl.arg.index': '1' } }),
  ioctl(2, 'VHOSTXSETXOWNER'),
  ioctl(3, 'VFIO_GET_REGION_INFO', { attributes: { 'vhost.ioctl.arg.index': '1' } }),
  ioctl(4, 'VHOST_SET_OWNER', { error: 'busy', attributes: { [attributes.errorType]: 'EBUSY' } }),
]

beforeAll(async () => {
  store = await openChdbStore({ path: folder })
  await migrate(store)
  const insert = async (body: string) =>
    store.insertNative('spans', (await decodeTraces(Buffer.from(body), 'json')).blocks, { token: body })
  const scope = { [attributes.runId]: runId, [attributes.backend]: 'mapped', [attributes.trialIndex]: 2 }
  const above = [
    { spanId: id(1), name: 'ringside run', startUnixNs: start - 9_000n },
    { spanId: id(2), parentSpanId: id(1), name: 'run', startUnixNs: start - 8_000n },
    { spanId: id(3), parentSpanId: id(1), name: 'beside it', startUnixNs: start - 8_000n },
  ]
  await insert(requestOf({ traceId, service: 'cli', spans: above }))
  await insert(requestOf({ traceId, service: 'agent', scope, spans: [...others, ...bells.slice(0, 50)] }))
  await insert(requestOf({ traceId, service: 'agent', scope, spans: bells.slice(50) }))
  await insert(
    requestOf({ traceId, service: 'agent', scope: { [attributes.runId]: 'r-2' }, spans: [ioctl(99, 'VHOST_SET_OWNER')] }),
  )
  // A packet with links, as the datapath will send it: the decoder takes links, the builder of tests has none.
  const request = JSON.parse(requestOf({ traceId, service: 'agent', scope, spans: [outlier(1, 90_000), outlier(2, 70_000)] }))
  const [slow, slower] = request.resourceSpans[0].scopeSpans[0].spans
  slow.links = [bells[8], bells[4]].map((bell) => ({ traceId, spanId: bell?.spanId }))
  slower.links = [{ traceId: 'cc'.repeat(16), spanId: 'dd'.repeat(8), attributes: [] }]
  slower.events = [{ timeUnixNano: String(start + 1n), name: 'seen', attributes: [] }]
  await insert(JSON.stringify(request))
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const outlier = (n: number, durationNs: number): TestSpan => ({
  spanId: id(0x300 + n),
  parentSpanId: id(0x100),
  name: 'packet.outlier',
  startUnixNs: start + BigInt(n),
  durationNs,
})

/** Every page from the first to the last. */
async function pages(filter: SpanFilter, limit: number, descending = false): Promise<FullSpan[][]> {
  const found: FullSpan[][] = []
  for (let next: string | undefined, more = true; more; more = next !== undefined) {
    const after = next === undefined ? undefined : placeOf(next)
    const page = await spanPage(store, { runId, traceId, filter, limit, after, descending })
    found.push([...page.spans])
    next = page.next
  }
  return found
}

const names = async (filter: SpanFilter) => (await pages(filter, 1_000)).flat().map((span) => span.name)
const inOrder = [...bells, ...others, outlier(1, 0), outlier(2, 0)].sort(
  (a, b) => compare(a.name, b.name) || Number((a.startUnixNs ?? 0n) - (b.startUnixNs ?? 0n)) || compare(a.spanId, b.spanId),
)
function compare(a: string, b: string) {
  return a < b ? -1 : a > b ? 1 : 0
}

describe('pages', () => {
  it('hold every span of the run once, in order, whatever the limit and the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 140 }), fc.boolean(), async (limit, descending) => {
        const found = await pages({}, limit, descending)
        const ids = found.flat().map((span) => span.spanId)
        const expected = inOrder.map((span) => span.spanId)
        expect(ids).toEqual(descending ? expected.toReversed() : expected)
        expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true)
      }),
      {
        numRuns: 12,
        examples: [
          [1, false],
          [inOrder.length, false],
          [inOrder.length - 1, true],
        ],
      },
    )
  })

  it('give everything that is stored of a span, and what many share once', async () => {
    const page = await spanPage(store, {
      runId,
      traceId,
      filter: { name: ['VHOST_SET_OWNER', 'packet.*'] },
      limit: 9,
      descending: false,
    })
    expect(page.origins).toEqual([
      {
        scopeName: 'test',
        scopeVersion: '',
        scope: { [attributes.runId]: runId, [attributes.backend]: 'mapped', [attributes.trialIndex]: '2' },
        resource: { 'service.name': 'agent' },
      },
    ])
    expect(page.spans[0]).toMatchObject({
      kind: 'Internal',
      status: 'Error',
      statusMessage: 'busy',
      error: true,
      origin: 0,
      events: [],
    })
    expect(page.spans[2]?.links).toEqual([{ traceId: 'cc'.repeat(16), spanId: 'dd'.repeat(8), attributes: {} }])
    expect(page.spans[2]?.events).toEqual([{ unixNs: String(start + 1n), name: 'seen', attributes: {} }])
  })

  it('begin behind any place, and refuse what is none', () => {
    fc.assert(
      fc.property(
        fc.record({ name: fc.string(), startUnixNs: fc.bigInt(0n, 2n ** 62n).map(String), spanId: fc.string() }),
        (place) => {
          expect(placeOf(cursorAt(place))).toEqual(place)
        },
      ),
    )
    fc.assert(fc.property(fc.string(), (text) => void placeOf(text)))
    for (const cursor of ['', 'x', 'W10', Buffer.from('["a","99999999999999999999","b"]').toString('base64url')])
      expect(placeOf(cursor)).toBeUndefined()
  })
})

describe('filters', () => {
  const count = (filter: (span: TestSpan) => boolean) => bells.filter(filter).length

  it.each<[string, SpanFilter, (bell: TestSpan) => boolean]>([
    ['queues', { queue: [1, 3] }, (bell) => Number(bell.attributes?.[attributes.queueIndex]) % 2 === 1],
    ['a phase', { phase: 'warmup' }, (bell) => bell.attributes?.[attributes.phase] === 'warmup'],
    ['a trial', { trial: 2 }, () => true],
    ['another trial', { trial: 1 }, () => false],
    ['a backend', { backend: 'mapped' }, () => true],
    ['durations', { minDurationNs: 300, maxDurationNs: 1_000 }, ({ durationNs = 0 }) => durationNs >= 300 && durationNs <= 1_000],
    [
      'a time',
      { fromUnixNs: String(start + 5_000n), untilUnixNs: String(start + 9_000n) },
      ({ startUnixNs = 0n }) => startUnixNs >= start + 5_000n && startUnixNs < start + 9_000n,
    ],
    ['a parent', { parent: id(0x999) }, () => false],
    ['a way to ring', { method: 'eventfd' }, () => false],
    [
      'all at once',
      { queue: [0], phase: 'measure', minDurationNs: 5_000 },
      (bell) =>
        bell.attributes?.[attributes.queueIndex] === 0 &&
        bell.attributes?.[attributes.phase] === 'measure' &&
        (bell.durationNs ?? 0) >= 5_000,
    ],
  ])('keep %s', async (_, filter, keeps) => {
    const found = await names({ ...filter, name: ['doorbell.*'] })
    expect(found).toHaveLength(count(keeps))
  })

  it('keep the requests that set up a queue with it, and no others that have an index', async () => {
    expect((await names({ queue: [1] })).filter((name) => name.startsWith('V'))).toEqual(['VHOST_SET_VRING_NUM'])
  })

  it('keep the doorbells of a phase by what they lie in, where they do not say themselves', async () => {
    await store.exec(`INSERT INTO spans (trace_id, span_id, parent_span_id, name, run_id, phase) VALUES
      ('${traceId}', 'aa', '', 'warmup', 'r-phases', 'warmup'), ('${traceId}', 'ab', '', 'measure', 'r-phases', 'measure'),
      ('${traceId}', 'ba', 'aa', 'doorbell.kick', 'r-phases', ''), ('${traceId}', 'bb', 'ab', 'doorbell.kick', 'r-phases', '')`)
    const page = { runId: 'r-phases', traceId, filter: { phase: 'measure' }, limit: 9, descending: false }
    expect((await spanPage(store, page)).spans.map(({ spanId }) => spanId)).toEqual(['bb', 'ab'])
  })

  it('keep failures, by errno or all of them', async () => {
    expect(await names({ errno: 'EBUSY' })).toEqual(['VHOST_SET_OWNER'])
    expect(await names({ errno: 'ENOMEM' })).toEqual([])
    expect(await names({ failed: true })).toEqual(['VHOST_SET_OWNER'])
    expect(await names({ failed: false })).toHaveLength(inOrder.length - 1)
  })

  it('take patterns of names literally but for stars and question marks', async () => {
    expect(likePattern('a%b_c\\d*?')).toBe('a\\%b\\_c\\\\d%_')
    expect(await names({ name: ['VHOST_*'] })).toEqual(['VHOST_SET_OWNER', 'VHOST_SET_VRING_NUM'])
    expect(await names({ name: ['VHOST?SET?OWNER'] })).toEqual(['VHOSTXSETXOWNER', 'VHOST_SET_OWNER'])
    expect(await names({ name: ["x' OR 1 = 1 --", 'trial'] })).toEqual(['trial'])
    expect(await names({ name: [] })).toEqual([])
  })

  it('leave what the passing spans lie in, marked, and say how many passed', async () => {
    const trace = await runTrace(store, { runId, traceId, filter: { errno: 'EBUSY' } })
    expect(trace.spans.map(({ name, context }) => [name, context])).toEqual([
      ['ringside run', true],
      ['run', true],
      ['trial', true],
      ['VHOST_SET_OWNER', undefined],
    ])
    expect(trace.passed).toEqual({ spans: { shown: 1, of: 7 }, doorbells: { shown: 0, of: 120 } })
    expect(trace.doorbells).toEqual([])
    expect((await runTrace(store, { runId, traceId })).passed).toBeUndefined()
  })
})

describe('the folded trace', () => {
  it('says how densely doorbells rang over the time of what they lie in, and how many nobody saw', async () => {
    const { doorbells } = await runTrace(store, { runId, traceId })
    expect(doorbells).toHaveLength(4)
    for (const fold of doorbells) {
      // The trial takes 1 ms from 2 us before the first; all doorbells ring within its first 32 us of 1 ms.
      expect(fold.density.reduce((sum, n) => sum + n, 0)).toBe(fold.count)
      expect(fold.density.slice(2).every((n) => n === 0)).toBe(true)
    }
    expect(doorbells.reduce((sum, fold) => sum + fold.unobserved, 0)).toBe(12)
  })

  it('measures the density by the doorbells themselves where nobody has their parent', async () => {
    const { doorbells } = await runTrace(store, { runId, traceId: 'absent' })
    expect(doorbells).toEqual([])
    await store.exec(`INSERT INTO spans (trace_id, span_id, parent_span_id, name, run_id, start_time, duration_ns)
      SELECT '${traceId}', lower(hex(number + 1)), 'feed', 'doorbell.kick', 'r-orphan',
        fromUnixTimestamp64Nano(${start} + toInt64(number) * 10, 'UTC'), 10 FROM numbers(480)`)
    const orphaned = await runTrace(store, { runId: 'r-orphan', traceId })
    expect(orphaned.doorbells[0]?.density).toEqual(Array.from({ length: 48 }, () => 10))
  })

  it('says of links to doorbells where these are folded', async () => {
    const { spans } = await runTrace(store, { runId, traceId })
    const linked = spans.filter(({ links }) => links !== undefined)
    expect(linked.map(({ name }) => name)).toEqual(['packet.outlier', 'packet.outlier'])
    expect(linked[0]?.links?.map(({ doorbells }) => doorbells)).toEqual([
      { parentSpanId: id(0x100), name: 'doorbell.kick', queue: 0, method: 'mmio' },
      { parentSpanId: id(0x100), name: 'doorbell.kick', queue: 0, method: 'mmio' },
    ])
    expect(linked[1]?.links?.[0]?.doorbells).toBeUndefined()
  })
})

it('lists the slowest packets with the doorbells around them in order of time', async () => {
  const list = await slowestPackets(store, { runId, traceId, filter: {} }, 10)
  expect(list.total).toBe(2)
  expect(list.outliers.map(({ durationNs }) => durationNs)).toEqual([90_000, 70_000])
  expect(list.outliers[0]?.doorbells.map(({ spanId }) => spanId)).toEqual([bells[4]?.spanId, bells[8]?.spanId])
  const one = await slowestPackets(store, { runId, traceId, filter: { minDurationNs: 80_000 } }, 10)
  expect([one.total, one.outliers.length]).toEqual([1, 1])
  expect(await slowestPackets(store, { runId: 'absent', traceId, filter: {} }, 10)).toEqual({ outliers: [], total: 0 })
})

it('gives what a run lies in, and nothing beside it', async () => {
  const page = await spansAbove(store, { runId, traceId })
  expect(page.spans.map(({ name }) => name)).toEqual(['ringside run', 'run'])
  expect(page.origins[0]?.resource).toEqual({ 'service.name': 'cli' })
})
