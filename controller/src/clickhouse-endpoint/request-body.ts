/** The body of a request, freed of its encodings, never larger than it may be. */
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { fromFrames } from './compressed-frames.ts'
import { QueryError } from './query-error.ts'

type Decompress = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

const decoders: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['', async (bytes) => bytes],
  ['identity', async (bytes) => bytes],
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
])

export interface BodyOptions {
  readonly mostBytes: number
  /** Whether it is in ClickHouse's own compressed blocks. */
  readonly isFramed: boolean
}

/** Throws QueryError: 229 where it is too large, others where it is not in the encoding it claims. */
export async function readBody(request: IncomingMessage, { mostBytes, isFramed }: BodyOptions): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? '').toLowerCase()
  const decode = decoders.get(encoding)
  if (decode === undefined)
    throw new QueryError(89, `Unknown Content-Encoding '${encoding}', expected gzip, deflate, br, zstd or none`)
  const sent = await readAll(request, mostBytes)
  const decoded = await decode(sent, { maxOutputLength: mostBytes }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(mostBytes)
    throw new QueryError(271, `Cannot decompress the body (${error.message}); expected ${encoding}, as Content-Encoding says`)
  })
  return isFramed ? fromFrames(decoded, mostBytes) : decoded
}

async function readAll(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw tooLarge(mostBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const tooLarge = (mostBytes: number) => new QueryError(229, `The body has more than ${mostBytes} bytes; send a shorter query`)
