/** One YAML file: its value, and where in it everything stands. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Fault, FaultPath } from '@ringside/contract'
import { parseYaml, type TextPlace } from '@ringside/contract/yaml'

/** Largest file read, in bytes; what the API takes as one suite. */
export const maxFileBytes = 1 << 20

/** Where in a file something stands. */
export interface Place extends TextPlace {
  /** Absolute path. */
  readonly file: string
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
  const parsing = parseYaml(readText(path))
  if (!parsing.ok) return { ok: false, faults: parsing.faults.map((fault) => ({ ...fault, file: path })) }
  const { text, value, place } = parsing.yaml
  return { ok: true, file: { path, text, value, place: (steps, atKey) => ({ ...place(steps, atKey), file: path }) } }
}

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
