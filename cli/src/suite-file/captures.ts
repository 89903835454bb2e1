/** The captures that a suite names: their paths start at the file in which they are written. */
import { dirname, resolve } from 'node:path'
import { type FaultPath, formatPath } from '@ringside/contract'
import { captureFault } from '../capture-file.ts'
import { originOf, placeOf, type Sourced } from './merge.ts'
import type { FileFault } from './yaml-file.ts'

/** A fault for each capture of the matrix that cannot be replayed. */
export function captureFaults(suite: Sourced): FileFault[] {
  return framesOf(suite.value).flatMap(({ path, capture }) => {
    const expected = path[0] === 'matrix' ? captureFault(absolute(suite, path, capture)) : undefined
    if (expected === undefined) return []
    const at = [...path, 'capture']
    return [{ ...placeOf(suite.origin, at), path: formatPath(at), value: capture, expected }]
  })
}

/** The suite with the paths of all captures absolute, so that it means the same anywhere on this host. */
export function withAbsoluteCaptures(suite: Sourced): unknown {
  const copy = structuredClone(suite.value)
  for (const { frame, path, capture } of framesOf(copy)) frame.capture = absolute(suite, path, capture)
  return copy
}

interface CapturedFrame {
  readonly frame: { capture: string }
  readonly path: FaultPath
  readonly capture: string
}

/** Frames that are captures, in the matrix and in the rules of what is left out; nothing is known of the value yet. */
function framesOf(suite: unknown): CapturedFrame[] {
  const { matrix, exclude } = (suite ?? {}) as { matrix?: { frame?: unknown } | null; exclude?: unknown }
  const listed = listOf(matrix?.frame).map((frame, index) => ({ frame, path: ['matrix', 'frame', index] }))
  const ruled = listOf(exclude).map((rule, index) => {
    return { frame: (rule as { frame?: unknown } | null)?.frame, path: ['exclude', index, 'frame'] }
  })
  return [...listed, ...ruled].flatMap(({ frame, path }) => {
    const capture = (frame as { capture?: unknown } | null | undefined)?.capture
    return typeof capture === 'string' && capture !== '' ? [{ frame: frame as { capture: string }, path, capture }] : []
  })
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function absolute(suite: Sourced, path: FaultPath, capture: string): string {
  return resolve(dirname(originOf(suite.origin, path).file.path), capture)
}
