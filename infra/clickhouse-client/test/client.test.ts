/** clickhouse-go, with which Grafana's plugin asks, against the endpoint: typed values equal to the engine's own. */
import { Session } from 'chdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClickHouseEndpoint } from '../../../controller/src/clickhouse-endpoint/endpoint.ts'
import {
  allTypesQuery,
  credentials,
  edgesQuery,
  openSampleStore,
  type SampleStore,
  startSampleEndpoint,
  tableQueries,
} from '../../../controller/src/clickhouse-endpoint/testing/sample-store.ts'
import { askGo, type GoAnswer, type GoQuery, inOneForm } from './ask.ts'

let sample: SampleStore
let endpoint: ClickHouseEndpoint
let engine: Session
beforeAll(async () => {
  sample = await openSampleStore()
  endpoint = await startSampleEndpoint(sample)
  engine = new Session(sample.path, { connectionArgs: ['--session_timezone=UTC'] })
})
afterAll(async () => {
  engine.close()
  await endpoint.close()
  await sample.close()
})

const ask = (compression: string, queries: readonly GoQuery[]) =>
  askGo({ address: new URL(endpoint.url).host, ...credentials, compression, queries })

/** As the program gives it: texts byte by byte, times as ISO 8601 has them. */
async function engineAnswer(sql: string): Promise<GoAnswer> {
  const settings = `output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, date_time_output_format = 'iso'`
  // The only one of the JSON formats with names and types that leaves bytes as they are.
  const result = await engine.queryAsync(`${sql} SETTINGS ${settings}`, { format: 'JSONCompactEachRowWithNamesAndTypes' })
  const lines = Buffer.from(result.bytes()).toString('latin1').trimEnd().split('\n')
  const [names = [], types = [], ...rows] = lines.map((line) => JSON.parse(line) as unknown[])
  return { columns: names.map((name, index) => ({ name: String(name), type: String(types[index]) })), rows }
}

/** The driver leaves the time zone of DateTime out. */
const typeName = ({ name, type }: { name: string; type: string }) =>
  `${name} ${type.replaceAll("DateTime('UTC')", 'DateTime').replaceAll(/\s+/g, ' ')}`

describe.each(['none', 'gzip', 'lz4', 'zstd', 'br', 'deflate'])('clickhouse-go with compression %s', (compression) => {
  const queries = [...tableQueries, allTypesQuery, edgesQuery]

  it('reads all tables, all types and their edges as the engine has them', async () => {
    const answers = await ask(
      compression,
      queries.map((sql) => ({ sql })),
    )
    for (const [index, sql] of queries.entries()) {
      const { columns, rows, error } = answers[index] ?? {}
      expect(error, sql).toBeUndefined()
      const own = await engineAnswer(sql)
      expect(own.rows?.length, sql).toBeGreaterThan(0)
      expect(columns?.map(typeName), sql).toEqual(own.columns?.map(typeName))
      expect(inOneForm(rows), sql).toEqual(inOneForm(own.rows))
    }
  })

  it('reads many blocks', async () => {
    const sql = 'SELECT number, toLowCardinality(toString(number % 99)) AS name, [number, 1] AS pair FROM numbers(200000)'
    const [answer] = await ask(compression, [{ sql }])
    expect(answer?.rows).toHaveLength(200_000)
    expect(answer?.rows?.[199_999]).toEqual(['199999', '19', ['199999', '1']])
  })

  it('gets errors with their codes, and goes on', async () => {
    const refused = [
      "INSERT INTO runs (id) VALUES ('x')",
      'CREATE TABLE x (a Int8) ENGINE = Memory',
      'DROP TABLE runs',
      'SET max_threads = 1',
    ]
    const failing: [string, number][] = [
      ["SELECT * FROM file('/etc/passwd')", 446],
      ["SELECT * FROM url('http://127.0.0.1:1/', 'CSV')", 446],
      ['SELECT * FROM tokens', 497],
      ['SELECT * FROM nowhere', 60],
      ['SELECT', 62],
      ['SELECT sleep(3) SETTINGS max_execution_time = 0.1', 159],
      ['SELECT throwIf(number = 150000) FROM numbers(200000)', 395],
      ['SELECT sumState(1)', 48],
    ]
    const answers = await ask(compression, [
      ...refused.map((sql) => ({ sql, exec: true })),
      ...failing.map(([sql]) => ({ sql })),
      { sql: 'SELECT 1', settings: { allow_ddl: 1 } },
      { sql: 'SELECT {name:String} AS name, {n:UInt64} AS n', parameters: { name: "it's", n: '18446744073709551615' } },
      { sql: "SELECT getSetting('max_threads') AS threads", settings: { max_threads: 1, max_execution_time: 900 } },
    ])
    const expected = [...refused.map(() => 164), ...failing.map(([, code]) => code), 164, undefined, undefined]
    expect(answers.map(({ code }) => code)).toEqual(expected)
    expect(answers.slice(-2).map(({ rows }) => rows)).toEqual([[["it's", '18446744073709551615']], [['1']]])
  })
})

it('is refused with a wrong password', async () => {
  const address = new URL(endpoint.url).host
  const question = { address, user: credentials.user, password: 'guessed', compression: 'gzip', queries: [{ sql: 'SELECT 1' }] }
  expect(await askGo(question)).toMatchObject([{ code: 516, error: 'AUTHENTICATION_FAILED' }])
})
