/** Reads a suite from a YAML file and checks everything that can be checked before it is submitted. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { checkSuite, type Fault, type Suite } from '@ringside/contract'
import { LineCounter, parseDocument } from 'yaml'
import { captureFault } from './capture-file.ts'
import { messageOf, usageFailure } from './failure.ts'

export type SuiteFile =
  | {
      readonly ok: true
      /** Absolute. */
      readonly path: string
      /** As it was written. */
      readonly yaml: string
      /** With the paths of captures made absolute. */
      readonly suite: Suite
    }
  | { readonly ok: false; readonly path: string; readonly faults: readonly Fault[] }

/**
 * The suite in `file`, or all its faults: of the YAML (with line and column), of the suite, of the captures it names.
 * Throws a usage failure when the file cannot be read.
 */
export function readSuite(file: string): SuiteFile {
  const path = resolve(file)
  const yaml = read(path)
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    return {
      ok: false,
      path,
      faults: document.errors.map(({ message, pos: [offset] }) => syntaxFault({ yaml, message, ...lines.linePos(offset) })),
    }
  }
  const value = plainValue(document, yaml)
  if ('fault' in value) return { ok: false, path, faults: [value.fault] }
  const check = checkSuite(value.suite)
  const captures = captureFaults(value.suite, dirname(path))
  const faults = [...(check.ok ? [] : check.faults), ...captures]
  if (!check.ok || faults.length > 0) return { ok: false, path, faults }
  return { ok: true, path, yaml, suite: withAbsoluteCaptures(check.suite, dirname(path)) }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw usageFailure(
      `cannot read the suite ${path} (${messageOf(error)}); expected a YAML file, such as bench/suites/demo.yaml`,
    )
  }
}

function syntaxFault({ yaml, message, line, col }: { yaml: string; message: string; line: number; col: number }): Fault {
  const text = yaml.split('\n')[line - 1]?.trim() ?? ''
  return { path: `line ${line}, column ${col}`, value: text, expected: `valid YAML: ${message}` }
}

/** Aliases are resolved only here, and a document may hold ones without an anchor, or expand without end. */
function plainValue(document: ReturnType<typeof parseDocument>, yaml: string): { suite: unknown } | { fault: Fault } {
  try {
    return { suite: document.toJS({ maxAliasCount: 100 }) as unknown }
  } catch (error) {
    return { fault: syntaxFault({ yaml, message: messageOf(error), line: 1, col: 1 }) }
  }
}

function captureFaults(suite: unknown, folder: string): Fault[] {
  const frames = (suite as { matrix?: { frame?: unknown } } | null)?.matrix?.frame
  if (!Array.isArray(frames)) return []
  return frames.flatMap((frame: unknown, index) => {
    const capture = (frame as { capture?: unknown } | null)?.capture
    if (typeof capture !== 'string' || capture === '') return []
    const expected = captureFault(resolve(folder, capture))
    return expected === undefined ? [] : [{ path: `matrix.frame[${index}].capture`, value: capture, expected }]
  })
}

function withAbsoluteCaptures(suite: Suite, folder: string): Suite {
  const frame = suite.matrix.frame.map((one) => (typeof one === 'object' ? { capture: resolve(folder, one.capture) } : one))
  return { ...suite, matrix: { ...suite.matrix, frame } }
}
