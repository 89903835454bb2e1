/** Names the series a run belongs to by what was measured, whoever asked for it and whenever. */
import { createHash } from 'node:crypto'
import type { Backend, Point } from '@ringside/contract'

const idHexChars = 12

/** First 12 hex digits of SHA-256 over the canonical JSON (keys sorted) of point and backends. */
export function pointIdOf(point: Point, backends: readonly Backend[]): string {
  return createHash('sha256').update(canonicalJson({ point, backends })).digest('hex').slice(0, idHexChars)
}

/** JSON with the keys of every object in code unit order and without members that are undefined. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
