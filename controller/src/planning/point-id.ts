/** Names the series a run belongs to by what was measured, whoever asked for it and whenever. */
import { createHash } from 'node:crypto'
import { type Backend, type Point, withoutDefaults } from '@ringside/contract'

const idHexChars = 12

/**
 * First 12 hex digits of SHA-256 over the canonical JSON (keys sorted) of point and backends. What says only what holds
 * anyway is left out where it came later than the first series, so that those go on.
 */
export function pointIdOf(point: Point, backends: readonly Backend[]): string {
  return createHash('sha256').update(canonicalJson({ point, backends })).digest('hex').slice(0, idHexChars)
}

/** JSON with the keys of every object in code unit order, without members that are undefined or later defaults. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(withoutDefaults(member)).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
