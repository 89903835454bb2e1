/** YAML as people write it: its value, and where in the text everything stands. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Fault, FaultPath } from './fault.ts'
import { isTooDeep, maxDepth } from './nesting.ts'

/** Where in a text something stands, both from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** A fault and its place. */
export interface PlacedFault extends Fault, TextPlace {}

export interface YamlText {
  readonly text: string
  readonly value: unknown
  /** Place of the value at `path`, or of its key; of the nearest value around it where there is none. */
  place(path: FaultPath, atKey?: boolean): TextPlace
}

export type YamlParsing =
  | { readonly ok: true; readonly yaml: YamlText }
  | { readonly ok: false; readonly faults: readonly PlacedFault[] }

/** Parses one document. Never throws: faults of the YAML are returned, each at its place. */
export function parseYaml(text: string): YamlParsing {
  const lines = new LineCounter()
  const placeOf = (offset: number): TextPlace => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const faultAt = (offset: number, message: string): PlacedFault => {
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
    return { ok: true, yaml: { text, value, place } }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return message.includes(stackExhausted) ? tooDeep(faultAt) : { ok: false, faults: [faultAt(0, message)] }
  }
}

/** What the engine says when a document is nested too deep for the parser, which then finds fault with every level. */
const stackExhausted = 'Maximum call stack'

const tooDeep = (faultAt: (offset: number, message: string) => PlacedFault): YamlParsing => ({
  ok: false,
  faults: [faultAt(0, `lists and mappings of at most ${maxDepth} levels`)],
})

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
