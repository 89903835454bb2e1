/** Puts values of several files together, and remembers which came from where. */
import type { FaultPath } from '@ringside/contract'
import type { Place, YamlFile } from './yaml-file.ts'

/** Where a value stands: in one file, and those of its members that come from elsewhere. */
export interface Origin {
  readonly file: YamlFile
  /** In that file. */
  readonly path: FaultPath
  readonly members?: ReadonlyMap<string | number, Origin>
}

export interface Sourced {
  readonly value: unknown
  readonly origin: Origin
}

/** `over` laid over `base`: mappings key by key, `backends` name by name; of everything else `over` alone stays. */
export function merge(base: Sourced, over: Sourced, path: FaultPath = []): Sourced {
  if (isMapping(base.value) && isMapping(over.value)) return mergeMappings(base, over, path)
  const isBackends = path.length === 1 && path[0] === 'backends'
  return isBackends && Array.isArray(base.value) && Array.isArray(over.value) ? mergeByName(base, over) : over
}

/** Place of the value at a path of what was put together. */
export function placeOf(origin: Origin, path: FaultPath, atKey = false): Place {
  const found = originOf(origin, path)
  return found.file.place(found.path, atKey)
}

/** The file that the value at a path stands in, and its path there. */
export function originOf(origin: Origin, path: FaultPath): Origin {
  const [step, ...rest] = path
  if (step === undefined) return origin
  return originOf(origin.members?.get(step) ?? { file: origin.file, path: [...origin.path, step] }, rest)
}

function mergeMappings(base: Sourced, over: Sourced, path: FaultPath): Sourced {
  const keys = new Set([base, over].flatMap(({ value }) => Object.keys(value as object)))
  const merged = [...keys].map((key): [string, Sourced] => {
    const [below, above] = [member(base, key), member(over, key)]
    return [key, below === undefined || above === undefined ? ((above ?? below) as Sourced) : merge(below, above, [...path, key])]
  })
  return {
    value: Object.fromEntries(merged.map(([key, { value }]) => [key, value])),
    origin: { ...over.origin, members: new Map(merged.map(([key, { origin }]) => [key, origin])) },
  }
}

/** Those of `base` in their order, each with what `over` says of the one of its name; then the others of `over`. */
function mergeByName(base: Sourced, over: Sourced): Sourced {
  const above = items(over)
  const result = items(base).map((item) => {
    const at = above.findIndex((other) => nameOf(other) !== undefined && nameOf(other) === nameOf(item))
    const [found] = at === -1 ? [] : above.splice(at, 1)
    return found === undefined ? item : merge(item, found)
  })
  const all = [...result, ...above]
  return {
    value: all.map(({ value }) => value),
    origin: { ...over.origin, members: new Map(all.map(({ origin }, index) => [index, origin])) },
  }
}

function member(sourced: Sourced, key: string | number): Sourced | undefined {
  const values = sourced.value as Record<string | number, unknown>
  return Object.hasOwn(values, key) ? { value: values[key], origin: originOf(sourced.origin, [key]) } : undefined
}

const items = (list: Sourced): Sourced[] =>
  (list.value as readonly unknown[]).map((value, index) => ({ value, origin: originOf(list.origin, [index]) }))

const nameOf = ({ value }: Sourced): unknown => (isMapping(value) ? value.name : undefined)

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
