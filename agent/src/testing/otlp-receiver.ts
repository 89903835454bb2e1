/** A real HTTP server in the place of an OTLP receiver, which fails the way a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How to answer one request: a status with headers and body, or a connection cut without an answer. */
export type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: Uint8Array } | 'cut'

export interface OtlpReceiver {
  readonly endpoint: string
  /** Bodies of all requests, also those answered with an error. */
  readonly bodies: Buffer[]
  readonly paths: string[]
  readonly contentTypes: string[]
  /** Milliseconds from one request to the next. */
  gapsMs(): number[]
  close(): Promise<void>
}

/** Answers requests in the order given, then all others with 200. With `port`, listens where another one did. */
export async function startReceiver(answers: Answer[] = [], port = 0): Promise<OtlpReceiver> {
  const bodies: Buffer[] = []
  const paths: string[] = []
  const contentTypes: string[] = []
  const times: number[] = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    times.push(performance.now())
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    bodies.push(Buffer.concat(chunks))
    paths.push(`${request.method} ${request.url}`)
    contentTypes.push(request.headers['content-type'] ?? '')
    const answer = answers.shift() ?? { status: 200 }
    if (answer === 'cut') return void request.socket.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/x-protobuf', ...answer.headers }).end(answer.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    paths,
    contentTypes,
    gapsMs: () => times.slice(1).map((time, index) => time - (times[index] as number)),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** ExportTraceServiceResponse with `partial_success.rejected_spans` below 128, in protobuf. */
export function partialSuccess(rejectedSpans: number): Uint8Array {
  return Uint8Array.of(0x0a, 0x02, 0x08, rejectedSpans)
}
