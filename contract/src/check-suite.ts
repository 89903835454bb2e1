/** Checks a suite against its schema and says of every fault where it is, what stands there and what was expected. */
import { type TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import Value from 'typebox/value'
import { Suite } from './suite.ts'

export interface Fault {
  /** JSON path into the suite: `backends[0].doorbell`. */
  readonly path: string
  /** What stands there; undefined when something is missing. */
  readonly value: unknown
  /** What was expected, in words. */
  readonly expected: string
}

export type SuiteCheck = { readonly ok: true; readonly suite: Suite } | { readonly ok: false; readonly faults: readonly Fault[] }
