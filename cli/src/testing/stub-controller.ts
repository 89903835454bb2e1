/** A controller that answers what the test says and keeps what it was asked. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface StubController {
  readonly url: string
  /** `METHOD path`, and the body as it was sent. */
  readonly asked: { readonly line: string; readonly body: unknown }[]
  stop(): Promise<void>
}

/** `answers`: status and body by `METHOD path`. Everything else is a 404. */
export async function stubController(answers: Readonly<Record<string, readonly [number, unknown]>>): Promise<StubController> {
  const asked: { line: string; body: unknown }[] = []
  const server = createServer(async (request, response) => {
    const line = `${request.method} ${decodeURIComponent(request.url ?? '')}`
    const body = await text(request)
    asked.push({ line, body: body === '' ? undefined : JSON.parse(body) })
    const [status, answer] = answers[line] ?? [404, { title: 'Not Found', status: 404, detail: `nothing answers ${line}` }]
    response.writeHead(status, { 'content-type': 'application/json' }).end(status === 204 ? '' : JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
