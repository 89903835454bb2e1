/** Opens a suite's file and all that it includes, and puts them together. */
import { dirname, relative, resolve } from 'node:path'
import { documentFaults, formatPath, type LocatedFault, maxIncludeDepth, maxIncludedFiles } from '@ringside/contract'
import { messageOf, usageFailure } from '../failure.ts'
import { merge, type Sourced } from './merge.ts'
import { type FileFault, readYaml, type YamlFile, type YamlReading } from './yaml-file.ts'

export type WholeSuite =
  | { readonly ok: true; readonly root: YamlFile; readonly whole: Sourced; readonly hasIncludes: boolean }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

/** The suite of a file with everything it includes in it. Throws a usage failure when the file itself cannot be read. */
export function withIncludes(path: string): WholeSuite {
  const root = readRoot(path)
  if (!root.ok) return root
  const state: State = { faults: [], files: 0 }
  const whole = resolved(root.file, [path], state)
  return state.faults.length > 0
    ? { ok: false, faults: state.faults }
    : { ok: true, root: root.file, whole, hasIncludes: state.files > 0 }
}

interface State {
  readonly faults: FileFault[]
  /** Opened so far, beside the first. */
  files: number
}

function readRoot(path: string): YamlReading {
  try {
    return readYaml(path)
  } catch (error) {
    throw usageFailure(
      `cannot read the suite ${path} (${messageOf(error)}); expected a YAML file of at most 1 MiB, such as bench/suites/demo.yaml`,
    )
  }
}

/** A file laid over what it includes. `chain` leads to it, file by file. */
function resolved(file: YamlFile, chain: readonly string[], state: State): Sourced {
  const faults = documentFaults(file.value, { isIncluded: chain.length > 1 })
  state.faults.push(...faults.map((fault) => located(fault, file)))
  const own = without(file.value, chain.length > 1 ? ['include', 'kind', 'apiVersion'] : ['include'])
  const start: Sourced = { value: {}, origin: { file, path: [] } }
  const included = faults.length > 0 ? [] : includesOf(file.value)
  const parts = included.flatMap((name, index) => part({ file, name, index, chain, state }) ?? [])
  return [...parts, { value: own, origin: { file, path: [] } }].reduce((base, over) => merge(base, over), start)
}

interface Inclusion {
  readonly file: YamlFile
  /** As it was written. */
  readonly name: string
  readonly index: number
  readonly chain: readonly string[]
  readonly state: State
}

function part({ file, name, index, chain, state }: Inclusion): Sourced | undefined {
  const path = resolve(dirname(file.path), name)
  const refuse = (expected: string) => {
    state.faults.push(located({ path: ['include', index], value: name, expected }, file))
  }
  const way = [...chain, path]
  if (chain.includes(path)) return void refuse(`a file that does not lead back to itself: ${written(way)}`)
  if (chain.length > maxIncludeDepth)
    return void refuse(`at most ${maxIncludeDepth} files that include each other: ${written(way)}`)
  if (++state.files > maxIncludedFiles) {
    // Told once; each file beyond would say the same.
    if (state.files === maxIncludedFiles + 1) refuse(`at most ${maxIncludedFiles} files in one suite: ${written(way)}`)
    return undefined
  }
  try {
    const reading = readYaml(path)
    if (reading.ok) return resolved(reading.file, way, state)
    state.faults.push(...reading.faults)
  } catch (error) {
    refuse(`a readable YAML file at ${path} (${messageOf(error)})`)
  }
  return undefined
}

function written(chain: readonly string[]): string {
  const folder = dirname(chain[0] ?? '.')
  return chain.map((path) => relative(folder, path)).join(' > ')
}

function located({ path, value, expected, atKey }: LocatedFault, file: YamlFile): FileFault {
  return { ...file.place(path, atKey), path: formatPath(path), value, expected }
}

function includesOf(value: unknown): readonly string[] {
  const include = (value as { include?: readonly string[] } | null)?.include
  return Array.isArray(include) ? include : []
}

/** The value without some keys of its own; what is no mapping stays as it is. */
function without(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}
