/** Names the series a run belongs to by what was measured, whoever asked for it and whenever. */
import type { Backend, Point } from '@ringside/contract'
import { canonicalJson, shortHash } from './canonical-json.ts'

/**
 * 12 hex digits: a hash of point and backends. What says only what holds anyway is left out where it came later than the
 * first series, so that those go on.
 */
export function pointIdOf(point: Point, backends: readonly Backend[]): string {
  return shortHash(canonicalJson({ point, backends }))
}
