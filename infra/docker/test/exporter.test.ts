/** A Collector with our configuration writes how Redis and it itself are into the tables of clickhouse/initdb.d. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statementsOf } from '../../../controller/src/store/migrate.ts'
import { type ClickHouseProcess, startClickHouse } from '../../../controller/src/store/testing/clickhouse-process.ts'
import { startNativeBridge } from './native-bridge.ts'
import { Processes, until } from './processes.ts'
import { type ComposeService, composeProject, root } from './project.ts'
import { type RunningCollector, startCollector, startRedis } from './services.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-exporter-'))
const processes = new Processes()
let password: string
let clickhouse: ClickHouseProcess
let bridge: Awaited<ReturnType<typeof startNativeBridge>>
let collector: RunningCollector

/** As the Collector's user, whom the server knows and nobody else. Answers JSON lines. */
async function ask(sql: string): Promise<unknown[]> {
  const authorization = `Basic ${Buffer.from(`collector:${password}`).toString('base64')}`
  const url = `${clickhouse.url}/?default_format=JSONCompactEachRow`
  const answer = await fetch(url, { method: 'POST', headers: { authorization }, body: sql })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]))
}

beforeAll(async () => {
  const { services } = composeProject()
  const service = services.collector as ComposeService
  password = service.environment?.CLICKHOUSE_COLLECTOR_PASSWORD ?? ''
  const redis = await startRedis(processes, services.redis as ComposeService, join(folder, 'redis'))
  clickhouse = await startClickHouse(join(folder, 'clickhouse'), ['--user', 'collector', '--password', password])
  for (const statement of statementsOf(readFileSync(join(root, 'infra/docker/clickhouse/initdb.d/otel.sql'), 'utf8')))
    await ask(statement)
  bridge = await startNativeBridge(clickhouse.url)
  for (const name of ['token', 'agents']) writeFileSync(join(folder, name), 'rs_none\n')
  const places = { tokens: folder, controllerUrl: 'http://127.0.0.1:1', redis: redis.address, clickhouse: bridge.url }
  collector = await startCollector(processes, service, places)
})
afterAll(async () => {
  await processes.stop()
  bridge?.close()
  await clickhouse?.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Rows of a metric, once there are any. */
const stored = (table: string, name: string, columns: string) =>
  until(async () => {
    const rows = await ask(`SELECT DISTINCT ${columns} FROM otel.${table} WHERE MetricName = '${name}'`)
    return rows.length === 0 ? undefined : rows
  }, collector)

test('how Redis is, as sums and as gauges', async () => {
  expect(await stored('otel_metrics_sum', 'redis.clients.connected', 'MetricUnit, IsMonotonic, Value >= 1')).toEqual([
    ['{client}', false, 1],
  ])
  expect(await stored('otel_metrics_gauge', 'redis.memory.used', 'MetricUnit, Value > 0')).toEqual([['By', 1]])
  expect(await stored('otel_metrics_sum', 'redis.uptime', "ResourceAttributes['redis.version'] != ''")).toEqual([[1]])
})

test('how the Collector itself is', async () => {
  const columns = "ServiceName, IsMonotonic, Attributes['exporter'], Value > 0"
  expect(await stored('otel_metrics_sum', 'otelcol_exporter_sent_metric_points', columns)).toEqual([
    ['otelcol', true, 'clickhouse', 1],
  ])
})

test('times are those of now, and nothing fails', async () => {
  const rows = await ask("SELECT max(abs(dateDiff('second', TimeUnix, now()))) < 600 FROM otel.otel_metrics_gauge")
  expect(rows).toEqual([[1]])
  expect(collector.log()).not.toMatch(/clickhouse.*(fail|error)/i)
})
