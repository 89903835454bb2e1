import { once } from 'node:events'
import { createServer, get as httpGet, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import type { RunSummary } from '@ringside/contract'
import { afterEach, expect, it } from 'vitest'
import { RunChanges } from '../runs/run-changes.ts'
import { isFinal } from '../runs/run-record.ts'
import { streamEvents } from './events.ts'

const run = (id: string, state: RunSummary['state'], attempt = 1): RunSummary => ({
  id,
  submissionId: 's-1',
  suite: 'suite',
  label: 'throughput 64 B',
  pointId: '0',
  contentId: '0',
  repetition: 0,
  priority: 0,
  attempt,
  host: 'h',
  backends: ['a'],
  state,
  traceId: '',
  submittedAt: '',
})

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** Runs as a controller has them, and a server that streams their changes to whoever connects. */
class Fleet {
  readonly changes: RunChanges
  readonly runs = new Map<string, RunSummary>()
  /** Called while the current state is read. */
  onRead: () => void = () => undefined
  reads = 0

  constructor(mostKept?: number) {
    this.changes = new RunChanges(mostKept)
  }

  tell(...changed: RunSummary[]): void {
    for (const one of changed) {
      this.runs.set(one.id, one)
      this.changes.append(one)
    }
  }

  async serve(): Promise<string> {
    server = createServer((request, response) => {
      const lastEventId = request.headers['last-event-id'] as string | undefined
      void streamEvents({
        response,
        changes: this.changes,
        lastEventId,
        wanted: () => true,
        current: async () => {
          this.reads++
          const read = [...this.runs.values()]
          this.onRead()
          await turn()
          return read
        },
        unfinished: (id) => !isFinal(this.runs.get(id)?.state ?? 'failed'),
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
}

interface Told {
  readonly event: string
  readonly id?: string
  readonly run?: string
  readonly state?: string
}

function eventsIn(text: string): Told[] {
  return [...text.matchAll(/^event: (\w+)\n(?:id: (.*)\n)?data: (.*)\n\n/gm)].map(([, event = '', id, data = '']) => {
    const { id: of, state } = JSON.parse(data) as Partial<RunSummary>
    return {
      event,
      ...(id === undefined ? {} : { id }),
      ...(of === undefined ? {} : { run: of }),
      ...(state === undefined ? {} : { state }),
    }
  })
}

const statesIn = (text: string) => eventsIn(text).map(({ run: id, state, event }) => (event === 'end' ? 'end' : `${id} ${state}`))

/** A client that reads until it has seen so many events, and then breaks the connection. */
async function readSome(url: string, count: number, lastEventId?: string): Promise<{ text: string; lastId: string | undefined }> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  const request = httpGet(url, { headers })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response) {
    text += chunk
    if (eventsIn(text).length >= count) break
  }
  request.destroy()
  const seen = eventsIn(text).slice(0, count)
  return { text, lastId: seen.findLast(({ id }) => id !== undefined)?.id ?? lastEventId }
}

it('ends at once when all runs are final', async () => {
  const fleet = new Fleet()
  fleet.tell(run('r-1', 'succeeded'), run('r-2', 'failed'))
  const response = await fetch(await fleet.serve())
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const text = await response.text()
  expect(text).toMatch(/^retry: 1000\n/)
  expect(statesIn(text)).toEqual(['r-1 succeeded', 'r-2 failed', 'end'])
})

it('loses no change that happens while the current state is read, and never goes back', async () => {
  const fleet = new Fleet()
  fleet.tell(run('r-1', 'running'))
  fleet.onRead = () => fleet.tell(run('r-1', 'running'), run('r-1', 'succeeded'))
  expect(statesIn(await (await fetch(await fleet.serve())).text())).toEqual([
    'r-1 running',
    'r-1 running',
    'r-1 succeeded',
    'end',
  ])
})

it('does not tell of a change that the current state is ahead of', async () => {
  const fleet = new Fleet()
  fleet.runs.set('r-1', run('r-1', 'succeeded'))
  fleet.onRead = () => fleet.changes.append(run('r-1', 'running'))
  expect(statesIn(await (await fetch(await fleet.serve())).text())).toEqual(['r-1 succeeded', 'end'])
})

it('tells of another attempt, which begins where the first one did', async () => {
  const fleet = new Fleet()
  fleet.tell(run('r-1', 'running'))
  const url = await fleet.serve()
  fleet.onRead = () => {
    fleet.onRead = () => undefined
    fleet.tell(run('r-1', 'queued', 2), run('r-1', 'running', 2), run('r-1', 'succeeded', 2))
  }
  expect(statesIn(await (await fetch(url)).text())).toEqual(['r-1 running', 'r-1 queued', 'r-1 running', 'r-1 succeeded', 'end'])
})

it('goes on where a client broke off: nothing missed, nothing twice', async () => {
  const fleet = new Fleet()
  fleet.tell(run('r-1', 'queued'), run('r-2', 'queued'))
  const url = await fleet.serve()
  const first = readSome(url, 3)
  await expect.poll(() => fleet.reads).toBe(1)
  fleet.tell(run('r-1', 'claimed'))
  const { lastId } = await first
  fleet.tell(run('r-1', 'running'), run('r-1', 'succeeded'), run('r-2', 'claimed'), run('r-2', 'failed'))
  const headers = { 'last-event-id': lastId ?? '' }
  expect(statesIn(await (await fetch(url, { headers })).text())).toEqual([
    'r-1 running',
    'r-1 succeeded',
    'r-2 claimed',
    'r-2 failed',
    'end',
  ])
})

it('tells everything again to a client that broke off before it had seen every run', async () => {
  const fleet = new Fleet()
  fleet.tell(run('r-1', 'queued'), run('r-2', 'queued'))
  const url = await fleet.serve()
  const { lastId } = await readSome(url, 1)
  expect(lastId).toBeUndefined()
  fleet.tell(run('r-1', 'failed'), run('r-2', 'failed'))
  expect(statesIn(await (await fetch(url)).text())).toEqual(['r-1 failed', 'r-2 failed', 'end'])
})

it.each([
  ['of another process', () => 'ffffffffffff-1'],
  ['of what is to come', ({ epoch }: RunChanges) => `${epoch}-99`],
  ['of nothing', () => 'x'],
  ['of what is no longer kept', ({ epoch }: RunChanges) => `${epoch}-1`],
])('tells everything again to a client with an id %s', async (_what, idOf) => {
  const fleet = new Fleet(2)
  fleet.tell(run('r-0', 'queued'), run('r-1', 'queued'), run('r-0', 'failed'), run('r-1', 'failed'), run('r-2', 'succeeded'))
  const headers = { 'last-event-id': idOf(fleet.changes) }
  expect(statesIn(await (await fetch(await fleet.serve(), { headers })).text())).toEqual([
    'r-0 failed',
    'r-1 failed',
    'r-2 succeeded',
    'end',
  ])
})

it('tells everything again to a client that reads too slowly for what is kept', async () => {
  const fleet = new Fleet(2)
  fleet.tell(run('r-1', 'queued'))
  const url = await fleet.serve()
  fleet.onRead = () => {
    fleet.onRead = () => undefined
    for (let n = 0; n < 10; n++) fleet.tell(run(`r-${n + 2}`, 'failed'))
    fleet.tell(run('r-1', 'succeeded'))
  }
  const text = await (await fetch(url)).text()
  expect(fleet.reads).toBe(2)
  expect(statesIn(text).filter((line) => line.startsWith('r-1 '))).toEqual(['r-1 queued', 'r-1 succeeded'])
  expect(statesIn(text).at(-1)).toBe('end')
})

it('lets a client read at its own pace, without keeping what it has not read', async () => {
  const fleet = new Fleet(100_000)
  const many = Array.from({ length: 5_000 }, (_, n) => run(`r-${n}`, 'failed'))
  fleet.tell(...many)
  const request = httpGet(await fleet.serve())
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  await new Promise((resolve) => setTimeout(resolve, 100))
  let text = ''
  for await (const chunk of response) text += chunk
  expect(statesIn(text)).toHaveLength(5_001)
})

it('forgets a client that goes', async () => {
  const fleet = new Fleet()
  fleet.tell(run('r-1', 'queued'))
  const url = await fleet.serve()
  await readSome(url, 1)
  await expect.poll(() => new Promise((resolve) => server?.getConnections((_, count) => resolve(count)))).toBe(0)
  fleet.tell(run('r-1', 'failed'))
})

it('cuts the client off when the current state cannot be read', async () => {
  const fleet = new Fleet()
  fleet.onRead = () => {
    throw new Error('store is away')
  }
  await expect(fetch(await fleet.serve())).rejects.toThrow()
})
