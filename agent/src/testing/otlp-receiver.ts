/** A real HTTP server in the place of an OTLP receiver, which fails the way a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** How to answer one request: a status with headers and body, or a connection cut without an answer. */
export type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: Uint8Array } | 'cut'

export interface OtlpReceiver {
  readonly endpoint: string
  /** Bodies of all requests as they came, also those answered with an error. */
  readonly bodies: Buffer[]
  /** Bodies of those answered with 2xx, decompressed. */
  readonly accepted: Buffer[]
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[]
  /** Milliseconds from one request to the next. */
  gapsMs(): number[]
  close(): Promise<void>
}

/** Answers requests in the order given, then all others with 200. With `port`, listens where another one did. */
export async function startReceiver(answers: Answer[] = [], port = 0): Promise<OtlpReceiver> {
  const bodies: Buffer[] = []
  const accepted: Buffer[] = []
  const requests: OtlpReceiver['requests'] = []
  const times: number[] = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    times.push(performance.now())
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    bodies.push(body)
    requests.push({ path: `${request.method} ${request.url}`, headers: request.headers })
    const answer = answers.shift() ?? { status: 200 }
    if (answer === 'cut') return void request.socket.destroy()
    if (answer.status < 300) accepted.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body)
    response.writeHead(answer.status, { 'content-type': 'application/x-protobuf', ...answer.headers }).end(answer.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    accepted,
    requests,
    gapsMs: () => times.slice(1).map((time, index) => time - (times[index] as number)),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** A receiver in the place of one that was closed. */
export function restartReceiver({ endpoint }: OtlpReceiver, answers: Answer[] = []): Promise<OtlpReceiver> {
  return startReceiver(answers, Number(new URL(endpoint).port))
}

/** ExportTraceServiceResponse with `partial_success.rejected_spans` and an error message of below 128 bytes, in protobuf. */
export function partialSuccess(rejectedSpans: number, message = ''): Uint8Array {
  const text = Buffer.from(message)
  const said = text.length === 0 ? [] : [0x12, text.length, ...text]
  return Uint8Array.of(0x0a, 2 + said.length, 0x08, rejectedSpans, ...said)
}
