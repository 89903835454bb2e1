/** Reads values of which nothing is known yet. */
import { isDeepStrictEqual } from 'node:util'
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
  return numbers.length === 0 ? otherwise : Math.min(...numbers)
}

/** A fault for each value that equals one before it, after `meaning` has taken away what makes no difference. */
export function repeats(
  values: readonly unknown[],
  path: FaultPath,
  meaning: (value: unknown) => unknown = (value) => value,
): LocatedFault[] {
  const meanings = values.map(meaning)
  return values.flatMap((value, index) => {
    const first = meanings.findIndex((other) => isDeepStrictEqual(other, meanings[index]))
    return first === index
      ? []
      : [{ path: [...path, index], value, expected: `a value not listed before; item ${first} is the same` }]
  })
}
