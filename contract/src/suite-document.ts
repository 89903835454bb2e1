/** What stands in the files that suites are written in: whole suites, suites that include files, and parts of suites. */
import { Type } from 'typebox'
import { type LocatedFault, schemaFaults } from './schema-faults.ts'
import { Include, Suite } from './suite.ts'
import { strict } from './suite-terms.ts'

const { apiVersion, kind, include, ...rest } = Suite.properties
const optionalRest = Type.Partial(Type.Object(rest)).properties
const part = Type.Literal('SuitePart')

export const documentKind = Type.Union([kind, part], {
  title: 'a suite, or a part that does nothing by itself: other files include it',
})

/** Every file: complete where nothing else completes it, and otherwise with any of the keys. */
export const SuiteDocument = Type.Union([
  Type.Object({ apiVersion, kind, ...rest }, strict),
  Type.Object({ apiVersion, kind, include: Include, ...optionalRest }, strict),
  Type.Object({ apiVersion, kind: part, include, ...optionalRest }, strict),
])

/** Beyond them someone has lost count; a file that is included twice counts twice. */
export const maxIncludedFiles = 64
/** Of files that include each other in turn. */
export const maxIncludeDepth = 16

const included = Type.Object({ apiVersion, kind: documentKind, include })
const including = Type.Object({ include })

/** What a file must have before its includes can be opened; its other keys are checked when all is put together. */
export function documentFaults(value: unknown, { isIncluded }: { readonly isIncluded: boolean }): LocatedFault[] {
  // What is no mapping is left to the check of the whole, if it is the whole.
  if (!isIncluded && (typeof value !== 'object' || value === null || Array.isArray(value))) return []
  const known = isIncluded ? included : including
  const mine = typeof value === 'object' && value !== null && !Array.isArray(value) ? onlyKeys(value, known) : value
  return schemaFaults(known, mine)
}

const onlyKeys = (value: object, { properties }: { readonly properties: object }): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => Object.hasOwn(properties, key)))
