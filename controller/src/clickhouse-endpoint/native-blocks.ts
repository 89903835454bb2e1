/**
 * ClickHouse's Native format as clients of its protocol read it. The engine writes blocks for files; whoever says a
 * `client_protocol_version` expects what the protocol added since: information on the block before it, and after each column's type a byte
 * that says whether the column is serialized in a way of its own, which none is.
 * Source: ClickHouse, src/Formats/NativeWriter.cpp, src/Core/ProtocolDefines.h, src/Core/BlockInfo.h.
 */
import { Transform } from 'node:stream'
import { IncompleteBlock, NativeCursor } from './native-cursor.ts'
import { type Layout, layoutOf } from './native-layout.ts'

/** DBMS_MIN_REVISION_WITH_CUSTOM_SERIALIZATION. */
const customSerializationRevision = 54_454
/** Field 1, no totals; field 2, no bucket (-1); no more fields. */
const blockInformation = Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0])
const ordinarySerialization = Buffer.from([0])

/** Native as for files in, as for clients of `revision` out: block by block, so that it holds one, and as much again to find its end. */
export function nativeStream(revision: number): Transform {
  const framer = new NativeFramer(revision)
  let pending: Buffer[] = []
  let pendingBytes = 0
  /** After a block was found to be incomplete, it is not looked at before there is twice as much of it. */
  let wantedBytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      pending.push(chunk)
      pendingBytes += chunk.length
      if (pendingBytes < wantedBytes) return done()
      try {
        const { blocks, rest } = framer.take(Buffer.concat(pending))
        for (const block of blocks) this.push(block)
        pending = [rest]
        pendingBytes = rest.length
        wantedBytes = 2 * rest.length
        done()
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        const { blocks, rest } = framer.take(Buffer.concat(pending))
        for (const block of blocks) this.push(block)
        done(
          rest.length === 0
            ? null
            : new Error(`the engine's Native output ends within a block, ${rest.length} bytes after its begin`),
        )
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

class NativeFramer {
  readonly #hasSerializationByte: boolean
  readonly #layouts = new Map<string, Layout>()

  constructor(revision: number) {
    this.#hasSerializationByte = revision >= customSerializationRevision
  }

  /** The blocks that are whole, and what is left of the next. Throws QueryError at a type without a layout. */
  take(bytes: Buffer): { readonly blocks: Buffer[]; readonly rest: Buffer } {
    const blocks: Buffer[] = []
    let rest = bytes
    while (rest.length > 0) {
      try {
        const cursor = new NativeCursor(rest)
        blocks.push(this.#block(cursor, rest))
        rest = rest.subarray(cursor.at)
      } catch (error) {
        if (error instanceof IncompleteBlock) break
        throw error
      }
    }
    return { blocks, rest }
  }

  #block(cursor: NativeCursor, bytes: Buffer): Buffer {
    const pieces: Buffer[] = [blockInformation]
    let begin = 0
    const columns = cursor.length()
    const rows = cursor.length()
    for (let column = 0; column < columns; column++) {
      cursor.text()
      const layout = this.#layout(cursor.text())
      if (this.#hasSerializationByte) {
        pieces.push(bytes.subarray(begin, cursor.at), ordinarySerialization)
        begin = cursor.at
      }
      cursor.column(layout, rows)
    }
    pieces.push(bytes.subarray(begin, cursor.at))
    return Buffer.concat(pieces)
  }

  #layout(type: string): Layout {
    const known = this.#layouts.get(type)
    if (known !== undefined) return known
    const layout = layoutOf(type)
    this.#layouts.set(type, layout)
    return layout
  }
}
