/**
 * The OTLP/HTTP receiver: POST /v1/traces, /v1/metrics and /v1/logs in protobuf or JSON, plain or gzip. It answers 200
 * only after the store has acknowledged the items, and a request that is sent again is stored once: the token of the
 * insert is the hash of the body. Of what was received only so much may wait for the store; beyond that, 429.
 * Sources: OTLP specification 1.9, "OTLP/HTTP"; the OpenTelemetry Collector's otlpreceiver for what it leaves open.
 */
import { webcrypto } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Store, StoreError } from '../store/store.ts'
import type { ReceiverMetrics } from '../telemetry/receiver-metrics.ts'
import { accepted, type Encoding, mediaTypes, type Rejection, rpcCodes, status } from './answer.ts'
import { Refusal, readBody } from './body.ts'
import { BytesInFlight, type Hold } from './bytes-in-flight.ts'
import { decode, isMalformed } from './native.ts'
import { type Signal, signals } from './signal.ts'

export interface OtlpReceiverOptions {
  readonly store: Store
  /** Largest body in bytes, before and after decompression. A million doorbells take about 230 MB. */
  readonly maxBodyBytes: number
  /** Bytes of all requests together that are being read, decoded or stored. */
  readonly maxBytesInFlight: number
  readonly metrics?: ReceiverMetrics
}

/** Seconds after which a sender should try again: the store is out of reach (503), or has much to do (429). */
const retryAfterSeconds: Readonly<Record<number, number>> = { 503: 2, 429: 1 }

const agent = { scope: 'agent' } as const

/** A Fastify plugin. */
export async function otlpReceiver(app: FastifyInstance, options: OtlpReceiverOptions): Promise<void> {
  const { store, maxBodyBytes, maxBytesInFlight, metrics } = options
  const inFlight = new BytesInFlight(maxBytesInFlight)
  metrics?.observeInFlight(() => inFlight.used)
  app.removeContentTypeParser(['application/json', 'text/plain'])
  // Bodies are read by the handler, which may refuse them before.
  app.addContentTypeParser(Object.values(mediaTypes), (_request, payload, done) => done(null, payload))
  app.setErrorHandler((error: { code?: unknown; statusCode?: number; message: string }, request, reply) => {
    const code = error instanceof Refusal ? error.code : (error.statusCode ?? 500)
    if (code >= 500 && !(error instanceof Refusal)) request.log.error(error, 'OTLP request failed')
    return refuse(reply, encodingOf(request) ?? 'protobuf', new Refusal(code, error.message))
  })
  for (const signal of signals) {
    app.post(signal.path, { config: agent }, async (request, reply) => {
      const encoding = encodingOf(request)
      if (encoding === undefined) throw new Refusal(415, 'there is no content-type, expected one of OTLP/HTTP')
      const hold = inFlight.hold()
      try {
        const body = await readBody(request.body as Readable, request.headers, { maxBodyBytes, hold })
        const rejection = await storeItems({ store, metrics }, { signal, encoding, body, hold })
        return reply.type(mediaTypes[encoding]).send(accepted(encoding, signal, rejection))
      } finally {
        hold.release()
      }
    })
    app.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: signal.path,
      config: agent,
      handler: (_request, reply) =>
        reply.code(405).header('allow', 'POST').type('text/plain').send('405 method not allowed, use POST\n'),
    })
  }
}

function encodingOf(request: FastifyRequest): Encoding | undefined {
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (mediaType === mediaTypes.json) return 'json'
  return mediaType === mediaTypes.protobuf ? 'protobuf' : undefined
}

interface Destination {
  readonly store: Store
  readonly metrics: ReceiverMetrics | undefined
}

interface Received {
  readonly signal: Signal
  readonly encoding: Encoding
  readonly body: Buffer
  readonly hold: Hold
}

/** Decodes and stores a body; what was left out of it. Rejects with {@link Refusal} if that cannot be done. */
async function storeItems({ store, metrics }: Destination, { signal, encoding, body, hold }: Received): Promise<Rejection> {
  try {
    // Both off the event loop: a body can be tens of megabytes.
    const [decoded, digest] = await Promise.all([decode(body, signal.name, encoding), webcrypto.subtle.digest('SHA-256', body)])
    metrics?.received(signal.name, decoded.items)
    metrics?.rejected(signal.name, decoded.rejected)
    hold.resize(body.length + decoded.blocks.length)
    if (decoded.items > 0) {
      await store.insertNative(signal.table, decoded.blocks, { token: Buffer.from(digest).toString('hex') })
    }
    metrics?.stored(signal.name, decoded.items)
    return decoded
  } catch (error) {
    if (isMalformed(error)) throw new Refusal(400, error.message)
    // The request is sound, so whatever ails the store, the sender should keep the items and try again.
    if (error instanceof StoreError) {
      throw new Refusal(503, `the ${signal.items} could not be stored, send them again: ${error.message}`)
    }
    throw error
  }
}

function refuse(reply: FastifyReply, encoding: Encoding, { code, message }: Refusal): FastifyReply {
  const retryAfter = retryAfterSeconds[code]
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  return reply
    .code(code)
    .type(mediaTypes[encoding])
    .send(status(encoding, rpcCodeOf(code), message))
}

function rpcCodeOf(code: number): number {
  if (code === 401) return rpcCodes.unauthenticated
  if (code === 403) return rpcCodes.permissionDenied
  if (code === 429) return rpcCodes.resourceExhausted
  if (code === 503) return rpcCodes.unavailable
  return code >= 500 ? rpcCodes.internal : rpcCodes.invalidArgument
}
