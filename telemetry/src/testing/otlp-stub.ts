/** An OTLP/HTTP endpoint that keeps what it is sent, decoded as far as the transformer's own responses go: as bytes. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface OtlpRequest {
  readonly path: string
  /** Unpacked. */
  readonly body: Buffer
}

export interface OtlpStub {
  /** Without a path. */
  readonly url: string
  readonly requests: readonly OtlpRequest[]
  /** What every request is answered with from now on. */
  answer(status: number): void
  close(): Promise<void>
}

export async function startOtlpStub(): Promise<OtlpStub> {
  const requests: OtlpRequest[] = []
  let status = 200
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks = (await request.toArray()) as Buffer[]
    const raw = Buffer.concat(chunks)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
    requests.push({ path: request.url ?? '', body })
    response.writeHead(status, { 'content-type': 'application/x-protobuf' }).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (next) => {
      status = next
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
