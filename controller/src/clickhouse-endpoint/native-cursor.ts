/** Goes through a block of ClickHouse's Native format, column by column. */
import type { Layout } from './native-layout.ts'

/** The block goes on beyond the bytes that are there. */
export class IncompleteBlock extends Error {
  override readonly name = 'IncompleteBlock'
}

/** Of LowCardinality's index: whether keys come with it, and the width of an entry as a power of two in the low byte. */
const hasKeysBit = 1 << 9
const dictionaryVersionBytes = 8

export class NativeCursor {
  readonly #bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** Throws {@link IncompleteBlock}, as all of these do. */
  skip(count: number): void {
    this.at += count
    if (this.at > this.#bytes.length) throw new IncompleteBlock()
  }

  /** LEB128. */
  length(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) throw new IncompleteBlock()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }

  text(): string {
    const length = this.length()
    this.skip(length)
    return this.#bytes.toString('utf8', this.at - length, this.at)
  }

  /** A column without rows is nothing at all. */
  column(layout: Layout, rows: number): void {
    if (rows === 0) return
    this.#prefix(layout)
    this.#values(layout, rows)
  }

  /** Versions of dictionaries stand before all values, also those of what lies around them. */
  #prefix(layout: Layout): void {
    if (layout.kind === 'dictionary') this.skip(dictionaryVersionBytes)
    else if (layout.kind === 'tuple') for (const item of layout.items) this.#prefix(item)
    else if ('inner' in layout) this.#prefix(layout.inner)
  }

  #values(layout: Layout, rows: number): void {
    if (layout.kind === 'fixed') this.skip(rows * layout.bytes)
    else if (layout.kind === 'string') for (let row = 0; row < rows; row++) this.skip(this.length())
    else if (layout.kind === 'tuple') for (const item of layout.items) this.#values(item, rows)
    else if (layout.kind === 'dictionary') this.#dictionary(layout.inner, rows)
    else if (layout.kind === 'nullable') {
      this.skip(rows)
      this.#values(layout.inner, rows)
    } else {
      this.skip(rows * 8)
      this.#values(layout.inner, rows === 0 ? 0 : this.#uint64(this.at - 8))
    }
  }

  #dictionary(inner: Layout, rows: number): void {
    if (rows === 0) return
    this.skip(8)
    const flags = this.#bytes.readUInt32LE(this.at - 8)
    if ((flags & hasKeysBit) !== 0) {
      this.skip(8)
      this.#values(inner, this.#uint64(this.at - 8))
    }
    this.skip(8)
    this.skip(this.#uint64(this.at - 8) * 2 ** (flags & 0xff))
  }

  /** Counts, which are far below 2^53. */
  #uint64(at: number): number {
    return this.#bytes.readUInt32LE(at) + this.#bytes.readUInt32LE(at + 4) * 2 ** 32
  }
}
