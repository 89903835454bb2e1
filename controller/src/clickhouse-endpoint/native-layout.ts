/**
 * How the values of a type lie in ClickHouse's Native format, as far as where a column ends: it has no lengths.
 * Source: ClickHouse, src/DataTypes/Serializations (serializeBinaryBulkWithMultipleStreams of each type).
 */
import { QueryError } from './query-error.ts'

export type Layout =
  | { readonly kind: 'fixed'; readonly bytes: number }
  /** A length (LEB128) and so many bytes each. */
  | { readonly kind: 'string' }
  /** A byte a row that says whether it is null, then a value a row. */
  | { readonly kind: 'nullable'; readonly inner: Layout }
  /** Where each row's items end, 8 bytes a row, then all items. */
  | { readonly kind: 'array'; readonly inner: Layout }
  /** One column after the other. */
  | { readonly kind: 'tuple'; readonly items: readonly Layout[] }
  /** Keys of a dictionary, then which one each row has. */
  | { readonly kind: 'dictionary'; readonly inner: Layout }

const fixed = (bytes: number): Layout => ({ kind: 'fixed', bytes })
const arrayOf = (inner: Layout): Layout => ({ kind: 'array', inner })

const point: Layout = { kind: 'tuple', items: [fixed(8), fixed(8)] }
const line = arrayOf(point)

const plain: ReadonlyMap<string, Layout> = new Map(
  Object.entries({
    ...{ String: { kind: 'string' }, Nothing: fixed(1), Bool: fixed(1), UUID: fixed(16), IPv4: fixed(4), IPv6: fixed(16) },
    ...{ Int8: fixed(1), Int16: fixed(2), Int32: fixed(4), Int64: fixed(8), Int128: fixed(16), Int256: fixed(32) },
    ...{ UInt8: fixed(1), UInt16: fixed(2), UInt32: fixed(4), UInt64: fixed(8), UInt128: fixed(16), UInt256: fixed(32) },
    ...{ Float32: fixed(4), Float64: fixed(8), BFloat16: fixed(2), Enum8: fixed(1), Enum16: fixed(2) },
    ...{ Date: fixed(2), Date32: fixed(4), DateTime: fixed(4), DateTime64: fixed(8), Time: fixed(4), Time64: fixed(8) },
    ...{ Point: point, Ring: line, LineString: line, MultiLineString: arrayOf(line), Polygon: arrayOf(line) },
    MultiPolygon: arrayOf(arrayOf(line)),
  } satisfies Record<string, Layout>),
)

const intervals = /^Interval(Nano|Micro|Milli)?(second|Second|Minute|Hour|Day|Week|Month|Quarter|Year)$/

/** Types with arguments, by what stands in the parentheses. */
const made: Readonly<Record<string, (args: readonly string[]) => Layout>> = {
  FixedString: ([bytes]) => fixed(Number(bytes)),
  Decimal: ([precision]) => fixed(decimalBytes(Number(precision))),
  Nullable: ([inner = '']) => ({ kind: 'nullable', inner: layoutOf(inner) }),
  Array: ([inner = '']) => arrayOf(layoutOf(inner)),
  // An empty tuple is one byte a row.
  Tuple: (items) => (items.length === 0 ? fixed(1) : { kind: 'tuple', items: items.map(elementLayout) }),
  Map: (items) => arrayOf({ kind: 'tuple', items: items.map(layoutOf) }),
  Nested: (items) => arrayOf({ kind: 'tuple', items: items.map(elementLayout) }),
  // What is null is the dictionary's first key.
  LowCardinality: ([inner = '']) => ({ kind: 'dictionary', inner: layoutOf(/^Nullable\((.*)\)$/s.exec(inner)?.[1] ?? inner) }),
  SimpleAggregateFunction: ([, inner = '']) => layoutOf(inner),
}

/** Throws QueryError for types that have no such layout, such as JSON and states of aggregate functions. */
export function layoutOf(type: string): Layout {
  const [, name = '', args] = /^(\w+)(?:\((.*)\))?$/s.exec(type.trim()) ?? []
  const layout = args === undefined ? plain.get(name) : (made[name]?.(splitArguments(args)) ?? plain.get(name))
  if (layout !== undefined) return layout
  if (name === 'Tuple') return fixed(1)
  if (intervals.test(name)) return fixed(8)
  throw new QueryError(
    48,
    `Type ${type} is not sent in the Native format by this endpoint; cast the column to another type, to String for example, or ask for another format`,
  )
}

/** Elements of tuples may have names: `latency Float64`, in backticks where they need it. */
function elementLayout(element: string): Layout {
  const named = /^(?:[\w.]+|`(?:[^`\\]|\\.)*`)\s+(.+)$/s.exec(element)
  return layoutOf(named?.[1] ?? element)
}

/** Splits at the commas that lie in no parentheses and in no quotes. */
function splitArguments(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let begin = 0
  for (const { 0: mark, index } of text.matchAll(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[(),]/gs)) {
    if (mark === '(') depth++
    else if (mark === ')') depth--
    else if (mark === ',' && depth === 0) {
      parts.push(text.slice(begin, index).trim())
      begin = index + 1
    }
  }
  const last = text.slice(begin).trim()
  return last === '' ? parts : [...parts, last]
}

/** Source: ClickHouse documentation, "Decimal": the precision in decimal digits decides. */
function decimalBytes(precision: number): number {
  if (precision <= 9) return 4
  if (precision <= 18) return 8
  return precision <= 38 ? 16 : 32
}
