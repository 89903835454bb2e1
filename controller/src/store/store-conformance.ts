/** What every driver of the store must do. A driver's test runs this with a factory that opens a store of its own. */
import { buffer, text } from 'node:stream/consumers'
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
    answersOfAllKinds(() => store)
    largeAndBroken(() => store)

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

    it('finishes what is under way before it closes, refuses work after that, and closes twice', async () => {
      const underWay = store.query('SELECT sleep(0.2) AS slept')
      await store.close()
      expect(await underWay).toEqual([{ slept: 0 }])
      await store.close()
      await expect(store.query('SELECT 1')).rejects.toMatchObject({ name: 'StoreError', code: undefined })
      await expect(store.insertRows('notes', [{ id: 1 }], { token: 'x' })).rejects.toMatchObject({ name: 'StoreError' })
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

function answersOfAllKinds(store: () => Store): void {
  it('gives what JSON has no number for as null, and times in UTC whatever the zone of the machine', async () => {
    const sql = `SELECT nan AS n, inf AS i, -inf AS m, CAST(NULL AS Nullable(Float64)) AS nothing, toDateTime64('2026-03-29 01:30:00.123', 3) AS at,
      toDateTime('2026-10-25 02:30:00', 'Europe/Berlin') = toDateTime('2026-10-25 00:30:00') AS summer`
    const nothing = { n: null, i: null, m: null, nothing: null }
    expect(await store().query(sql)).toEqual([{ ...nothing, at: '2026-03-29 01:30:00.123', summer: 1 }])
  })

  it('keeps every digit of integers, of doubles, of times and inside of arrays, maps and tuples', async () => {
    const sql = `SELECT [toUInt64(18446744073709551615)] AS list, map('k', toInt64(-9223372036854775808)) AS map, (toUInt64(1), 0.1) AS tuple,
      0.1 + 0.2 AS sum, 5e-324 AS least, toDateTime64('2026-01-02 03:04:05.123456789', 9) AS at, toDecimal64('1.10', 2) AS dec, true AS yes`
    expect(await store().query(sql)).toEqual([
      {
        list: ['18446744073709551615'],
        map: { k: '-9223372036854775808' },
        tuple: ['1', 0.1],
        sum: 0.30000000000000004,
        least: 5e-324,
        at: '2026-01-02 03:04:05.123456789',
        dec: 1.1,
        yes: true,
      },
    ])
  })

  it('answers a query without rows with none', async () => {
    expect(await store().query('SELECT * FROM notes WHERE id = 404')).toEqual([])
    expect(await store().query('SELECT 1 AS one WHERE {no:UInt8} = 1', { no: 0 })).toEqual([])
  })

  it('gives rows as a file of CSV or Parquet, and an error instead of a part of one', async () => {
    const sql = 'SELECT number + {from:UInt64} AS n, \'ü "x",\\n\' AS text FROM numbers(3)'
    const csv = await store().download(sql, { format: 'CSVWithNames', params: { from: '18446744073709551613' } })
    const row = '"ü ""x"",\n"\n'
    expect(await text(csv)).toBe(`"n","text"\n18446744073709551613,${row}18446744073709551614,${row}18446744073709551615,${row}`)
    const parquet = await buffer(await store().download('SELECT 1 AS one', { format: 'Parquet' }))
    expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
    const failing = store().download('SELECT throwIf(number = 150000) FROM numbers(200000)', { format: 'CSVWithNames' })
    await expect(failing).rejects.toMatchObject({ name: 'StoreError', code: 395 })
  })

  it('binds parameters of every type, also very long ones', async () => {
    const ids = Array.from({ length: 20_000 }, (_, id) => `span ${id} 'ü'`)
    const sql = `SELECT length({ids:Array(String)}) AS n, {ids:Array(String)}[20000] AS last, {none:Array(String)} AS none, {numbers:Array(UInt16)} AS numbers,
      {day:Date} AS day, toUnixTimestamp64Milli({at:DateTime64(3)}) AS ms, {flag:Bool} AS flag, {text:String} AS text, {i:Int64} AS i`
    const text = '\\N \\0 \u0000 {ids:String} --'
    const params = { ids, none: [], numbers: [1, 65535], day: '2026-02-28', at: '1970-01-01 00:00:01.5', flag: 1, text, i: '-1' }
    const { ids: _, at: __, flag: ___, ...same } = params
    expect(await store().query(sql, params)).toEqual([{ ...same, n: '20000', last: ids.at(-1), ms: '1500', flag: true }])
  })

  it('refuses a parameter that is not of its type, and one that is missing', async () => {
    await expect(store().query('SELECT {n:UInt8}', { n: '1); DROP TABLE notes' })).rejects.toMatchObject({ code: 457 })
    await expect(store().query('SELECT {n:UInt8}, {other:UInt8}', { n: 1 })).rejects.toMatchObject({ code: 456 })
  })
}

function largeAndBroken(store: () => Store): void {
  const idsFrom = async (id: number) =>
    Number((await store().query<{ n: string }>('SELECT count() AS n FROM notes WHERE id >= {id:UInt64}', { id }))[0]?.n)

  it('stores a large insert whole and once', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => ({ id: `${1_000_000 + i}`, text: `row ${i}` }))
    for (let again = 0; again < 2; again++) await store().insertRows('notes', rows, { token: 'large' })
    expect(await idsFrom(1_000_000)).toBe(100_000)
    await store().exec('DELETE FROM notes WHERE id >= 1000000')
  })

  it('keeps nothing of an insert with a row it cannot read at its end, and takes it when it is mended', async () => {
    const rows: { id: string | number }[] = Array.from({ length: 5_000 }, (_, i) => ({ id: 2_000_000 + i }))
    await expect(store().insertRows('notes', [...rows, { id: 'x' }], { token: 'mended' })).rejects.toBeInstanceOf(StoreError)
    expect(await idsFrom(2_000_000)).toBe(0)
    await store().insertRows('notes', rows, { token: 'mended' })
    expect(await idsFrom(2_000_000)).toBe(5_000)
    await store().exec('DELETE FROM notes WHERE id >= 2000000')
  })

  it('answers with an error, never with some of the rows, when a query fails in its middle', async () => {
    const sql = 'SELECT throwIf(number = 150000) AS n, repeat(toString(number), 20) AS text FROM numbers(200000)'
    for (let again = 0; again < 4; again++) {
      await expect(store().query(sql)).rejects.toMatchObject({ name: 'StoreError', code: 395 })
      // Nothing of it is left for whoever asks next.
      expect(await store().query('SELECT 1 AS n')).toEqual([{ n: 1 }])
    }
  })

  it('stores many inserts at once, each of them once', async () => {
    const insert = (n: number) => store().insertRows('notes', [{ id: 3_000_000 + (n % 10) }], { token: `crowd ${n % 10}` })
    await Promise.all(Array.from({ length: 30 }, (_, n) => insert(n)))
    expect(await idsFrom(3_000_000)).toBe(10)
    await store().exec('DELETE FROM notes WHERE id >= 3000000')
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
