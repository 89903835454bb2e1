/** An answer on its way to the client: what it is called in the headers, and the shapes its bytes go through. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliCompress, createDeflate, createGzip, createZstdCompress, constants as zlib } from 'node:zlib'
import { frameStream } from './compressed-frames.ts'
import type { Answer } from './engine.ts'
import { nativeStream } from './native-blocks.ts'
import { QueryError } from './query-error.ts'
import type { QueryRequest } from './request.ts'

/** Encodings in the order we would have them; speed goes before size, on a machine that has other work. */
const encoders: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['zstd', () => createZstdCompress({ params: { [zlib.ZSTD_c_compressionLevel]: 1 } })],
  ['gzip', () => createGzip({ level: 1 })],
  ['deflate', () => createDeflate({ level: 1 })],
  ['br', () => createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 1 } })],
])

/** Sends a whole answer. Throws QueryError where nothing was sent yet; what fails later breaks the connection off, and rejects too. */
export async function sendAnswer(request: IncomingMessage, response: ServerResponse, { asked, answer }: Sent): Promise<void> {
  const { format, contentType, file, bytes, rows, elapsedNs } = answer
  response.setHeader('Content-Type', contentType)
  response.setHeader('X-ClickHouse-Format', format)
  const summary = { read_rows: '0', read_bytes: '0', written_rows: '0', written_bytes: '0', total_rows_to_read: '0' }
  const result = { result_rows: String(rows), result_bytes: String(bytes), elapsed_ns: String(elapsedNs) }
  response.setHeader('X-ClickHouse-Summary', JSON.stringify({ ...summary, ...result }))
  if (bytes === 0) {
    // Clients take a length of 0 for an answer without rows, and would look for blocks in anything else.
    response.setHeader('Content-Length', 0)
    return void response.end()
  }
  const chunks = await firstTried(
    shaped(file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 }), asked, format),
  )
  const encoding = asked.mayEncode ? encodingFor(request.headers['accept-encoding']) : undefined
  if (encoding !== undefined) response.setHeader('Content-Encoding', encoding)
  const encoder = encoding === undefined ? undefined : encoders.get(encoding)?.()
  const frames = asked.frames === undefined ? undefined : frameStream(asked.frames)
  const stages = [frames, encoder].filter((stage) => stage !== undefined)
  await pipeline([Readable.from(chunks, { objectMode: false }), ...stages, response])
}

export interface Sent {
  readonly asked: QueryRequest
  readonly answer: Answer
}

function shaped(bytes: Readable, { revision }: QueryRequest, format: string): Readable {
  if (format !== 'Native' || revision === 0) return bytes
  const framed = nativeStream(revision)
  pipeline(bytes, framed).catch((error: Error) => framed.destroy(error))
  return framed
}

/** All chunks, after the first was there: what cannot be sent at all is known before the headers are on their way. */
async function firstTried(bytes: Readable): Promise<AsyncIterable<Buffer>> {
  const chunks = bytes[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>
  const first = await chunks.next().catch((error: unknown) => {
    throw QueryError.fromEngine(error)
  })
  return (async function* () {
    if (first.done !== true) yield first.value
    yield* chunks
  })()
}

/** The best that the client takes; undefined where it takes none of ours. Weights other than 0 are not looked at. */
function encodingFor(accepted: string | string[] | undefined): string | undefined {
  const taken = String(accepted ?? '')
    .split(',')
    .filter((coding) => !/;\s*q=0(\.0*)?\s*$/.test(coding))
    .map((coding) => coding.replace(/;.*/, '').trim().toLowerCase())
  return [...encoders.keys()].find((name) => taken.includes(name))
}
