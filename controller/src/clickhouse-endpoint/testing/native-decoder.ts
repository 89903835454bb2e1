/**
 * Reads ClickHouse's Native format as clients of its protocol do: information on the block, a byte on each column's serialization. Values come as JSON
 * has them: 64-bit integers and times as texts, maps as arrays of pairs. Written for tests, apart from what it checks.
 */
export interface DecodedBlock {
  readonly names: string[]
  readonly types: string[]
  /** Column by column. */
  readonly columns: unknown[][]
}

type Read = (rows: number) => unknown[]

export function decodeBlocks(bytes: Buffer): DecodedBlock[] {
  const decoder = new Decoder(bytes)
  const blocks: DecodedBlock[] = []
  while (decoder.at < bytes.length) blocks.push(decoder.block())
  return blocks
}

class Decoder {
  readonly #bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  block(): DecodedBlock {
    const information = this.#take(8).toString('hex')
    if (information !== '010002ffffffff00') throw new Error(`the block's information is ${information}`)
    const count = this.#varint()
    const rows = this.#varint()
    const block: DecodedBlock = { names: [], types: [], columns: [] }
    for (let column = 0; column < count; column++) {
      block.names.push(this.#string())
      const type = this.#string()
      block.types.push(type)
      const custom = this.#take(1).readUInt8()
      if (custom !== 0) throw new Error(`column ${column} says ${custom} of its serialization`)
      if (rows > 0) this.#prefix(type)
      block.columns.push(rows > 0 ? this.#column(type, rows) : [])
    }
    return block
  }

  #take(count: number): Buffer {
    if (this.at + count > this.#bytes.length) throw new Error(`${count} bytes are wanted at ${this.at} of ${this.#bytes.length}`)
    this.at += count
    return this.#bytes.subarray(this.at - count, this.at)
  }

  #varint(): number {
    let value = 0
    let shift = 0
    let byte: number
    do {
      byte = this.#take(1).readUInt8()
      value += (byte & 127) * 2 ** shift
      shift += 7
    } while (byte > 127)
    return value
  }

  #string(): string {
    return this.#take(this.#varint()).toString('latin1')
  }

  #prefix(type: string): void {
    const { name, args } = parts(type)
    if (name === 'LowCardinality') {
      if (this.#take(8).readBigUInt64LE() !== 1n) throw new Error('the dictionary has another version than 1')
    } else if (['Array', 'Nullable', 'Map', 'Tuple'].includes(name)) for (const arg of args) this.#prefix(arg)
  }

  #column(type: string, rows: number): unknown[] {
    const { name, args } = parts(type)
    const [first = ''] = args
    const readers: Record<string, Read> = {
      Array: () => this.#array(rows, (total) => this.#column(first, total)),
      Map: () => this.#array(rows, (total) => this.#tuple(args, total)),
      Tuple: () => this.#tuple(args, rows),
      Nullable: () => {
        const nulls = this.#take(rows)
        return this.#column(first, rows).map((value, row) => (nulls[row] === 1 ? null : value))
      },
      LowCardinality: () => this.#dictionary(first, rows),
    }
    return readers[name]?.(rows) ?? Array.from({ length: rows }, () => this.#scalar(name, args))
  }

  #array(rows: number, items: Read): unknown[] {
    const ends = Array.from({ length: rows }, () => Number(this.#take(8).readBigUInt64LE()))
    const all = items(ends.at(-1) ?? 0)
    return ends.map((end, row) => all.slice(ends[row - 1] ?? 0, end))
  }

  #tuple(types: readonly string[], rows: number): unknown[] {
    const columns = types.map((type) => this.#column(type, rows))
    return Array.from({ length: rows }, (_, row) => columns.map((column) => column[row]))
  }

  #dictionary(type: string, rows: number): unknown[] {
    if (rows === 0) return []
    const nullable = parts(type).name === 'Nullable'
    const width = 2 ** (Number(this.#take(8).readBigUInt64LE()) & 255)
    const keys = this.#column(nullable ? (parts(type).args[0] ?? '') : type, Number(this.#take(8).readBigUInt64LE()))
    const count = Number(this.#take(8).readBigUInt64LE())
    return Array.from({ length: count }, () => {
      const key = this.#take(width).readUIntLE(0, width)
      return nullable && key === 0 ? null : keys[key]
    })
  }

  #scalar(name: string, [first = '0']: readonly string[]): unknown {
    const readers: Record<string, () => unknown> = {
      String: () => this.#string(),
      FixedString: () => this.#take(Number(first)).toString('latin1'),
      Bool: () => this.#take(1).readUInt8() === 1,
      UInt8: () => this.#take(1).readUInt8(),
      Int16: () => this.#take(2).readInt16LE(),
      UInt32: () => this.#take(4).readUInt32LE(),
      Int64: () => String(this.#take(8).readBigInt64LE()),
      UInt64: () => String(this.#take(8).readBigUInt64LE()),
      Float64: () => {
        const bytes = this.#take(8)
        const value = bytes.readDoubleLE()
        const sign = bytes.readUInt8(7) > 127 ? '-' : ''
        return Number.isFinite(value) ? value : `${sign}${Number.isNaN(value) ? 'nan' : 'inf'}`
      },
      DateTime64: () => {
        const digits = this.#take(8).readBigInt64LE().toString().padStart(10, '0')
        return `${digits.slice(0, -9)}.${digits.slice(-9)}`
      },
    }
    const read = readers[name]
    if (read === undefined) throw new Error(`no type ${name} here`)
    return read()
  }
}

/** `Map(String, Array(UInt8))` in its parts. */
function parts(type: string): { readonly name: string; readonly args: string[] } {
  const [, name = '', inside] = /^(\w+)(?:\((.*)\))?$/s.exec(type) ?? []
  const args: string[] = []
  let depth = 0
  let arg = ''
  for (const mark of inside ?? '') {
    if (mark === '(') depth++
    if (mark === ')') depth--
    if (mark === ',' && depth === 0) {
      args.push(arg.trim())
      arg = ''
    } else arg += mark
  }
  return { name, args: inside === undefined ? [] : [...args, arg.trim()] }
}
