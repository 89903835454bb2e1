/** What every driver of the store must do. A driver's test runs this with a factory that opens a store of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { type Store, StoreError } from './store.ts'

/** Declares the suite. `open` yields an empty store, which the suite closes. */
export function describeStore(driver: string, open: () => Promise<Store>): void {
  describe(`${driver} is a store`, () => {
    let store: Store
    beforeAll(async () => {
      store = await open()
      await store.exec(`CREATE TABLE notes (id UInt64, text String, at Nullable(DateTime64(3, 'UTC')))
        ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`)
    })
    afterAll(() => store.close())

    const count = async (id: string) =>
      Number((await store.query<{ n: string }>('SELECT count() AS n FROM notes WHERE id = {id:UInt64}', { id }))[0]?.n)

    insertsAndQueries(() => store)

    it('stores two inserts with the same token once, and with different tokens twice', async () => {
      const rows = [{ id: '7', text: 'again' }]
      for (const token of ['a', 'a', 'b', 'a']) await store.insertRows('notes', rows, { token })
      expect(await count('7')).toBe(2)
    })

    it('stores two Native inserts with the same token once, also when they come at the same time', async () => {
      const insert = (token: string) => store.insertNative('notes', nativeNote(8), { token })
      await Promise.all([insert('n'), insert('n')])
      await insert('n')
      expect(await count('8')).toBe(1)
      await insert('m')
      expect(await count('8')).toBe(2)
    })

    it('takes the columns of a Native block by name, and leaves the others at their defaults', async () => {
      await store.insertNative('notes', nativeNote(9), { token: 'by name' })
      expect(await store.query('SELECT * FROM notes WHERE id = 9')).toEqual([{ id: '9', text: 'ü', at: null }])
    })

    it('takes blocks of different structure for different tables one after the other', async () => {
      await store.exec('CREATE TABLE flags (flag Bool, id UInt64) ENGINE = MergeTree ORDER BY id')
      for (let id = 20; id < 24; id++) {
        await store.insertNative('notes', nativeNote(id), { token: `note ${id}` })
        await store.insertNative('flags', nativeFlag, { token: `flag ${id}` })
      }
      expect(await store.query('SELECT toUInt32(sum(flag)) AS n FROM flags')).toEqual([{ n: 4 }])
      expect(await count('23')).toBe(1)
    })

    it('refuses a Native block that is cut short, and keeps nothing of it', async () => {
      const block = nativeNote(10)
      await expect(store.insertNative('notes', block.subarray(0, -2), { token: 'cut' })).rejects.toBeInstanceOf(StoreError)
      expect(await count('10')).toBe(0)
    })

    it('applies migrations once', async () => {
      expect(await migrate(store)).toContain('0001_spans.sql')
      expect(await migrate(store)).toEqual([])
      expect(await store.query('SELECT * FROM spans')).toEqual([])
    })

    it('stores and answers while it is quiet', async () => {
      await migrate(store)
      await store.setQuiet(true)
      await store.insertNative('notes', nativeNote(30), { token: 'quiet' })
      expect(await count('30')).toBe(1)
      await store.setQuiet(false)
    })
  })
}

function insertsAndQueries(store: () => Store): void {
  it('gives 64-bit integers as strings, and others as numbers', async () => {
    const sql = 'SELECT toUInt64(18446744073709551615) AS u, toInt64(-9223372036854775808) AS i, toUInt32(4294967295) AS n'
    expect(await store().query(sql)).toEqual([{ u: '18446744073709551615', i: '-9223372036854775808', n: 4294967295 }])
  })

  it('binds parameters as values, whatever is in them', async () => {
    const params = {
      text: `it's "\\' {x:String}\n\ttab ü 日本 🥊`,
      list: ['a', "b'c", ''],
      big: '18446744073709551615',
      small: -3.5,
    }
    const sql = 'SELECT {text:String} AS text, {list:Array(String)} AS list, {big:UInt64} AS big, {small:Float64} AS small'
    expect(await store().query(sql, params)).toEqual([params])
  })

  it('returns what was inserted, unicode and nulls included', async () => {
    const rows = [
      { id: '1', text: `line\nbreak "quotes" \\ ' \u0000 ü 🥊`, at: '2026-01-02 03:04:05.678' },
      { id: '2', text: '', at: null },
    ]
    await store().insertRows('notes', rows, { token: 'unicode' })
    expect(await store().query('SELECT * FROM notes WHERE id < 3 ORDER BY id')).toEqual(rows)
  })

  it('accepts an insert of no rows', async () => {
    await store().insertRows('notes', [], { token: 'none' })
    await store().insertNative('notes', Buffer.alloc(0), { token: 'none' })
  })

  it("throws StoreError with ClickHouse's code", async () => {
    await expect(store().query('SELECT * FROM absent')).rejects.toMatchObject({ name: 'StoreError', code: 60 })
    await expect(store().exec('SELEC 1')).rejects.toMatchObject({ name: 'StoreError', code: 62 })
    await expect(store().insertRows('absent', [{ id: 1 }], { token: 'x' })).rejects.toMatchObject({
      name: 'StoreError',
      code: 60,
    })
    await expect(store().query('SELECT {missing:UInt8}', {})).rejects.toMatchObject({ name: 'StoreError' })
  })

  it('answers many queries at once, each with its own rows', async () => {
    const numbers = Array.from({ length: 24 }, (_, n) => n)
    const ask = (n: number) => store().query<{ n: number }>('SELECT toUInt32({n:UInt32} + sleep(0.01)) AS n', { n })
    const rows = await Promise.all(numbers.map(ask))
    expect(rows.map(([row]) => row?.n)).toEqual(numbers)
  })
}

const string = (text: string) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)])

/** A Native block with one row: a flag that is set. */
const nativeFlag = Buffer.concat([Buffer.from([1, 1]), string('flag'), string('Bool'), Buffer.from([1])])

/** A Native block with one row: text 'ü' and the id, in another order than the table's. */
function nativeNote(id: number): Buffer {
  const value = Buffer.alloc(8)
  value.writeBigUInt64LE(BigInt(id))
  return Buffer.concat([
    Buffer.from([2, 1]),
    string('text'),
    string('String'),
    string('ü'),
    string('id'),
    string('UInt64'),
    value,
  ])
}
