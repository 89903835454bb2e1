import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ClickHouseEndpoint, startClickHouseEndpoint } from '../../controller/src/clickhouse-endpoint/endpoint.ts'
import { type DashboardDocument, dashboards, panelsOf } from './testing/dashboard-json.ts'
import { ownValues, resolveVariables, sqlOf } from './testing/dashboard-run.ts'
import { expandMacros, type TimeRange } from './testing/macros.ts'
import { rules } from './testing/provisioning.ts'
import { month } from './testing/sample-runs.ts'
import { openSampleStore, type SampleStore } from './testing/sample-store.ts'
import { expandQuery } from './testing/variables.ts'

const range: TimeRange = { ...month, intervalMs: 1_800_000 }
const credentials = { user: 'grafana', password: 'of a test' }

let sample: SampleStore
let endpoint: ClickHouseEndpoint
beforeAll(async () => {
  sample = await openSampleStore()
  endpoint = await startClickHouseEndpoint({
    path: sample.folder,
    host: '127.0.0.1',
    port: 0,
    credentials,
    onError: () => undefined,
  })
}, 120_000)
afterAll(async () => {
  await endpoint.close()
  await sample.close()
})

/** What Grafana asks for a dashboard and its alert rules, by what it is for. */
async function queriesOf(dashboard: DashboardDocument): Promise<(readonly [string, string])[]> {
  const values = await resolveVariables(sample.store, dashboard, { range })
  const { templating, annotations } = dashboard
  return [
    ...templating.list
      .filter(({ type }) => type === 'query')
      .map((one) => [one.name, expandQuery(sqlOf(one), values, range)] as const),
    ...annotations.list.map(({ name, target }) => [name, expandQuery(target.rawSql, values, range)] as const),
    ...panelsOf(dashboard).flatMap((panel) =>
      (panel.targets ?? []).map(
        ({ rawSql }) => [panel.title, expandQuery(rawSql, values, { ...range, own: ownValues(panel, values) })] as const,
      ),
    ),
  ]
}

/** As clickhouse-go asks, which Grafana's plugin uses; the error, or nothing. */
async function refusal(sql: string): Promise<string | undefined> {
  const authorization = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`
  const query = new URLSearchParams({ client_protocol_version: '54460', default_format: 'Native', max_execution_time: '30' })
  const response = await fetch(`${endpoint.url}/?${query}`, { method: 'POST', body: sql, headers: { authorization } })
  const text = await response.text()
  return response.ok ? undefined : text
}

it.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))(
  'answers every query of %s on the one-machine stack',
  async (_, dashboard) => {
    for (const [title, sql] of await queriesOf(dashboard)) expect(await refusal(sql), title).toBeUndefined()
  },
)

it('answers every query of the alert rules', async () => {
  for (const { uid, data } of rules) expect(await refusal(expandMacros(data[0]?.model.rawSql ?? '', range)), uid).toBeUndefined()
})

it('keeps from Grafana what it has no business with', async () => {
  for (const table of ['tokens', 'audit', 'alert_deliveries'])
    expect(await refusal(`SELECT * FROM ${table}`)).toContain('Code: 497')
})
