import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChdbStore } from './chdb-store.ts'
import { rowText } from './row-text.ts'
import type { Store } from './store.ts'

let folder: string
let store: Store
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-rows-'))
  store = await openChdbStore({ path: folder })
  await store.exec(`CREATE TABLE things (id UInt32, text String, number Nullable(Float64), flag Bool, texts Array(String), words Map(String, String),
    numbers Array(UInt32), fallback String DEFAULT 'unsaid') ENGINE = MergeTree ORDER BY id`)
})
afterAll(async () => {
  await store?.close()
  await rm(folder, { recursive: true, force: true })
})

// A lone surrogate has no UTF-8.
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('\\', '\t', '\n', "'", 'N', '\0', '\r', '"', 'n', '\b', '\f') }),
)

it('stores what it is given, whatever is in the texts', async () => {
  const thing = fc.record({
    text,
    number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    flag: fc.boolean(),
    texts: fc.array(fc.oneof(text, fc.constantFrom('7', '-12')), { maxLength: 3 }),
    words: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
    numbers: fc.array(fc.nat(4_000_000_000), { maxLength: 3 }),
  })
  let id = 0
  await fc.assert(
    fc.asyncProperty(fc.array(thing, { minLength: 1, maxLength: 20 }), async (things) => {
      const rows = things.map((one) => ({ ...one, number: one.number === null ? null : one.number + 0, id: id++ }))
      await store.insertRows('things', rows, { token: `${id}` })
      const sql =
        'SELECT text, number, flag, texts, words, numbers, id FROM things WHERE id BETWEEN {from:UInt32} AND {to:UInt32} ORDER BY id'
      const found = await store.query(sql, { from: rows[0]?.id ?? 0, to: rows.at(-1)?.id ?? 0 })
      expect(found).toEqual(rows)
    }),
    { numRuns: 30 },
  )
})

it('takes what a row does not have for the default of its column', async () => {
  const rows = [
    { id: 4_000_000_001, text: 'a' },
    { id: 4_000_000_002, fallback: 'said', number: Number.NaN },
  ]
  await store.insertRows('things', rows, { token: 'defaults' })
  expect(await store.query('SELECT text, number, fallback FROM things WHERE id > 4000000000 ORDER BY id')).toEqual([
    { text: 'a', number: null, fallback: 'unsaid' },
    { text: '', number: null, fallback: 'said' },
  ])
})

it('says what a column cannot hold', () => {
  expect(() => rowText([{ id: 1, text: Symbol('x') }])).toThrow('a column cannot hold Symbol(x)')
})

it('stores integers of 64 bits that are texts, as queries give them, within lists too', async () => {
  const rows = [{ id: '4000000010', numbers: ['1', '4000000000'], texts: ['12', "it's"] }]
  await store.insertRows('things', rows, { token: 'digits' })
  const sql = 'SELECT numbers, texts FROM things WHERE id = 4000000010'
  expect(await store.query(sql)).toEqual([{ numbers: [1, 4_000_000_000], texts: ['12', "it's"] }])
})
