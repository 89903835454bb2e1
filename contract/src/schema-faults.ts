/**
 * Walks a value and its schema side by side and words every mismatch for people. TypeBox decides whether a value
 * fits; this file decides where the reader should look: at the variant that `kind` names rather than at every
 * variant of a union, at the misspelt key rather than also at the one it leaves missing.
 */
import { type TArray, type TObject, type TRecord, type TSchema, type TUnion, Type } from 'typebox'
import Value from 'typebox/value'
import type { FaultPath } from './fault.ts'
import { nearest } from './nearest.ts'

/** A fault before its path is written out. */
export interface LocatedFault {
  readonly path: FaultPath
  readonly value: unknown
  readonly expected: string
  /** Its key is at fault, not the value behind it. */
  readonly atKey?: true
}

/** Every place where `value` departs from `schema`; empty exactly when TypeBox accepts the value. */
export function schemaFaults(schema: TSchema, value: unknown, path: FaultPath = []): LocatedFault[] {
  const within = faultsWithin(schema, value, path)
  if (within !== undefined && (within.length > 0 || !bounds.some((bound) => bound in schema))) return within
  // What nothing inside is to blame for, such as a list that is too long, is the whole's.
  return Value.Check(schema, value) ? [] : [fault(schema, value, path)]
}

/** What a schema may demand of a list or a mapping beyond its contents. */
const bounds = ['minItems', 'maxItems', 'uniqueItems', 'minProperties']

/** Faults of what a value consists of; undefined where the schema sees it as one whole. */
function faultsWithin(schema: TSchema, value: unknown, path: FaultPath): LocatedFault[] | undefined {
  if (Type.IsUnion(schema)) return unionFaults(schema, value, path)
  if (Type.IsArray(schema) && Array.isArray(value)) return arrayFaults(schema, value, path)
  if (Type.IsObject(schema) && isMapping(value)) return objectFaults(schema, value, path)
  if (Type.IsRecord(schema) && isMapping(value)) return recordFaults(schema, value, path)
  return undefined
}

function objectFaults(schema: TObject, value: Mapping, path: FaultPath): LocatedFault[] {
  const known = Object.keys(schema.properties)
  const missing = new Set((schema.required ?? []).filter((key) => !has(value, key)))
  const faults: LocatedFault[] = []
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(schema.properties, key)) continue
    const meant = nearest(
      key,
      known.filter((candidate) => !has(value, candidate)),
    )
    if (meant !== undefined) missing.delete(meant)
    const hint = meant === undefined ? '' : `; did you mean '${meant}'?`
    faults.push({
      path: [...path, key],
      value: value[key],
      expected: `no such key here; known keys are ${quoteAll(known)}${hint}`,
      atKey: true,
    })
  }
  for (const [key, property] of Object.entries(schema.properties)) {
    if (has(value, key)) faults.push(...schemaFaults(property, value[key], [...path, key]))
    else if (missing.has(key)) faults.push(fault(property, undefined, [...path, key]))
  }
  return faults
}

/** A mapping whose keys are free within a pattern. */
function recordFaults(schema: TRecord, value: Mapping, path: FaultPath): LocatedFault[] {
  const pattern = new RegExp(Type.RecordPattern(schema), 'u')
  return Object.entries(value).flatMap(([key, item]) =>
    pattern.test(key)
      ? schemaFaults(Type.RecordValue(schema), item, [...path, key])
      : [{ path: [...path, key], value: item, expected: `no such key here; expected ${describe(schema)}`, atKey: true }],
  )
}

function arrayFaults(schema: TArray, value: readonly unknown[], path: FaultPath): LocatedFault[] {
  return Array.from(value).flatMap((item, index) => schemaFaults(schema.items, item, [...path, index]))
}

function unionFaults(schema: TUnion, value: unknown, path: FaultPath): LocatedFault[] | undefined {
  const objects = schema.anyOf.filter(Type.IsObject)
  if (!isMapping(value) || objects.length === 0) return undefined
  if (objects.length === 1 && objects.length < schema.anyOf.length) return schemaFaults(objects[0] as TObject, value, path)
  const kinds = objects.map(kindOf)
  const variant = objects.find((_, index) => kinds[index] === value.kind)
  if (variant !== undefined) return schemaFaults(variant, value, path)
  const expected = `${oneOf(kinds)}${hintFor(value.kind, kinds)}`
  return [{ path: [...path, 'kind'], value: has(value, 'kind') ? value.kind : undefined, expected }]
}

function fault(schema: TSchema, value: unknown, path: FaultPath): LocatedFault {
  const literals = literalsOf(schema).filter((literal) => typeof literal === 'string')
  return { path, value, expected: `${describe(schema)}${quotesHint(schema, value) ?? hintFor(value, literals)}` }
}

/** What a schema asks for, in words: its literals, its description, else its type and bounds. */
function describe(schema: TSchema): string {
  const literals = literalsOf(schema)
  const description = (schema as { description?: string }).description
  if (literals.length > 0) {
    const numeric = literals.every((literal) => typeof literal === 'number')
    if (numeric && description !== undefined) return description
    return `${oneOf(literals)}${description === undefined ? '' : ` (${description})`}`
  }
  if (Type.IsArray(schema)) return `a list with ${description ?? 'items'}`
  if (Type.IsRecord(schema)) return `a mapping of ${description ?? 'names'}`
  if (Type.IsObject(schema)) {
    const some = (schema as { minProperties?: number }).minProperties === undefined ? 'the keys' : 'at least one of the keys'
    return `a mapping with ${some} ${quoteAll(Object.keys(schema.properties))}`
  }
  if (description !== undefined) return description
  if (Type.IsUnion(schema)) return `a mapping whose kind is ${oneOf(schema.anyOf.filter(Type.IsObject).map(kindOf))}`
  return Type.IsString(schema) ? 'a text' : 'a value of another type'
}

function literalsOf(schema: TSchema): (string | number | boolean | bigint)[] {
  if (Type.IsLiteral(schema)) return [schema.const]
  if (Type.IsUnion(schema) && schema.anyOf.every(Type.IsLiteral)) return schema.anyOf.map((variant) => variant.const)
  return []
}

function kindOf(variant: TObject): string {
  const kind = variant.properties.kind
  return Type.IsLiteral(kind) ? String(kind.const) : ''
}

function hintFor(value: unknown, candidates: readonly string[]): string {
  const meant = typeof value === 'string' ? nearest(value, candidates) : undefined
  return meant === undefined ? '' : `; did you mean '${meant}'?`
}

/** Said where a text stands and the number it spells would do, or the other way round. */
function quotesHint(schema: TSchema, value: unknown): string | undefined {
  if (typeof value === 'string' && value.trim() !== '' && Value.Check(schema, Number(value))) return '; write it without quotes'
  const isWord = typeof value === 'number' || typeof value === 'boolean'
  return isWord && Value.Check(schema, String(value)) ? '; write it in quotes' : undefined
}

function oneOf(values: readonly (string | number | boolean | bigint)[]): string {
  return values.length === 1 ? quoteAll(values) : `one of ${quoteAll(values)}`
}

function quoteAll(values: readonly (string | number | boolean | bigint)[]): string {
  return values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(', ')
}

type Mapping = Readonly<Record<string, unknown>>

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A key that is there but undefined counts as missing, as TypeBox counts it. */
function has(value: Mapping, key: string): boolean {
  return Object.hasOwn(value, key) && value[key] !== undefined
}
