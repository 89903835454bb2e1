import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { follow } from './follow.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A controller that answers the events of every submission with what `answer` writes. */
async function serve(answer: (response: ServerResponse, attempt: number) => void, port = 0): Promise<number> {
  let attempt = 0
  server = createServer((_request, response) => answer(response, ++attempt))
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const run = (state: string) => `event: run\ndata: ${JSON.stringify({ id: 'r-1', state })}\n\n`
const end = 'event: end\ndata: {}\n\n'

function following(port: number, signal = new AbortController().signal) {
  const states: string[] = []
  const notices: string[] = []
  const done = follow(createClient({ url: `http://127.0.0.1:${port}` }), 's-1', {
    signal,
    run: ({ state }) => states.push(state),
    notice: (line) => notices.push(line),
  })
  return { states, notices, done }
}

it('reports every state and ends with the end', async () => {
  const { states, notices, done } = following(await serve((response) => response.end(`${run('queued')}${run('running')}${end}`)))
  await done
  expect(states).toEqual(['queued', 'running'])
  expect(notices).toEqual([])
})

it('connects again when the controller goes away in the middle of an event', async () => {
  const port = await serve((response, attempt) => {
    if (attempt > 1) return response.end(`${run('succeeded')}${end}`)
    response.write(`${run('running')}event: run\ndata: {"id"`, () => response.destroy())
    return response
  })
  const { states, notices, done } = following(port)
  await done
  expect(states).toEqual(['running', 'succeeded'])
  expect(notices[0]).toContain('trying again for 60 s')
  expect(notices[1]).toContain('connected to the controller')
})

it('waits for a controller that is not there yet', async () => {
  const port = await serve(() => undefined)
  await new Promise((resolve) => server?.close(resolve))
  const { states, done } = following(port)
  setTimeout(() => void serve((response) => response.end(`${run('succeeded')}${end}`), port), 300)
  await done
  expect(states).toEqual(['succeeded'])
})

it('waits for a controller that is about to start', async () => {
  const port = await serve((response, attempt) => {
    if (attempt === 1) return response.writeHead(503).end()
    return response.end(`${run('succeeded')}${end}`)
  })
  const { states, notices, done } = following(port)
  await done
  expect(states).toEqual(['succeeded'])
  expect(notices[0]).toContain('503')
})

it('does not try again when the controller refuses', async () => {
  const port = await serve((response) => {
    response.writeHead(404, { 'content-type': 'application/problem+json' })
    response.end(JSON.stringify({ type: 'about:blank', title: 'Not Found', status: 404, detail: 'no submission s-1' }))
  })
  await expect(following(port).done).rejects.toThrow('no submission s-1')
})

it('ends at once when it is interrupted', async () => {
  const interruption = new AbortController()
  const { done, states } = following(await serve((response) => response.write(run('running'))), interruption.signal)
  setTimeout(() => interruption.abort(), 100)
  await expect(done).rejects.toThrow()
  expect(states).toEqual(['running'])
})
