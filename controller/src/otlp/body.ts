/** Reads the body of a request, unpacked as it arrives: a gzip bomb is stopped at the limit, not after it. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Hold } from './bytes-in-flight.ts'

/** Why a request is not taken. */
export class Refusal extends Error {
  /** HTTP status. */
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Bytes that gunzip yields at a time. */
const gunzipChunkBytes = 256 << 10

export interface BodyLimits {
  /** Bytes of a body, before and after gunzip. */
  readonly maxBodyBytes: number
  /** Takes the share of this request; the caller gives it back. */
  readonly hold: Hold
}

/** The body without its content coding. Rejects with {@link Refusal}; what is left of the body is discarded then. */
export async function readBody(payload: Readable, headers: IncomingHttpHeaders, limits: BodyLimits): Promise<Buffer> {
  try {
    return await collect(payload, gzipped(headers), new Taker(headers, limits))
  } catch (error) {
    // Read to its end, so that a sender that is still writing gets to the answer.
    payload.unpipe()
    payload.resume()
    throw error
  }
}

function gzipped({ 'content-encoding': coding = 'identity' }: IncomingHttpHeaders): boolean {
  if (coding === 'identity' || coding === 'gzip') return coding === 'gzip'
  throw new Refusal(415, `content-encoding is '${coding}', expected 'gzip' or 'identity'`)
}

/** Takes chunks as long as there is room for them. */
class Taker {
  readonly chunks: Buffer[] = []
  readonly #limits: BodyLimits
  #bytes = 0
  /** Bytes that are held for chunks to come. */
  #ahead: number

  /** Room for the length that is announced is taken at once: what does not fit need not be read. */
  constructor({ 'content-length': length = '0' }: IncomingHttpHeaders, limits: BodyLimits) {
    this.#limits = limits
    this.#ahead = Number(length)
    if (this.#ahead > limits.maxBodyBytes) throw tooLarge(limits.maxBodyBytes)
    this.#grow(this.#ahead)
  }

  take(chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#limits.maxBodyBytes) throw tooLarge(this.#limits.maxBodyBytes)
    const held = Math.min(this.#ahead, chunk.length)
    this.#ahead -= held
    this.#grow(chunk.length - held)
    this.chunks.push(chunk)
  }

  #grow(bytes: number): void {
    if (!this.#limits.hold.grow(bytes)) throw new Refusal(429, 'too much is waiting to be stored: send it again later')
  }
}

const tooLarge = (maxBodyBytes: number) =>
  new Refusal(413, `the body exceeds ${maxBodyBytes} bytes before or after gunzip: send smaller batches`)

function collect(payload: Readable, gzip: boolean, taker: Taker): Promise<Buffer> {
  const source: Readable = gzip ? payload.pipe(createGunzip({ chunkSize: gunzipChunkBytes })) : payload
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer) => {
      try {
        taker.take(chunk)
      } catch (error) {
        fail(error)
      }
    }
    const fail = (error: unknown) => {
      source.off('data', take)
      if (gzip) source.destroy()
      reject(error)
    }
    const cutShort = () => fail(new Refusal(400, 'the body ended before it was complete'))
    source.on('data', take)
    source.once('end', () => resolve(Buffer.concat(taker.chunks)))
    payload.once('error', cutShort)
    payload.once('close', () => payload.readableEnded || cutShort())
    if (gzip) source.once('error', (error) => fail(new Refusal(400, `the body is not valid gzip: ${error.message}`)))
  })
}
