/** A webhook receiver that behaves as a test wants, and keeps what it was sent. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Notice } from '../receivers/receiver.ts'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly notice: Notice
}

export interface Hook {
  readonly url: string
  /** Everything that came, in its order. */
  readonly received: readonly Received[]
  /** What it answers from now on; `hang`: nothing. */
  answer: number | 'hang'
  stop(): Promise<void>
}

export async function startHook(port = 0): Promise<Hook> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => '')
    if (body === '') return
    received.push({ headers: request.headers, body, notice: JSON.parse(body) as Notice })
    if (hook.answer !== 'hang') response.writeHead(hook.answer).end()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const hook: Hook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer: 200,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return hook
}
