/** Whatever is sent is answered, as ClickHouse would answer it, and the next client is too. */
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toFrame } from './compressed-frames.ts'
import type { ClickHouseEndpoint } from './endpoint.ts'
import { credentials, openSampleStore, type SampleStore, startSampleEndpoint } from './testing/sample-store.ts'

let sample: SampleStore
let endpoint: ClickHouseEndpoint
const faults: unknown[] = []
beforeAll(async () => {
  sample = await openSampleStore()
  endpoint = await startSampleEndpoint(sample, { onError: (error) => faults.push(error), limits: { maxExecutionTimeS: 2 } })
})
afterAll(async () => {
  await endpoint.close()
  await sample.close()
})

const headers = { 'X-ClickHouse-User': credentials.user, 'X-ClickHouse-Key': credentials.password }

async function checkAnswer(search: string, body: Uint8Array, more: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`${endpoint.url}/?${search}`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { ...headers, ...more },
  })
  const text = await answer.text()
  if (answer.status === 200) return
  const code = answer.headers.get('x-clickhouse-exception-code')
  expect(text, `${answer.status} for ${search}`).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: `))
}

const names = fc.constantFrom(
  ...[
    'query',
    'database',
    'default_format',
    'compress',
    'decompress',
    'client_protocol_version',
    'session_id',
    'param_x',
    'max_threads',
  ],
  ...[
    'network_compression_method',
    'query_id',
    'readonly',
    'output_format_json_quote_64bit_integers',
    'session_timezone',
    'limit',
    '-x',
    '',
  ],
)
const values = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '1e9',
    'Native',
    'JSON',
    'SELECT 1',
    'SELECT * FROM runs',
    '54460',
    'ZSTD',
    "'",
    '\\',
    '\0',
    'x'.repeat(5_000),
  ),
)
const searches = fc.array(fc.tuple(names, values), { maxLength: 5 }).map((fields) => new URLSearchParams(fields).toString())
const sql = fc.array(
  fc.constantFrom(
    ...[
      'SELECT',
      '1',
      '*',
      'FROM',
      'runs',
      '(',
      ')',
      ',',
      'SETTINGS',
      'FORMAT',
      'JSON',
      '=',
      "'",
      '`',
      '{x:String}',
      'AS',
      'INTO OUTFILE',
      '--',
      '/*',
    ],
    ...[
      '\\',
      '\0',
      'é',
      '😀',
      'UNION ALL',
      'WITH',
      'IN',
      'numbers(9)',
      'max_threads',
      '.',
      ';',
      '$$',
      '[',
      ']',
      'EXPLAIN',
      'SHOW',
      '0x',
      '1e999',
      '::',
    ],
  ),
  { maxLength: 30 },
)

it('bytes of any kind as the query, plain, framed and in any encoding', async () => {
  const encodings = fc.constantFrom('', 'gzip', 'br', 'zstd', 'deflate', 'identity', 'lzma')
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc.uint8Array({ maxLength: 500 }).map((bytes) => toFrame(Buffer.from(bytes), 'LZ4')),
    sql.map((words) => Buffer.from(words.join(' '))),
  )
  await fc.assert(
    fc.asyncProperty(searches, bodies, encodings, (search, body, encoding) =>
      checkAnswer(search, body, encoding === '' ? {} : { 'Content-Encoding': encoding }),
    ),
    { numRuns: 300 },
  )
  expect(faults).toEqual([])
})

it('words of SQL in any order', async () => {
  await fc.assert(
    fc.asyncProperty(sql, (words) => checkAnswer('param_x=1', Buffer.from(`SELECT ${words.join(' ')}`))),
    { numRuns: 300 },
  )
  expect(faults).toEqual([])
})

it('what is no HTTP', async () => {
  const { port } = endpoint.server.address() as AddressInfo
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.end(bytes)
      socket.resume()
      await once(socket, 'close')
    }),
    { numRuns: 50 },
  )
  await checkAnswer('', Buffer.from('SELECT 1'))
  expect(faults).toEqual([])
})
