/** Reads values of which nothing is known yet. */
import type { FaultPath } from '../fault.ts'
import type { LocatedFault } from '../schema-faults.ts'

/** Highest packet rate of a workload or a limit. */
export const maxRatePps = 1e9

/** The own member of a mapping; undefined of everything else. */
export function get(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

/** The list that is a member of a mapping; empty when it is none. */
export function list(value: unknown, key: string): readonly unknown[] {
  const found = get(value, key)
  return Array.isArray(found) ? found : []
}

/** The parsed quantity, or undefined where the text is not one. */
export function quantity<Parsed>(text: unknown, parse: (text: string) => Parsed): Parsed | undefined {
  try {
    return typeof text === 'string' ? parse(text) : undefined
  } catch {
    return undefined
  }
}

/** The smallest number of a list; `otherwise` when there is none. */
export function smallest(values: readonly unknown[], otherwise: number): number {
  const numbers = values.filter((value) => typeof value === 'number')
  // Not Math.min(...numbers): a list may have more numbers than a call can have arguments.
  return numbers.length === 0 ? otherwise : numbers.reduce((least, number) => Math.min(least, number))
}

/** A fault for each value that equals one before it, after `meaning` has taken away what makes no difference. */
export function repeats(
  values: readonly unknown[],
  path: FaultPath,
  meaning: (value: unknown) => unknown = (value) => value,
): LocatedFault[] {
  const places = new Map<unknown, number>()
  return values.flatMap((value, index) => {
    const key = comparable(meaning(value))
    const first = places.get(key)
    if (first === undefined) places.set(key, index)
    return first === undefined
      ? []
      : [{ path: [...path, index], value, expected: `a value not listed before; item ${first} is the same` }]
  })
}

/** A value as it would be written in JSON; of those that cannot be, as near as it gets. */
export const written = (value: unknown): string => JSON.stringify(value, sortedKeys) ?? String(value)

/** Equal for values that say the same, whatever the order of their keys; lists of thousands are compared by it. */
function comparable(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value, sortedKeys) : value
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
