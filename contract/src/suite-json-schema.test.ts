import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { SuiteDocument } from './suite-document.ts'
import { suiteJsonSchema } from './suite-json-schema.ts'
import { fullSuite } from './testing/suite-fixture.ts'

const file = new URL('../schema/suite.schema.json', import.meta.url)
const published = JSON.parse(readFileSync(file, 'utf8')) as Schema
const accepts = new Ajv({ strictSchema: true, strictNumbers: true, unicodeRegExp: true }).compile(published)

interface Schema {
  readonly title?: string
  readonly description?: string
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
}

it('is published as it is generated', () => {
  expect(published).toEqual(JSON.parse(JSON.stringify(suiteJsonSchema())))
})

/** Every key of a schema with its path. */
function keysOf(schema: Schema, path = ''): [string, Schema][] {
  const own = Object.entries(schema.properties ?? {})
  return [
    ...own.flatMap(([key, member]): [string, Schema][] => [[`${path}.${key}`, member], ...keysOf(member, `${path}.${key}`)]),
    ...(schema.anyOf ?? []).flatMap((variant) => keysOf(variant, path)),
    ...(schema.items === undefined ? [] : keysOf(schema.items, `${path}[]`)),
  ]
}

it('tells editors what every key means', () => {
  const keys = keysOf(published)
  expect(keys.length).toBeGreaterThan(60)
  const silent = keys.filter(([, { title, description, const: only }]) => (title ?? description ?? only) === undefined)
  expect(silent.map(([path]) => path)).toEqual([])
})

describe('it accepts what the product accepts', () => {
  const { include: _, ...whole } = { include: undefined, ...fullSuite }
  it.each<[string, unknown, boolean]>([
    ['a whole suite', whole, true],
    ['a suite that lacks its matrix', { ...whole, matrix: undefined }, false],
    ['a suite that lacks its matrix and includes a file', { ...whole, matrix: undefined, include: ['a.yaml'] }, true],
    ['a part of a suite', { apiVersion: 'ringside/v1', kind: 'SuitePart', run: { trials: 3 } }, true],
    ['a part of a suite with a key too many', { apiVersion: 'ringside/v1', kind: 'SuitePart', rnu: { trials: 3 } }, false],
    ['a suite without a version', { ...whole, apiVersion: undefined }, false],
  ])('%s', (_, value, expected) => {
    const json = JSON.parse(JSON.stringify(value)) as unknown
    expect([accepts(json), Value.Check(SuiteDocument, json)]).toEqual([expected, expected])
  })

  type Path = (string | number)[]
  function pathsOf(value: unknown, path: Path = []): Path[] {
    if (typeof value !== 'object' || value === null) return [path]
    const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
    return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))]
  }
  function changed(path: Path, change: (parent: Record<string | number, unknown>, key: string | number) => void): unknown {
    const copy = structuredClone({ value: whole }) as Record<string, unknown>
    const steps = ['value', ...path]
    const parent = steps.slice(0, -1).reduce<unknown>((node, step) => (node as Record<string | number, unknown>)[step], copy)
    change(parent as Record<string | number, unknown>, steps.at(-1) ?? '')
    return copy.value
  }
  const anyPath = fc.constantFrom(...pathsOf(whole))
  /** Values of the suite itself in other places, near misses, and whatever JSON holds. */
  const anyValue = fc.oneof(
    anyPath.map((path) => path.reduce<unknown>((node, step) => (node as Record<string | number, unknown>)[step], whole)),
    fc.constantFrom<unknown>(
      'SuitePart',
      'Suite',
      ['a.yaml'],
      '',
      0,
      -1,
      1.5,
      1e9,
      [],
      {},
      null,
      true,
      '夜',
      'a:b',
      '5ms',
      '5us',
      '5%',
    ),
    fc.jsonValue(),
  )
  const anything = fc.oneof(
    fc.record({ path: anyPath, value: anyValue }).map(({ path, value }) => changed(path, (parent, key) => (parent[key] = value))),
    anyPath.map((path) => changed(path, (parent, key) => delete parent[key])),
    fc
      .record({ path: anyPath, key: fc.oneof(fc.constantFrom('include', 'name', 'kind', 'model'), fc.string()), value: anyValue })
      .map(({ path, key, value }) =>
        changed([...path, key], (parent, last) => {
          if (typeof parent === 'object' && parent !== null) parent[last] = value
        }),
      ),
    fc.jsonValue(),
  )

  it('for every value', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const json = JSON.parse(JSON.stringify(value ?? null)) as unknown
        expect(accepts(json)).toBe(Value.Check(SuiteDocument, json))
      }),
      { numRuns: 1_000 },
    )
  })
})
