/** One YAML file: its value, and where in it everything stands. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type Fault, type FaultPath, isTooDeep, maxDepth } from '@ringside/contract'
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { messageOf } from '../failure.ts'

/** Largest file read, in bytes; what the API takes as one suite. */
export const maxFileBytes = 1 << 20

/** Where in a file something stands, both from 1. */
export interface Place {
  /** Absolute path. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A fault and its place. */
export interface FileFault extends Fault, Place {}

export interface YamlFile {
  /** Absolute. */
  readonly path: string
  readonly text: string
  readonly value: unknown
  /** Place of the value at `path`, or of its key; of the nearest value around it where there is none. */
  place(path: FaultPath, atKey?: boolean): Place
}

export type YamlReading =
  | { readonly ok: true; readonly file: YamlFile }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

/** Reads and parses. Throws an Error for a file that cannot be read or is too large; faults of the YAML are returned. */
export function readYaml(path: string): YamlReading {
  const text = readText(path)
  const lines = new LineCounter()
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file: path, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const faultAt = (offset: number, message: string): FileFault => {
    const place = placeOf(offset)
    const value = text.split('\n')[place.line - 1]?.trim() ?? ''
    return { ...place, path: '', value, expected: `valid YAML: ${message}` }
  }
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    if (document.errors.some(({ message }) => message.includes(stackExhausted))) return tooDeep(faultAt)
    if (document.errors.length > 0) {
      return { ok: false, faults: document.errors.map(({ message, pos: [offset] }) => faultAt(offset, message)) }
    }
    // Aliases are resolved only here, and a document may hold ones without an anchor, or expand without end.
    const value = document.toJS({ maxAliasCount: 100 }) as unknown
    if (isTooDeep(value)) return tooDeep(faultAt)
    const place = (steps: FaultPath, atKey = false) => placeOf(offsetOf(document, steps, atKey))
    return { ok: true, file: { path, text, value, place } }
  } catch (error) {
    return messageOf(error).includes(stackExhausted) ? tooDeep(faultAt) : { ok: false, faults: [faultAt(0, messageOf(error))] }
  }
}

/** What the engine says when a document is nested too deep for the parser, which then finds fault with every level. */
const stackExhausted = 'Maximum call stack'

const tooDeep = (faultAt: (offset: number, message: string) => FileFault): YamlReading => ({
  ok: false,
  faults: [faultAt(0, `lists and mappings of at most ${maxDepth} levels`)],
})

function readText(path: string): string {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size > maxFileBytes) throw new Error(`it has ${size} bytes, at most ${maxFileBytes} are read; split it`)
    // One byte more than is taken: what is no plain file does not tell its size.
    const buffer = Buffer.alloc(maxFileBytes + 1)
    let length = 0
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, null)
      length += read
      if (length > maxFileBytes) throw new Error(`it has more than the ${maxFileBytes} bytes that are read; split it`)
      if (read === 0) return buffer.toString('utf8', 0, length)
    }
  } finally {
    closeSync(file)
  }
}

/** Walks down as far as there is something. */
function offsetOf(document: Document, steps: FaultPath, atKey: boolean): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, step] of steps.entries()) {
    const [key, value] = memberOf(isAlias(node) ? node.resolve(document) : node, step)
    const wanted = atKey && depth === steps.length - 1 ? key : (startOf(value) ?? startOf(key))
    const start = typeof wanted === 'number' ? wanted : startOf(wanted)
    if (start === undefined) break
    offset = start
    node = value
  }
  return offset
}

function memberOf(node: unknown, step: string | number): [key: unknown, value: unknown] {
  if (isSeq(node) && typeof step === 'number') return [node.items[step], node.items[step]]
  if (!isMap(node)) return [undefined, undefined]
  const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
  return [pair?.key, pair?.value]
}

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0]
