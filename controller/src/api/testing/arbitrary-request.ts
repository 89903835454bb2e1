/** Requests made up from an OpenAPI document: as described, nearly so, and not at all. */
import fc from 'fast-check'
import type { Described, Operation, Parameter } from './described.ts'

type Json = Readonly<Record<string, unknown>>

export interface MadeUpRequest {
  /** With its query, escaped. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

const longest = 3_000
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(
    '',
    '\0',
    '\\',
    "'",
    '%',
    '../..',
    '{',
    '🏎️',
    '\ud800',
    'x'.repeat(longest),
    '-1',
    '1e400',
    '9'.repeat(40),
    'NaN',
    'null',
    '\u202e',
  ),
)
const anyNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, -1, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 64, 1e308, Number.MIN_VALUE),
)
const anything = fc.oneof(
  anyText,
  anyNumber,
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>,
)

/** Values that a schema describes. */
export function fitting(schema: Json, described: Described, depth = 0): fc.Arbitrary<unknown> {
  const resolved = described.resolve(schema)
  if ('const' in resolved) return fc.constant(resolved.const)
  if (Array.isArray(resolved.enum)) return fc.constantFrom(...(resolved.enum as unknown[]))
  if (Array.isArray(resolved.anyOf)) return fc.oneof(...(resolved.anyOf as Json[]).map((one) => fitting(one, described, depth)))
  const {
    minimum = -1e6,
    maximum = 1e6,
    minLength = 0,
    maxLength = 40,
    minItems = 0,
  } = resolved as Readonly<Record<string, number>>
  switch (resolved.type) {
    case 'integer':
      return fc.integer({ min: minimum, max: maximum })
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      if (resolved.format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
      if (typeof resolved.pattern === 'string') return textMatching(new RegExp(resolved.pattern, 'u'))
      return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) })
    case 'array':
      return fc.array(fitting(resolved.items as Json, described, depth + 1), { minLength: minItems, maxLength: minItems + 2 })
    case 'object':
      return objectFitting(resolved, described, depth)
    default:
      return anything
  }
}

/** fast-check makes texts for most patterns; of the others, plain words are tried. */
function textMatching(pattern: RegExp): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(pattern)
  } catch {
    return fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/).filter((word) => pattern.test(word))
  }
}

function objectFitting(schema: Json, described: Described, depth: number): fc.Arbitrary<unknown> {
  const members = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Json>>)
  const arbitraries = Object.fromEntries(members.map(([name, member]) => [name, fitting(member, described, depth + 1)]))
  return fc.record(arbitraries, { requiredKeys: (schema.required ?? []) as string[] })
}

/** The same, with something in it that does not belong there. */
function spoilt(value: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(value) && value.length > 0)
    return fc.nat(value.length - 1).chain((at) => spoilt(value[at]).map((bad) => value.with(at, bad)))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return anything
  const keys = Object.keys(value)
  const without = (key: string) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  return fc.oneof(
    anything,
    fc.tuple(anyText, anything).map(([key, more]) => ({ ...value, [key]: more })),
    ...(keys.length === 0 ? [] : [fc.constantFrom(...keys).map(without)]),
    ...(keys.length === 0
      ? []
      : [
          fc
            .constantFrom(...keys)
            .chain((key) => spoilt((value as Readonly<Record<string, unknown>>)[key]).map((bad) => ({ ...value, [key]: bad }))),
        ]),
  )
}

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** A lone surrogate cannot be escaped; it stands for itself as what decoders put in its place. */
const escaped = (value: string): string => encodeURIComponent(value.toWellFormed())

export function requestOf(operation: Operation, described: Described, ids: readonly string[]): fc.Arbitrary<MadeUpRequest> {
  const of = (place: Parameter['in']) => operation.parameters.filter((parameter) => parameter.in === place)
  const id = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, anyText).map(escaped)
  const path = fc
    .oneof({ weight: 9, arbitrary: id }, fc.constantFrom('%', '%zz', '%ff', '%00'))
    .map((one) => operation.path.replace('{id}', one))
  return fc
    .record({
      path,
      query: queryOf(of('query'), described),
      headers: headersOf(of('header'), described),
      body: contentOf(operation, described),
    })
    .map(({ path: at, query, headers, body: { headers: more, ...body } }) => ({
      url: query === '' ? at : `${at}?${query}`,
      headers: { ...headers, ...more },
      ...body,
    }))
}

function queryOf(parameters: readonly Parameter[], described: Described): fc.Arbitrary<string> {
  const pair = (name: string, value: unknown) => `${escaped(name)}=${escaped(text(value))}`
  const good = parameters.map(({ name, schema }) =>
    fitting(schema, described).map((value) =>
      [value]
        .flat()
        .map((one) => pair(name, one))
        .join('&'),
    ),
  )
  const bad = parameters.map(({ name }) => anything.map((value) => pair(name, value)))
  const stray = fc.tuple(anyText, anything).map(([name, value]) => pair(name, value))
  return fc.oneof(
    good.length === 0
      ? fc.constant('')
      : fc
          .subarray(good)
          .chain((chosen) => fc.tuple(...chosen))
          .map((pairs) => pairs.join('&')),
    fc.array(fc.oneof(...good, ...bad, stray), { maxLength: 4 }).map((pairs) => pairs.join('&')),
    anyText.map(escaped),
  )
}

function headersOf(parameters: readonly Parameter[], described: Described): fc.Arbitrary<Record<string, string>> {
  const value = (schema: Json) =>
    fc.oneof(fitting(schema, described), anyText).map((one) =>
      text(one)
        .replace(/[^\x20-\x7e\xa0-\xff]/g, '?')
        .trim(),
    )
  const sent = parameters.map(({ name, schema }) => fc.option(value(schema).map((text) => [name, text] as const)))
  return fc.tuple(...sent).map((pairs) => Object.fromEntries(pairs.filter((pair) => pair !== null)))
}

type Content = Pick<MadeUpRequest, 'headers' | 'body'>

function contentOf({ body: schema, method }: Operation, described: Described): fc.Arbitrary<Content> {
  const nothing: Content = { headers: {} }
  if (schema === undefined) return fc.constant(nothing)
  const json = { 'content-type': 'application/json' }
  const good = fitting(schema, described)
  const sent = (value: unknown): Content => ({ headers: json, body: JSON.stringify(value) ?? '' })
  const raw = fc.record({
    headers: fc.constantFrom(
      json,
      { 'content-type': 'text/xml' },
      { 'content-type': ';' },
      { 'content-type': 'application/json; charset=utf-16' },
    ),
    body: fc.oneof(
      anyText,
      good.map((value) => JSON.stringify(value).slice(0, -1)),
      fc.constant('{"__proto__":{}}'),
    ),
  })
  return fc.oneof(
    { weight: 4, arbitrary: good.map(sent) },
    { weight: 4, arbitrary: good.chain(spoilt).map(sent) },
    raw,
    fc.constant(method === 'GET' ? nothing : { headers: { 'content-length': '0' } }),
  )
}
