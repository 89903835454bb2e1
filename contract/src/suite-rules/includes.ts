/** A suite that is checked has nothing left to put in. */
import type { LocatedFault } from '../schema-faults.ts'
import { get } from './value.ts'

/** Only the command, which has the file, can open what the file includes. */
export function includeFaults(suite: unknown): LocatedFault[] {
  const include = get(suite, 'include')
  if (include === undefined) return []
  const expected = 'no includes: ringside validate, expand and run put them in, and submit one whole suite'
  return [{ path: ['include'], value: include, expected }]
}
