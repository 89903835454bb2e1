/** ClickHouse's own client for JavaScript against the endpoint, and plain requests where it has no words for them. */
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromFrames, toFrame } from './compressed-frames.ts'
import type { ClickHouseEndpoint } from './endpoint.ts'
import {
  allTypesAsTextQuery,
  credentials,
  edgesQuery,
  openSampleStore,
  type SampleStore,
  startSampleEndpoint,
  tableQueries,
} from './testing/sample-store.ts'

let sample: SampleStore
let endpoint: ClickHouseEndpoint
let client: ClickHouseClient
const clientOf = ({ url }: ClickHouseEndpoint, options = {}) =>
  createClient({
    url,
    username: credentials.user,
    password: credentials.password,
    log: { level: ClickHouseLogLevel.OFF },
    ...options,
  })

beforeAll(async () => {
  sample = await openSampleStore()
  endpoint = await startSampleEndpoint(sample)
  client = clientOf(endpoint)
})
afterAll(async () => {
  await client.close()
  await endpoint.close()
  await sample.close()
})

const basic = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`

/** A request with the password, which is not the subject of most tests. */
function ask(query: string | Buffer, search = '', init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: basic, ...(init.headers as Record<string, string>) }
  const body = typeof query === 'string' ? query : new Uint8Array(query)
  return fetch(`${endpoint.url}/?${search}`, { method: 'POST', body, ...init, headers })
}
const textOf = async (query: string, search = '') => (await ask(query, search)).text()
const errorOf = async (query: string, search = '') => {
  const answer = await ask(query, search)
  return { status: answer.status, code: Number(answer.headers.get('x-clickhouse-exception-code')), text: await answer.text() }
}

describe("ClickHouse's client for JavaScript", () => {
  it.each([...tableQueries, allTypesAsTextQuery, edgesQuery])('reads what the store reads: %s', async (query) => {
    const settings = 'output_format_json_quote_64bit_integers = 1'
    const rows = await (await client.query({ query: `${query} SETTINGS ${settings}`, format: 'JSONEachRow' })).json()
    const own = await sample.store.query<object>(query)
    expect(own.length).toBeGreaterThan(0)
    expect(rows).toEqual(own)
  })

  it('pings, binds parameters, and takes compressed answers', async () => {
    expect(await client.ping()).toEqual({ success: true })
    expect(await client.ping({ select: true })).toEqual({ success: true })
    const gzipping = clientOf(endpoint, { compression: { response: true } })
    const query_params = { name: "it's\n\\", numbers: [1, 2], when: new Date(86_400_000) }
    const query = 'SELECT {name:String} AS name, {numbers:Array(UInt8)} AS numbers, toUnixTimestamp({when:DateTime}) AS unix'
    for (const format of ['JSONEachRow', 'JSON'] as const) {
      const result = await gzipping.query({ query, query_params, format })
      const answer = await result.json<object>()
      expect('data' in answer ? answer.data : answer).toEqual([{ name: "it's\n\\", numbers: [1, 2], unix: 86_400 }])
    }
    await gzipping.close()
  })

  it('streams a long result', async () => {
    const result = await client.query({ query: 'SELECT number FROM numbers(300000)', format: 'JSONCompactEachRow' })
    let rows = 0
    for await (const part of result.stream()) rows += part.length
    expect(rows).toBe(300_000)
  })

  it('gets errors with their codes, and keeps asking', async () => {
    const failed = client.query({ query: 'SELECT nothing FROM nowhere' })
    await expect(failed).rejects.toThrow(ClickHouseError)
    await expect(failed).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' })
    await expect(client.insert({ table: 'runs', values: [{ id: 'x' }], format: 'JSONEachRow' })).rejects.toMatchObject({
      code: '164',
    })
    await expect(client.command({ query: 'DROP TABLE runs' })).rejects.toMatchObject({ code: '164' })
    expect(await (await client.query({ query: 'SELECT 1 AS one', format: 'JSONEachRow' })).json()).toEqual([{ one: 1 }])
  })

  it('answers twenty at a time', async () => {
    const queries = Array.from({ length: 20 }, async (_, number) => {
      const own = clientOf(endpoint)
      const result = await own.query({ query: `SELECT ${number} AS n, count() AS c FROM spans`, format: 'JSONEachRow' })
      const rows = await result.json()
      await own.close()
      return rows
    })
    expect(await Promise.all(queries)).toEqual(Array.from({ length: 20 }, (_, n) => [{ n, c: 200 }]))
  })
})

describe('the answer', () => {
  it('has the format, the type of content and the id that were asked for', async () => {
    const answer = await ask('SELECT 1 AS one FORMAT CSVWithNames', 'query_id=mine&default_format=JSON')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv; charset=UTF-8; header=present',
      'x-clickhouse-format': 'CSVWithNames',
      'x-clickhouse-query-id': 'mine',
      'x-clickhouse-timezone': 'UTC',
      'x-clickhouse-summary': expect.stringContaining('"result_rows":"1"'),
    })
    expect(await answer.text()).toBe('"one"\n1\n')
  })

  it.each([
    'JSON',
    'JSONCompact',
    'CSV',
    'TSV',
    'TSVWithNamesAndTypes',
    'Pretty',
    'XML',
    'RowBinary',
    'Native',
    'Parquet',
    'Arrow',
    'ORC',
    'Null',
  ])('comes as %s, byte for byte as from the engine', async (format) => {
    const answer = await ask('SELECT number, toString(number) AS text FROM numbers(3)', '', {
      headers: { 'X-ClickHouse-Format': format },
    })
    expect(answer.status).toBe(200)
    const bytes = await answer.bytes()
    expect(bytes.length > 0).toBe(format !== 'Null')
    if (format === 'RowBinary')
      expect(Buffer.from(bytes).toString('hex')).toBe('000000000000000001300100000000000000013102000000000000000132')
  })

  it('takes the query from the address, the body, or both', async () => {
    expect(await textOf('', 'query=SELECT+1')).toBe('1\n')
    expect(await textOf('+ 1', 'query=SELECT+1')).toBe('2\n')
    expect(await (await ask('', 'query=SELECT+1', { method: 'GET', body: null })).text()).toBe('1\n')
    expect(await (await ask('', '', { method: 'GET', body: null })).text()).toBe('Ok.\n')
    expect(await (await fetch(`${endpoint.url}/ping`)).text()).toBe('Ok.\n')
  })

  it('takes parameters and the query from a form, and no files', async () => {
    const form = new FormData()
    form.set('query', 'SELECT {a:String}')
    form.set('param_a', 'x\\ty')
    const send = () => fetch(endpoint.url, { method: 'POST', body: form, headers: { Authorization: basic } })
    expect(await (await send()).text()).toBe('x\\ty\n')
    form.set('table', new Blob(['1']))
    expect(await (await send()).text()).toContain('Code: 48.')
  })

  it.each(['gzip', 'deflate', 'br', 'zstd'])('is encoded as %s for those who take it', async (encoding) => {
    const answer = await ask('SELECT number FROM numbers(1000)', '', { headers: { 'Accept-Encoding': encoding } })
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    expect((await answer.text()).split('\n')).toHaveLength(1001)
    const plain = await ask('SELECT 1', 'enable_http_compression=0', { headers: { 'Accept-Encoding': encoding } })
    expect(plain.headers.get('content-encoding')).toBeNull()
  })

  it('is in compressed blocks for those who ask for them', async () => {
    const plain = await textOf('SELECT number FROM numbers(200000)')
    for (const method of ['LZ4', 'ZSTD', 'NONE']) {
      const answer = await ask('SELECT number FROM numbers(200000)', `compress=1&network_compression_method=${method}`)
      expect(fromFrames(Buffer.from(await answer.bytes()), 10e6).toString()).toBe(plain)
    }
  })

  it('is the same for queries that come compressed', async () => {
    const query = Buffer.from('SELECT 1 + 1')
    const encoded = await ask(gzipSync(query), '', { headers: { 'Content-Encoding': 'gzip' } })
    expect(await encoded.text()).toBe('2\n')
    for (const method of ['LZ4', 'ZSTD', 'NONE'] as const)
      expect(await (await ask(toFrame(query, method), 'decompress=1')).text()).toBe('2\n')
    const both = await ask(gzipSync(toFrame(query, 'LZ4')), 'decompress=1', { headers: { 'Content-Encoding': 'gzip' } })
    expect(await both.text()).toBe('2\n')
  })

  it('survives a client that reads nothing of it', async () => {
    const leaving = new AbortController()
    const answer = await ask('SELECT number FROM numbers(5000000)', '', { signal: leaving.signal })
    expect(answer.status).toBe(200)
    leaving.abort()
    expect(await textOf('SELECT 1')).toBe('1\n')
  })
})

describe('who asks', () => {
  const asking = (headers: Record<string, string>, search = '') => fetch(`${endpoint.url}/?query=SELECT+1${search}`, { headers })
  const { user, password } = credentials

  it.each([
    ['basic authentication', { Authorization: basic }, ''],
    ['headers', { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password }, ''],
    ['the address', {}, `&user=${user}&password=${encodeURIComponent(password)}`],
  ])('is known by %s', async (_, headers, search) => {
    expect(await (await asking(headers, search)).text()).toBe('1\n')
  })

  it.each([
    { as: 'nobody', headers: {}, search: '', status: 401, code: '194' },
    {
      as: 'a wrong password',
      headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': 'x' },
      search: '',
      status: 403,
      code: '516',
    },
    {
      as: 'a wrong name',
      headers: { 'X-ClickHouse-User': 'default', 'X-ClickHouse-Key': password },
      search: '',
      status: 403,
      code: '516',
    },
    { as: 'a name alone', headers: {}, search: `&user=${user}`, status: 403, code: '516' },
    { as: 'another scheme', headers: { Authorization: 'Bearer x' }, search: '', status: 403, code: '516' },
    { as: 'a broken header', headers: { Authorization: 'Basic !' }, search: '', status: 403, code: '516' },
  ])('is refused as $as', async ({ headers, search, status, code }) => {
    const answer = await asking(headers as Record<string, string>, search)
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([status, code])
    expect(answer.headers.has('www-authenticate')).toBe(status === 401)
    expect(await answer.text()).not.toContain(password)
  })
})

describe('what is refused', () => {
  it.each([
    { what: 'sessions', query: 'SELECT 1', search: 'session_id=a', code: 372 },
    { what: 'other databases', query: 'SELECT 1', search: 'database=system', code: 81 },
    { what: 'formats that there are not', query: 'SELECT 1', search: 'default_format=Nosuch', code: 73 },
    { what: 'settings that are not for clients', query: 'SELECT 1', search: 'allow_ddl=1', code: 164 },
    {
      what: 'settings within a query',
      query: 'SELECT * FROM (SELECT 1 SETTINGS max_execution_time = 900)',
      search: '',
      code: 164,
    },
    { what: 'settings that loosen', query: 'SELECT 1', search: 'readonly=0', code: 164 },
    { what: 'values that are none', query: 'SELECT 1', search: 'max_threads=many', code: 471 },
    { what: 'two statements', query: 'SELECT 1; SELECT 2', search: '', code: 62 },
    { what: 'nothing', query: '', search: '', code: 62 },
    { what: 'names of parameters that are none', query: 'SELECT 1', search: 'param_a-b=1', code: 36 },
    {
      what: 'types that Native has no end for',
      query: 'SELECT sumState(1)',
      search: 'default_format=Native&client_protocol_version=54460',
      code: 48,
    },
    { what: 'long queries', query: `SELECT '${'x'.repeat(300_000)}'`, search: '', code: 229 },
  ])('$what', async ({ query, search, code }) => {
    expect(await errorOf(query, search)).toMatchObject({ code, text: expect.stringMatching(`^Code: ${code}\\. DB::Exception: `) })
  })

  it('other ways and methods', async () => {
    expect((await fetch(`${endpoint.url}/play`)).status).toBe(404)
    expect((await ask('SELECT 1', '', { method: 'PUT' })).status).toBe(405)
  })

  it('settings that drivers send are taken and do nothing', async () => {
    expect(
      await textOf("SELECT getSetting('max_execution_time')", 'max_execution_time=900&wait_end_of_query=1&role=x&quota_key=y'),
    ).toBe('30\n')
  })
})

describe('the limits', () => {
  it.each([
    { of: 'time', query: 'SELECT sleep(3)', search: 'max_execution_time=0.1', code: 159, status: 408 },
    {
      of: 'memory',
      query: 'SELECT groupArray(number) FROM numbers(100000000)',
      search: 'max_memory_usage=50000000',
      code: 241,
      status: 500,
    },
    { of: 'rows', query: 'SELECT number FROM numbers(1000)', search: 'max_result_rows=10', code: 396, status: 500 },
    {
      of: 'bytes',
      query: "SELECT repeat('x', 1000) FROM numbers(1000)",
      search: 'max_result_bytes=1000',
      code: 396,
      status: 500,
    },
    { of: 'bytes on disk', query: 'SELECT 1 AS one FORMAT JSON', search: 'max_result_bytes=20', code: 396, status: 500 },
  ])('of $of end a query', async ({ query, search, code, status }) => {
    expect(await errorOf(query, search)).toMatchObject({ code, status })
  })

  it('of queries at a time let others wait, and then refuse them', async () => {
    const narrow = await startSampleEndpoint(sample, { limits: { maxConcurrentQueries: 1, queueTimeoutMs: 50 } })
    const leaving = new AbortController()
    const send = (query: string, signal?: AbortSignal) =>
      fetch(narrow.url, { method: 'POST', body: query, headers: { Authorization: basic }, ...(signal && { signal }) })
    const endless = 'SELECT count() FROM numbers(1e15) WHERE sipHash64(number) = 1'
    const long = send(endless, leaving.signal).catch(() => undefined)
    const running =
      "SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64(number) = 1%' AND query NOT LIKE '%processes%'"
    const isRunning = async () => (await sample.store.query<{ n: string }>(running))[0]?.n
    await expect.poll(isRunning).toBe('1')
    expect((await send('SELECT 1')).headers.get('x-clickhouse-exception-code')).toBe('202')
    // Whoever leaves takes the query along.
    leaving.abort()
    await long
    await expect.poll(isRunning).toBe('0')
    await expect.poll(async () => (await send('SELECT 1')).text()).toBe('1\n')
    await narrow.close()
  })

  it('hold one thread while something is measured on this machine', async () => {
    const quiet = await startSampleEndpoint(sample, { isBusy: () => true })
    const answer = await fetch(`${quiet.url}/?query=SELECT+getSetting('max_threads')`, { headers: { Authorization: basic } })
    expect(await answer.text()).toBe('1\n')
    await quiet.close()
  })
})

it('ends what is under way when it is closed', async () => {
  const closing = await startSampleEndpoint(sample)
  const headers = { Authorization: basic }
  const long = fetch(closing.url, {
    method: 'POST',
    body: 'SELECT count() FROM numbers(1e15) WHERE sipHash64(number) = 2',
    headers,
  })
  long.catch(() => undefined)
  const running =
    "SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64(number) = 2%' AND query NOT LIKE '%processes%'"
  await expect.poll(async () => (await sample.store.query<{ n: string }>(running))[0]?.n).toBe('1')
  await closing.close()
  await expect(long).rejects.toThrow()
})

it('is not put out by a body that never ends', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(1 << 16, 'x')
    })(),
  )
  const sent = fetch(endpoint.url, {
    method: 'POST',
    body: Readable.toWeb(endless) as ReadableStream,
    headers: { Authorization: basic },
    duplex: 'half',
  } as RequestInit)
  await sent.then(
    async (answer) => expect(await answer.text()).toContain('Code: 229.'),
    (error: unknown) => expect(error).toBeInstanceOf(TypeError),
  )
  expect(await textOf('SELECT 1')).toBe('1\n')
})
