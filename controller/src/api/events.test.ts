import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunSummary } from '@ringside/contract'
import { afterEach, expect, it } from 'vitest'
import { streamEvents } from './events.ts'

const run = (id: string, state: RunSummary['state']): RunSummary => ({
  id,
  submissionId: 's-1',
  suite: 'suite',
  label: 'throughput 64 B',
  pointId: '0',
  contentId: '0',
  repetition: 0,
  priority: 0,
  attempt: 1,
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

/** A server that streams to whoever connects, and a hand on what it is told. */
async function serve(current: () => Promise<RunSummary[]>) {
  let tell: (summary: RunSummary) => void = () => undefined
  let watching = 0
  server = createServer((_, response) => {
    const watch = (listener: (summary: RunSummary) => void) => {
      tell = listener
      watching++
      return () => watching--
    }
    void streamEvents({ response, watch, current })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, tell: (summary: RunSummary) => tell(summary), watching: () => watching }
}

const eventsIn = (text: string) =>
  [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) => [event, JSON.parse(data ?? '').state])

it('ends at once when all runs are final', async () => {
  const { url } = await serve(async () => [run('r-1', 'succeeded'), run('r-2', 'failed')])
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(eventsIn(await response.text())).toEqual([
    ['run', 'succeeded'],
    ['run', 'failed'],
    ['end', undefined],
  ])
})

it('loses no change that happens while the current state is read, and never goes back', async () => {
  const { url, tell } = await serve(async () => {
    tell(run('r-1', 'running'))
    tell(run('r-1', 'succeeded'))
    return [run('r-1', 'running')]
  })
  expect(eventsIn(await (await fetch(url)).text())).toEqual([
    ['run', 'running'],
    ['run', 'running'],
    ['run', 'succeeded'],
    ['end', undefined],
  ])
  const stale = await serve(async () => {
    stale.tell(run('r-1', 'running'))
    return [run('r-1', 'succeeded')]
  })
  expect(eventsIn(await (await fetch(stale.url)).text())).toEqual([
    ['run', 'succeeded'],
    ['end', undefined],
  ])
})

it('follows until the last run is final', async () => {
  const { url, tell } = await serve(async () => [run('r-1', 'queued'), run('r-2', 'queued')])
  const response = await fetch(url)
  tell(run('r-1', 'succeeded'))
  tell(run('r-2', 'running'))
  tell(run('r-2', 'failed'))
  expect(eventsIn(await response.text()).at(-1)).toEqual(['end', undefined])
})

it('stops watching when the client goes', async () => {
  const { url, watching } = await serve(async () => [run('r-1', 'queued')])
  const leave = new AbortController()
  await fetch(url, { signal: leave.signal })
  expect(watching()).toBe(1)
  leave.abort()
  await expect.poll(watching).toBe(0)
})

it('cuts the client off when the current state cannot be read', async () => {
  const { url, watching } = await serve(() => Promise.reject(new Error('store is away')))
  await expect(fetch(url)).rejects.toThrow()
  await expect.poll(watching).toBe(0)
})
