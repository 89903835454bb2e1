import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { FullSpan, SpanPage } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClient } from '../../client.ts'
import { scratchFolder } from '../../testing/command.ts'
import { doorbellsOfTracedRun, postSpans, startTracedRun, type TracedRun } from '../../testing/traced-run.ts'
import { type Destination, toFile, toStream } from './destination.ts'
import { type ExportRequest, exportTrace } from './export.ts'

let traced: TracedRun
let client: Client
beforeAll(async () => {
  traced = await startTracedRun()
  client = createClient(traced.server)
})
afterAll(() => traced?.server.close())

/** The whole export as text, written in pages of `pageSpans`. */
async function exported(format: ExportRequest['format'], more: Partial<ExportRequest> = {}): Promise<string> {
  let text = ''
  const destination = {
    ...nowhere,
    write: async (part: string) => {
      text += part
    },
  }
  const request = { format, runId: traced.run.id, filter: {}, onProgress: () => undefined, pageSpans: 70, ...more }
  await exportTrace(client, request, destination)
  return text
}

const nowhere: Destination = { write: async () => undefined, finish: async () => undefined, discard: async () => undefined }

describe('OTLP', () => {
  const stored = () =>
    traced.server.store.query('SELECT * EXCEPT (attributes), mapSort(span_attributes) AS attributes FROM spans ORDER BY span_id')

  it('gives requests that a receiver takes, after which its store has the same spans', async () => {
    const before = await stored()
    const lines = (await exported('otlp-json')).trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(5)
    await traced.server.store.exec('TRUNCATE TABLE spans')
    for (const line of lines) await postSpans(traced.server, line)
    expect(before).toHaveLength(traced.spans)
    expect(await stored()).toEqual(before)
  })

  it('writes ids in hex, enumerations as numbers, 64-bit integers as texts, and types as they were', async () => {
    const lines = (await exported('otlp-json', { filter: { name: ['doorbell.kick'], queue: [0], maxDurationNs: 200 } })).trimEnd()
    const [{ scopeSpans }] = JSON.parse(lines).resourceSpans
    expect(scopeSpans[0].spans[0]).toEqual({
      traceId: traced.run.traceId,
      spanId: '0000000000001000',
      parentSpanId: '0000000000000012',
      name: 'doorbell.kick',
      kind: 1,
      startTimeUnixNano: '1795208640001000000',
      endTimeUnixNano: '1795208640001000200',
      attributes: [
        { key: 'virtio.queue.index', value: { intValue: '0' } },
        { key: 'vhost.doorbell.method', value: { stringValue: 'mmio' } },
        { key: 'vhost.doorbell.observed', value: { boolValue: false } },
        { key: 'vhost.doorbell.ring_index', value: { intValue: '0' } },
        { key: 'vhost.doorbell.batch', value: { intValue: '32' } },
      ],
      status: { code: 0 },
    })
  })

  it('has what passes a filter, and nothing else', async () => {
    const spans = (await exported('otlp-json', { filter: { errno: 'EBUSY' } })).match(/"spanId":"[0-9a-f]+"/g)
    expect(spans).toEqual(['"spanId":"0000000000000028"'])
  })
})

/** The fields that the format's documentation asks of each kind of event. */
const text = expect.any(String)
const number = expect.any(Number)
const place = { pid: number, tid: number }
const timed = { name: text, cat: text, ts: number, ...place }
const fieldsOf: Readonly<Record<string, object>> = {
  M: { name: expect.stringMatching(/^(process|thread)_(name|sort_index)$/), args: expect.any(Object), ...place },
  X: { dur: number, ...timed },
  s: { id: text, ...timed },
  f: { id: text, bp: 'e', ...timed },
}
interface Event {
  readonly ph: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur: number
  readonly id: string
  readonly args: { readonly name?: string; readonly span_id?: string }
}

describe('the Chrome trace', () => {
  let events: readonly Event[]
  beforeAll(async () => {
    const document = JSON.parse(await exported('chrome'))
    expect(document).toMatchObject({ displayTimeUnit: 'ns', otherData: { run: traced.run.id, trace: traced.run.traceId } })
    events = document.traceEvents
  })
  const ofKind = (ph: string) => events.filter((event) => event.ph === ph)

  it('has events as the format has them, and every span once', () => {
    for (const event of events) {
      expect(event).toMatchObject(fieldsOf[event.ph] ?? { ph: 'M, X, s or f' })
      expect([event.pid, event.tid].every(Number.isInteger)).toBe(true)
      if (event.ph !== 'M') expect(event.ts).toBeGreaterThanOrEqual(0)
      if (event.ph === 'X') expect(event.dur).toBeGreaterThan(0)
    }
    const ids = ofKind('X').flatMap(({ args }) => args?.span_id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(traced.spans)
  })

  it('names every process and thread once, before it is used', () => {
    const named = new Set<string>()
    for (const { ph, name, pid, tid } of events) {
      if (name === 'thread_name') {
        expect(named.has(`${pid} ${tid}`)).toBe(false)
        named.add(`${pid} ${tid}`)
      } else if (ph !== 'M') expect(named.has(`${pid} ${tid}`)).toBe(true)
    }
    const processes = events.filter(({ name }) => name === 'process_name').map(({ args }) => args.name)
    expect(processes).toEqual(['ringside-cli', 'ringside-controller', 'ringside-agent', 'driver', 'device'])
  })

  it('has slices that nest on every track, to the nanosecond', () => {
    const ns = (us: number) => Math.round(us * 1e3)
    for (const track of Map.groupBy(ofKind('X'), ({ pid, tid }) => `${pid} ${tid}`).values()) {
      const open: number[] = []
      for (const { ts, dur } of track.toSorted((a, b) => ns(a.ts) - ns(b.ts) || b.dur - a.dur)) {
        while (open.length > 0 && (open.at(-1) as number) <= ns(ts)) open.pop()
        const end = ns(ts) + ns(dur)
        expect(end).toBeLessThanOrEqual(open.at(-1) ?? end)
        open.push(end)
      }
    }
  })

  it('has an arrow from every ring that was seen to a slice that it was seen in', () => {
    const [starts, ends] = [ofKind('s'), ofKind('f')]
    expect(starts).toHaveLength(doorbellsOfTracedRun * 0.9)
    expect(starts.map(({ id }) => id)).toEqual(ends.map(({ id }) => id))
    const slices = Map.groupBy(ofKind('X'), ({ pid, tid }) => `${pid} ${tid}`)
    for (const { pid, tid, ts } of [...starts, ...ends]) {
      const holds = (slices.get(`${pid} ${tid}`) ?? []).some((slice) => slice.ts <= ts && ts <= slice.ts + slice.dur)
      expect(holds).toBe(true)
    }
    const driver = events.find(({ name, args }) => name === 'process_name' && args.name === 'driver')?.pid
    expect(starts.filter(({ name, pid }) => name === 'doorbell.kick' && pid !== driver)).toEqual([])
  })
})

describe('an export in hand', () => {
  const page = (n: number, last: boolean): SpanPage => ({
    traceId: 'ab'.repeat(16),
    origins: [{ scopeName: '', scopeVersion: '', scope: {}, resource: {} }],
    spans: Array.from({ length: 500 }, (_, i): FullSpan => span(n * 500 + i)),
    ...(last ? {} : { next: String(n + 1) }),
  })
  const span = (n: number): FullSpan => ({
    spanId: (n + 1).toString(16).padStart(16, '0'),
    parentSpanId: '',
    name: 'doorbell.kick',
    service: 'a',
    startUnixNs: String(n),
    durationNs: 1,
    error: false,
    attributes: {},
    traceState: '',
    kind: 'Internal',
    status: 'Unset',
    statusMessage: '',
    events: [],
    origin: 0,
  })
  const pages = 200
  /** A store of 100,000 spans that counts what it was asked for. */
  function bigRun(onAsk: (page: number) => void): Client {
    const spans: Client['spans'] = async (_, { cursor = '0' }) => {
      onAsk(Number(cursor))
      return page(Number(cursor), Number(cursor) === pages - 1)
    }
    return { spans, spansAbove: async () => ({ traceId: '', origins: [], spans: [] }) } as unknown as Client
  }
  const request: ExportRequest = { format: 'otlp-json', runId: runFixture().id, filter: {}, onProgress: () => undefined }

  it('holds at most two pages, however slow the writing is', async () => {
    let [asked, written, most] = [0, 0, 0]
    const big = bigRun(() => {
      asked += 1
      most = Math.max(most, asked - written)
    })
    const write = async () => {
      await new Promise(setImmediate)
      written += 1
    }
    const counts: number[] = []
    // What is written without text is the end of a page.
    const destination = { ...nowhere, write: (text: string) => (text === '' ? Promise.resolve() : write()) }
    const spans = await exportTrace(big, { ...request, onProgress: (count) => counts.push(count) }, destination)
    expect([spans, asked]).toEqual([100_000, pages])
    expect(most).toBeLessThanOrEqual(2)
    expect(counts.at(-1)).toBe(100_000)
  })

  it('waits for a stream that is full', async () => {
    let asked = 0
    const count = () => {
      asked += 1
    }
    const stream = new PassThrough({ highWaterMark: 1_000 })
    const done = exportTrace(bigRun(count), request, toStream(stream))
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    expect(asked).toBeLessThanOrEqual(2)
    stream.resume()
    expect(await done).toBe(100_000)
  })

  it('is in the file whole or not at all', async () => {
    const folder = scratchFolder()
    const file = join(folder, 'trace.json')
    await exportTrace(
      bigRun(() => undefined),
      request,
      await toFile(file),
    )
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(pages)
    const broken = bigRun((asked) => {
      if (asked === 3) throw new Error('the store is away')
    })
    await expect(exportTrace(broken, request, await toFile(join(folder, 'other.json')))).rejects.toThrow('the store is away')
    expect(readdirSync(folder)).toEqual(['trace.json'])
  })

  it('says where it cannot write, and what to do', async () => {
    const folder = scratchFolder()
    await expect(toFile(join(folder, 'absent', 'trace.json'))).rejects.toThrow('choose another place with -o FILE')
    mkdirSync(join(folder, 'taken'))
    await expect(
      exportTrace(
        bigRun(() => undefined),
        request,
        await toFile(join(folder, 'taken')),
      ),
    ).rejects.toThrow('cannot write')
    expect(existsSync(join(folder, 'taken'))).toBe(true)
    expect(readdirSync(folder)).toEqual(['taken'])
  })
})
