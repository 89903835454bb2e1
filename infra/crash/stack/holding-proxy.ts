/** An HTTP proxy that can hold requests back: a phase that is over in milliseconds then lasts until it is let go. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

export interface ProxiedRequest {
  /** Path and query, decoded. */
  readonly url: string
  readonly body: Buffer
}

export class HoldingProxy {
  readonly #server: Server
  readonly #targetPort: number
  #holds: ((request: ProxiedRequest) => boolean) | undefined
  #letGo = Promise.withResolvers<void>()
  #firstHeld = Promise.withResolvers<void>()

  private constructor(targetPort: number) {
    this.#targetPort = targetPort
    this.#server = createServer((incoming, response) => {
      this.#pass(incoming, response).catch(() => response.destroy())
    })
  }

  static async listen(port: number, targetPort: number): Promise<HoldingProxy> {
    const proxy = new HoldingProxy(targetPort)
    await once(proxy.#server.listen(port, '127.0.0.1'), 'listening')
    return proxy
  }

  /** From now on requests like these are held back. Resolves when there is the first of them. */
  hold(like: (request: ProxiedRequest) => boolean): Promise<void> {
    this.#letGo = Promise.withResolvers()
    this.#firstHeld = Promise.withResolvers()
    this.#holds = like
    return this.#firstHeld.promise
  }

  letGo(): void {
    this.#holds = undefined
    this.#letGo.resolve()
  }

  async close(): Promise<void> {
    this.letGo()
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    const url = decodeURIComponent((incoming.url ?? '').replaceAll('+', ' '))
    if (this.#holds?.({ url, body })) {
      this.#firstHeld.resolve()
      await this.#letGo.promise
    }
    const { method, headers, url: path } = incoming
    // A connection for each: one kept open to a service that was killed would be this proxy's fault, not the service's.
    const onward = request({ host: '127.0.0.1', port: this.#targetPort, method, path, headers, agent: false })
    response.on('close', () => onward.destroy())
    onward.end(body)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.on('error', () => response.destroy())
    answer.pipe(response)
  }
}
