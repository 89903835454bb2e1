/**
 * A ClickHouse-compatible HTTP endpoint on the store in this process: read-only, for Grafana and ClickHouse's clients.
 * Source: ClickHouse documentation, "HTTP Interface".
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import type { Certificate } from '../access/tls.ts'
import { Admission } from './admission.ts'
import { authenticate, type Credentials } from './credentials.ts'
import { Engine } from './engine.ts'
import { defaultLimits, type EndpointLimits } from './limits.ts'
import { QueryError } from './query-error.ts'
import { readRequest } from './request.ts'
import { sendAnswer } from './response.ts'

export interface EndpointOptions {
  /** Folder of the store, which stays open for as long as the endpoint is. */
  readonly path: string
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  readonly credentials: Credentials
  readonly certificate?: Certificate | undefined
  readonly limits?: Partial<EndpointLimits>
  /** Whether something is measured on this machine. */
  readonly isBusy?: () => boolean
  /** What is no fault of a client. */
  onError(error: unknown): void
}

export interface ClickHouseEndpoint {
  /** `http://127.0.0.1:8123`. */
  readonly url: string
  /** For renewing the certificate. */
  readonly server: Server
  /** Ends what is under way. */
  close(): Promise<void>
}

/** Without a byte from or to the client for so long, a connection is closed, also in the middle of an answer. */
const idleTimeoutMs = 30_000
const keepAliveTimeoutMs = 10_000
const mostConnections = 100
/** Queries also come in the address. */
const maxHeaderBytes = 64 << 10

/** Rejects with the error of the system call where it cannot listen. */
export async function startClickHouseEndpoint(options: EndpointOptions): Promise<ClickHouseEndpoint> {
  const limits = { ...defaultLimits, ...options.limits }
  const engine = await Engine.open({ path: options.path, limits, isBusy: options.isBusy ?? (() => false) })
  const closing = new AbortController()
  const underWay = new Set<Promise<void>>()
  const answer = answerer({ ...options, limits, engine, closing: closing.signal })
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const work = answer(request, response).finally(() => underWay.delete(work))
    underWay.add(work)
  }
  const settings = { maxHeaderSize: maxHeaderBytes, keepAliveTimeout: keepAliveTimeoutMs }
  const { certificate } = options
  const server =
    certificate === undefined ? createServer(settings, listener) : createTlsServer({ ...settings, ...certificate }, listener)
  server.maxConnections = mostConnections
  server.setTimeout(idleTimeoutMs + limits.queueTimeoutMs + limits.maxExecutionTimeS * 1_000)
  const address = await listen(server, options)
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    server,
    close: async () => {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await Promise.all([closed, ...underWay])
    },
  }
}

function listen(server: Server, { host, port }: EndpointOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server.address() as AddressInfo)
    })
  })
}

interface Serving extends EndpointOptions {
  readonly limits: EndpointLimits
  readonly engine: Engine
  readonly closing: AbortSignal
}

/** Answers one request. Never rejects. */
function answerer(serving: Serving): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const admission = new Admission({ most: serving.limits.maxConcurrentQueries, timeoutMs: serving.limits.queueTimeoutMs })
  return async (request, response) => {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    try {
      await answerQuery(request, response, { ...serving, admission, gone: AbortSignal.any([gone.signal, serving.closing]) })
    } catch (error) {
      if (!(error instanceof QueryError) && !gone.signal.aborted) serving.onError(error)
      if (response.headersSent) response.destroy()
      else sendError(response, QueryError.fromEngine(error))
    } finally {
      request.resume()
    }
  }
}

interface Exchange extends Serving {
  readonly admission: Admission
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal
}

async function answerQuery(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
  const { engine, credentials, limits, admission, gone } = exchange
  const url = urlOf(request)
  if (url.pathname === '/ping' || url.pathname === '/replicas_status') return void response.end('Ok.\n')
  if (url.pathname !== '/') {
    response.statusCode = 404
    return void response.end(`There is no handle ${url.pathname}, expected / or /ping\n`)
  }
  if (!['GET', 'HEAD', 'POST'].includes(request.method ?? '')) {
    response.writeHead(405, { Allow: 'GET, HEAD, POST' })
    return void response.end(`The method is ${request.method}, expected GET, HEAD or POST\n`)
  }
  authenticate(credentials, request.headers, url.searchParams)
  const asked = await readRequest(request, url, limits.maxQueryBytes)
  response.setHeader('X-ClickHouse-Query-Id', asked.queryId)
  response.setHeader('X-ClickHouse-Timezone', 'UTC')
  response.setHeader('X-ClickHouse-Server-Display-Name', hostname())
  if (request.method !== 'POST' && asked.sql === '') return void response.end('Ok.\n')
  await admission.enter(gone, async () => {
    const answer = await engine.execute(asked, gone)
    try {
      await sendAnswer(request, response, { asked, answer })
    } finally {
      await answer.file.close()
    }
  })
}

/** An address that is none is one that there is not. */
const urlOf = (request: IncomingMessage): URL => URL.parse(request.url ?? '', 'http://localhost') ?? new URL('http://localhost/?')

function sendError(response: ServerResponse, error: QueryError): void {
  for (const name of ['Content-Encoding', 'Content-Length', 'X-ClickHouse-Summary']) response.removeHeader(name)
  if (error.status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="ClickHouse server HTTP API"')
  response.writeHead(error.status, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Length': Buffer.byteLength(error.toText()),
    'X-ClickHouse-Exception-Code': error.code,
  })
  response.end(error.toText())
}
