/**
 * The OTLP/HTTP receiver: POST /v1/traces in protobuf or JSON, plain or gzip. It answers 200 only after the store has
 * acknowledged the spans, and a request that is sent again is stored once: the token of the insert is the hash of
 * the body. Sources: OTLP specification 1.9, "OTLP/HTTP"; the OpenTelemetry Collector's otlpreceiver for what it leaves open.
 */
import { webcrypto } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { apiPaths } from '@ringside/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Store, StoreError } from '../store/store.ts'
import type { ReceiverMetrics } from '../telemetry/receiver-metrics.ts'
import { accepted, type Encoding, mediaTypes, rpcCodes, status } from './answer.ts'
import { decodeTraces, isMalformed } from './native.ts'

export interface OtlpReceiverOptions {
  readonly store: Store
  /** Largest body in bytes, before and after decompression. A million doorbells take about 230 MB. */
  readonly maxBodyBytes: number
  readonly metrics?: ReceiverMetrics
}

/** Seconds after which a sender should try again when the store is out of reach. */
const retryAfterSeconds = 2
const unzip = promisify(gunzip)

/** A Fastify plugin. */
export async function otlpReceiver(app: FastifyInstance, { store, maxBodyBytes, metrics }: OtlpReceiverOptions): Promise<void> {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  for (const mediaType of Object.values(mediaTypes)) {
    app.addContentTypeParser(mediaType, { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) =>
      done(null, body),
    )
  }
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const code = error.statusCode ?? 500
    if (code >= 500) request.log.error(error, 'OTLP request failed')
    return refuse(reply, encodingOf(request), { code, message: error.message })
  })
  app.post(apiPaths.otlpTraces, { bodyLimit: maxBodyBytes }, async (request, reply) => {
    const encoding = encodingOf(request)
    const body = await unpack(request, maxBodyBytes)
    if ('refusal' in body) return refuse(reply, encoding, body.refusal)
    const outcome = await storeTraces({ store, metrics }, body.bytes, encoding)
    if (outcome !== undefined) return refuse(reply, encoding, outcome)
    return reply.type(mediaTypes[encoding]).send(accepted(encoding))
  })
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: apiPaths.otlpTraces,
    handler: (_request, reply) =>
      reply.code(405).header('allow', 'POST').type('text/plain').send('405 method not allowed, use POST\n'),
  })
}

interface Refusal {
  /** HTTP status. */
  readonly code: number
  readonly message: string
}

type Unpacked = { readonly bytes: Buffer } | { readonly refusal: Refusal }

function encodingOf(request: FastifyRequest): Encoding {
  return request.headers['content-type']?.startsWith(mediaTypes.json) ? 'json' : 'protobuf'
}

async function unpack(request: FastifyRequest, maxBodyBytes: number): Promise<Unpacked> {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const coding = request.headers['content-encoding'] ?? 'identity'
  if (coding === 'identity') return { bytes }
  if (coding !== 'gzip') {
    return { refusal: { code: 415, message: `content-encoding is '${coding}', expected 'gzip' or 'identity'` } }
  }
  try {
    return { bytes: await unzip(bytes, { maxOutputLength: maxBodyBytes }) }
  } catch (error) {
    if (error instanceof RangeError) {
      return { refusal: { code: 413, message: `the body exceeds ${maxBodyBytes} bytes after gunzip: send smaller batches` } }
    }
    return { refusal: { code: 400, message: `the body is not valid gzip: ${error instanceof Error ? error.message : error}` } }
  }
}

/** Decodes and stores a body; what to answer if that cannot be done. */
async function storeTraces(
  { store, metrics }: Pick<OtlpReceiverOptions, 'store'> & { metrics: ReceiverMetrics | undefined },
  body: Buffer,
  encoding: Encoding,
): Promise<Refusal | undefined> {
  try {
    // Both off the event loop: a body can be tens of megabytes.
    const [decoded, digest] = await Promise.all([decodeTraces(body, encoding), webcrypto.subtle.digest('SHA-256', body)])
    metrics?.received('traces', decoded.spans)
    if (decoded.spans > 0) {
      await store.insertNative('spans', decoded.blocks, { token: Buffer.from(digest).toString('hex') })
    }
    metrics?.stored('traces', decoded.spans)
    return undefined
  } catch (error) {
    if (isMalformed(error)) return { code: 400, message: error.message }
    // The request is sound, so whatever ails the store, the sender should keep the spans and try again.
    if (error instanceof StoreError)
      return { code: 503, message: `the spans could not be stored, send them again: ${error.message}` }
    throw error
  }
}

function refuse(reply: FastifyReply, encoding: Encoding, { code, message }: Refusal): FastifyReply {
  if (code === 503) reply.header('retry-after', String(retryAfterSeconds))
  const rpcCode = code === 503 ? rpcCodes.unavailable : code >= 500 ? rpcCodes.internal : rpcCodes.invalidArgument
  return reply
    .code(code)
    .type(mediaTypes[encoding])
    .send(status(encoding, rpcCode, message))
}
