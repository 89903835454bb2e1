/**
 * ClickHouse's own compression of a stream (`compress=1`, `decompress=1`): blocks, each with a checksum of 16 bytes
 * (CityHash128) over all that follows: method, size of the compressed block with these 9 bytes, size of what is in it, the block.
 * Source: ClickHouse, src/Compression/ICompressionCodec.cpp, CompressedReadBufferBase.cpp.
 */
import { Transform } from 'node:stream'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { compressSync, uncompressSync } from 'lz4-napi'
import { cityHash128 } from './city-hash.ts'
import { QueryError } from './query-error.ts'

export type FrameMethod = 'LZ4' | 'ZSTD' | 'NONE'

/** Method bytes. Source: ClickHouse, src/Compression/CompressionInfo.h. */
const methodBytes: Readonly<Record<FrameMethod, number>> = { NONE: 0x02, LZ4: 0x82, ZSTD: 0x90 }
const checksumBytes = 16
const headerBytes = 9
/** Of what goes into a block. Hashing takes some 20 ms a MiB, and other work waits meanwhile. */
const blockBytes = 256 << 10

/** One block with its checksum. */
export function toFrame(data: Buffer, method: FrameMethod): Buffer {
  const block = compressors[method](data)
  const frame = Buffer.allocUnsafe(checksumBytes + headerBytes + block.length)
  frame.writeUInt8(methodBytes[method], checksumBytes)
  frame.writeUInt32LE(headerBytes + block.length, checksumBytes + 1)
  frame.writeUInt32LE(data.length, checksumBytes + 5)
  block.copy(frame, checksumBytes + headerBytes)
  cityHash128(frame.subarray(checksumBytes)).copy(frame)
  return frame
}

/** Bytes in, frames out. */
export function frameStream(method: FrameMethod): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length; at += blockBytes) this.push(toFrame(chunk.subarray(at, at + blockBytes), method))
      done()
    },
  })
}

/** What is in the frames. Throws QueryError where they are broken, or hold more than `mostBytes`. */
export function fromFrames(bytes: Buffer, mostBytes: number): Buffer {
  const parts: Buffer[] = []
  let left = mostBytes
  for (let rest = bytes; rest.length > 0; ) {
    if (rest.length < checksumBytes + headerBytes)
      throw broken(`it ends within a block's header, ${rest.length} bytes before its end`)
    const method = rest.readUInt8(checksumBytes)
    const size = rest.readUInt32LE(checksumBytes + 1)
    const dataSize = rest.readUInt32LE(checksumBytes + 5)
    if (size < headerBytes || size > rest.length - checksumBytes)
      throw broken(`a block says it has ${size} bytes, and ${rest.length - checksumBytes} are left`)
    if (dataSize > left) throw new QueryError(229, `The body holds more than ${mostBytes} bytes; send a shorter query`)
    const checked = rest.subarray(checksumBytes, checksumBytes + size)
    if (!cityHash128(checked).equals(rest.subarray(0, checksumBytes)))
      throw new QueryError(40, 'Checksum of a compressed block of the body does not match: it was damaged on the way')
    parts.push(contentOf(checked.subarray(headerBytes), method, dataSize))
    left -= dataSize
    rest = rest.subarray(checksumBytes + size)
  }
  return Buffer.concat(parts)
}

function contentOf(block: Buffer, method: number, dataSize: number): Buffer {
  const decompress = decompressors.get(method)
  if (decompress === undefined)
    throw new QueryError(
      89,
      `Unknown compression method 0x${method.toString(16)}, expected 0x82 (LZ4), 0x90 (ZSTD) or 0x2 (none)`,
    )
  let data: Buffer
  try {
    data = decompress(block, dataSize)
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error))
  }
  if (data.length !== dataSize) throw broken(`a block holds ${data.length} bytes, and says ${dataSize}`)
  return data
}

const broken = (why: string) =>
  new QueryError(271, `Cannot decompress the body (${why}); expected ClickHouse's compressed blocks, as decompress=1 says`)

/** The library keeps the size of the data in four bytes before an LZ4 block, where ClickHouse has it in its header. */
const lz4SizeBytes = 4

const compressors: Readonly<Record<FrameMethod, (data: Buffer) => Buffer>> = {
  NONE: (data) => data,
  LZ4: (data) => compressSync(data).subarray(lz4SizeBytes),
  ZSTD: (data) => zstdCompressSync(data),
}

const decompressors: ReadonlyMap<number, (block: Buffer, dataSize: number) => Buffer> = new Map([
  [methodBytes.NONE, (block: Buffer) => block],
  [
    methodBytes.LZ4,
    (block: Buffer, dataSize: number) => {
      const size = Buffer.alloc(lz4SizeBytes)
      size.writeUInt32LE(dataSize)
      return uncompressSync(Buffer.concat([size, block]))
    },
  ],
  [methodBytes.ZSTD, (block: Buffer, dataSize: number) => zstdDecompressSync(block, { maxOutputLength: Math.max(1, dataSize) })],
])
