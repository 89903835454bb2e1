import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Session } from 'chdb'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { nativeStream } from './native-blocks.ts'
import { layoutOf } from './native-layout.ts'
import { decodeBlocks } from './testing/native-decoder.ts'

const session = new Session(undefined, { connectionArgs: ['--session_timezone=UTC'] })
afterAll(() => session.close())

const scalar = fc.constantFrom(
  ...['String', 'FixedString(3)', 'Bool', 'UInt8', 'Int16', 'UInt32', 'Int64', 'UInt64', 'Float64', "DateTime64(9, 'UTC')"],
)
const dictionary = fc.constantFrom('LowCardinality(String)', 'LowCardinality(Nullable(String))')
const { type } = fc.letrec<{ type: string; compound: string }>((tie) => ({
  type: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalar, dictionary, tie('compound')),
  compound: fc.oneof(
    scalar.map((inner) => `Nullable(${inner})`),
    tie('type').map((inner) => `Array(${inner})`),
    fc
      .tuple(fc.constantFrom('String', 'UInt64', 'LowCardinality(String)'), tie('type'))
      .map(([key, value]) => `Map(${key}, ${value})`),
    fc.array(tie('type'), { minLength: 1, maxLength: 3 }).map((items) => `Tuple(${items.join(', ')})`),
  ),
}))
const question = fc.record({
  types: fc.array(type, { minLength: 1, maxLength: 5 }),
  seed: fc.nat({ max: 1e6 }),
  rows: fc.integer({ min: 1, max: 40 }),
  /** Rows in a block, which then are several. */
  blockRows: fc.integer({ min: 1, max: 50 }),
  chunkBytes: fc.integer({ min: 1, max: 5_000 }),
})

/** Rows of the engine's own choice; kept, since another asking might give others. */
async function keep({ types, seed, rows }: { types: string[]; seed: number; rows: number }): Promise<void> {
  const structure = types.map((type, index) => `c${index} ${type.replaceAll("'", "\\'")}`).join(', ')
  await session.queryAsync(`CREATE OR REPLACE TABLE kept ENGINE = MergeTree ORDER BY tuple() AS
    SELECT * FROM generateRandom('${structure}', ${seed}, 6, 4) LIMIT ${rows}`)
}

const keptInBlocksOf = (blockRows: number) => `SELECT * FROM kept
  SETTINGS max_threads = 1, max_block_size = ${blockRows}, output_format_json_quote_64bit_integers = 1,
  output_format_json_quote_denormals = 1, output_format_json_map_as_array_of_tuples = 1, output_format_json_named_tuples_as_objects = 0, date_time_output_format = 'unix_timestamp'`

const framed = async (native: Buffer, chunkBytes: number): Promise<Buffer> => {
  const chunks = Array.from({ length: Math.ceil(native.length / chunkBytes) }, (_, index) =>
    native.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  )
  const stream = nativeStream(54_460)
  const [out] = await Promise.all([stream.toArray(), pipeline(Readable.from(chunks), stream, { end: true })])
  return Buffer.concat(out)
}

it('is read as what it was, whatever the types, the blocks and the chunks it comes in', async () => {
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      await keep(asked)
      const query = keptInBlocksOf(asked.blockRows)
      const native = Buffer.from((await session.queryAsync(query, { format: 'Native' })).bytes())
      const json = Buffer.from((await session.queryAsync(query, { format: 'JSONCompactEachRow' })).bytes()).toString('latin1')
      const blocks = decodeBlocks(await framed(native, asked.chunkBytes))
      const rows = blocks.flatMap(({ columns }) => (columns[0] ?? []).map((_, row) => columns.map((column) => column[row])))
      expect(rows).toEqual(
        json
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      )
    }),
    { numRuns: 100 },
  )
})

it.each([
  ['Nested(a UInt8, `b, c` String)'],
  ['SimpleAggregateFunction(anyLast, LowCardinality(String))'],
  ['Tuple()'],
  ['Polygon'],
  ['IntervalSecond'],
])('knows where %s ends', (type) => expect(() => layoutOf(type)).not.toThrow())

it.each([['AggregateFunction(sum, UInt64)'], ['JSON'], ['Dynamic'], ['Variant(String, UInt8)'], [''], ['Array(Object)']])(
  'refuses %s, whose end it cannot know',
  (type) => expect(() => layoutOf(type)).toThrow(/is not sent in the Native format/),
)

it('says so when the end of a block is missing', async () => {
  const native = Buffer.from((await session.queryAsync('SELECT number FROM numbers(10)', { format: 'Native' })).bytes())
  await expect(framed(native.subarray(0, -1), 1_000)).rejects.toThrow(/ends within a block/)
})
