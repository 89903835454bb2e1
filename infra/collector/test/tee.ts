/** Stands between a sender and a receiver, passes everything on and keeps both directions. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface Exchange {
  readonly path: string
  /** Of the request, unpacked. */
  readonly body: Buffer
  readonly status: number
  readonly answer: Buffer
}

export interface Tee {
  readonly endpoint: string
  readonly exchanges: readonly Exchange[]
  close(): Promise<void>
}

/** Passes requests on to `receiver`, a base URL. */
export async function startTee(receiver: string): Promise<Tee> {
  const exchanges: Exchange[] = []
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
    const names = ['content-type', 'content-encoding'] as const
    const headers = names.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]] as const]))
    const path = request.url ?? ''
    const answered = await fetch(`${receiver}${path}`, { method: 'POST', headers: Object.fromEntries(headers), body })
    const answer = Buffer.from(await answered.arrayBuffer())
    const unpacked = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    exchanges.push({ path, body: unpacked, status: answered.status, answer })
    response.writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? '' }).end(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
