import type { Store } from '@ringside/controller/store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lostAfterMinutes } from './src/fleet.ts'
import { dashboards, panelsOf } from './testing/dashboard-json.ts'
import { type Answer, ask } from './testing/dashboard-run.ts'
import { expandMacros } from './testing/macros.ts'
import { document, files, type Rule, rules } from './testing/provisioning.ts'
import { kindOf } from './testing/result-shape.ts'
import { month } from './testing/sample-runs.ts'
import { openSampleStore, type SampleStore } from './testing/sample-store.ts'

interface DataSources {
  readonly datasources: readonly {
    readonly uid: string
    readonly type: string
    readonly secureJsonData: Record<string, string>
  }[]
}
interface ContactPoints {
  readonly contactPoints: readonly {
    readonly name: string
    readonly receivers: readonly { readonly settings: { readonly url: string } }[]
  }[]
}
interface Policies {
  readonly policies: readonly { readonly receiver: string }[]
}

const [source] = document<DataSources>('datasources/ringside.yaml').datasources as [DataSources['datasources'][number]]
const [contact] = document<ContactPoints>('alerting/contact-points.yaml').contactPoints as [
  ContactPoints['contactPoints'][number],
]

it('takes addresses and passwords from the environment, and no others', () => {
  const settings = [...files]
    .filter(([name]) => name !== 'alerting/rules.yaml')
    .map(([, text]) => text.replaceAll(/^\s*#.*$/gm, ''))
  const used = new Set(settings.flatMap((text) => [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name)))
  expect([...used].sort()).toEqual(['CLICKHOUSE_HOST', 'CLICKHOUSE_PASSWORD', 'CLICKHOUSE_USER', 'GRAFANA_WEBHOOK_URL'])
  expect(source.secureJsonData).toEqual({ password: '$CLICKHOUSE_PASSWORD' })
})

it('has an address even where the environment has none, because Grafana would not start', () => {
  expect(contact.receivers[0]?.settings.url.replace('$GRAFANA_WEBHOOK_URL', '')).toBe('#ringside')
})

it('sends what it finds to the contact point that is there', () => {
  expect(document<Policies>('alerting/policies.yaml').policies.map(({ receiver }) => receiver)).toEqual([contact.name])
})

it('gives each rule an id of its own, and asks the data source that is provisioned', () => {
  expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length)
  for (const { data, condition } of rules) {
    expect(data.map(({ datasourceUid }) => datasourceUid)).toEqual([source.uid, '__expr__'])
    expect(data.map(({ refId, model }) => [refId, model.refId])).toEqual([
      ['A', 'A'],
      ['C', 'C'],
    ])
    expect([condition, data[1]?.model.expression, data[0]?.model.format]).toEqual(['C', 'A', 1])
  }
})

/** Rules by the panel that shows what they watch. */
const shownBy: Readonly<Record<string, string>> = {
  'ringside-alert-open': 'Alerts',
  'ringside-latency-regressed': 'Latency: ${latency_point}',
  'ringside-host-lost': 'Not heard of',
  'ringside-queue-stuck': 'Queue by host',
}

it.each(rules.map((rule) => [rule.uid, rule] as const))('%s: leads to the panel that shows it', (uid, { annotations }) => {
  const dashboard = dashboards.find((one) => one.uid === annotations.__dashboardUid__)
  const panel = dashboard && panelsOf(dashboard).find(({ id }) => String(id) === annotations.__panelId__)
  expect(panel?.title).toBe(shownBy[uid])
})

describe('queries of rules', () => {
  let sample: SampleStore
  beforeAll(async () => {
    sample = await openSampleStore()
  }, 120_000)
  afterAll(() => sample.close())

  /** As if the rule were evaluated at a time. */
  function evaluated(store: Store, { data }: Rule, atMs: number): Promise<Answer> {
    const {
      relativeTimeRange: { from = 0 } = {},
      model: { rawSql = '' },
    } = data[0] as Rule['data'][number]
    return ask(store, expandMacros(rawSql, { fromMs: atMs - from * 1000, toMs: atMs, intervalMs: 60_000 }))
  }

  const ruleOf = (uid: string) => rules.find((rule) => rule.uid === uid) as Rule
  const fires = ({ data }: Rule, value: unknown) =>
    Number(value) > (data[1]?.model.conditions?.[0]?.evaluator.params[0] ?? Number.NaN)

  it.each(rules.map((rule) => [rule.uid, rule] as const))(
    '%s: answers with texts and one number, of its time only',
    async (_, rule) => {
      const { columns, rows } = await evaluated(sample.store, rule, month.toMs)
      const kinds = columns.map(({ type }) => kindOf(type))
      expect(kinds.filter((kind) => kind === 'number')).toHaveLength(1)
      expect(kinds.filter((kind) => kind === 'text')).toHaveLength(kinds.length - 1)
      expect(rows.length).toBeGreaterThan(0)
      const labels = columns.filter(({ type }) => kindOf(type) === 'text').map(({ name }) => rows.map((row) => row[name]))
      expect(new Set(rows.map((_row, i) => labels.map((values) => values[i]).join())).size).toBe(rows.length)
      for (const [, used = ''] of JSON.stringify(rule.annotations).matchAll(/\$labels\.(\w+)/g))
        expect(columns.map(({ name }) => name)).toContain(used)
      expect((await evaluated(sample.store, rule, month.fromMs - 86_400_000)).rows).toEqual([])
    },
  )

  it('finds the host that has been silent for a day, and no other', async () => {
    const rule = ruleOf('ringside-host-lost')
    const { rows } = await evaluated(sample.store, rule, month.toMs)
    expect(rows.filter((row) => fires(rule, row.silent_minutes)).map(({ host }) => host)).toEqual(['rack2-a'])
    // As the dashboard counts them.
    expect(fires(rule, lostAfterMinutes)).toBe(false)
    expect(fires(rule, lostAfterMinutes + 1)).toBe(true)
  })

  it('calls a queue stuck once nothing has happened for an hour', async () => {
    const rule = ruleOf('ringside-queue-stuck')
    const firing = async (atMs: number) =>
      (await evaluated(sample.store, rule, atMs)).rows.filter((row) => fires(rule, row.idle_minutes)).length
    expect(await firing(month.toMs)).toBe(0)
    expect(await firing(month.toMs + 2 * 3_600_000)).toBe(1)
  })

  it('finds a step of latency with the second run that shows it, where it is', async () => {
    const rule = ruleOf('ringside-latency-regressed')
    const point = 'latency 64 B 50kpps ring 256 1 queue split'
    const firing = async () =>
      (await evaluated(sample.store, rule, month.toMs + 3_600_000)).rows.filter((row) => fires(rule, row.ratio))
    expect(await firing()).toEqual([])
    await repeatSlower(sample.store, point, 'once')
    expect(await firing()).toEqual([])
    await repeatSlower(sample.store, point, 'twice')
    expect((await firing()).map((row) => [row.point, row.backend])).toEqual([[point, 'mapped']])
  })
})

/** The last run of a point once more, 20 minutes later, 30 % slower on one backend. */
async function repeatSlower(store: Store, point: string, name: string): Promise<void> {
  const last = `(SELECT argMax(run_id, submitted_at) FROM run_points WHERE point = '${point}' AND state = 'succeeded')`
  await store.exec(`INSERT INTO trials SELECT * REPLACE ('${name}' AS run_id, started_unix_ns + 1200000000000 AS started_unix_ns,
    if(backend = 'mapped', latency_ns_p99 * if('${name}' = 'once', 1.3, 1), latency_ns_p99) AS latency_ns_p99) FROM trials AS measured FINAL WHERE measured.run_id = ${last}`)
  await store.exec(
    `INSERT INTO runs SELECT * REPLACE ('${name}' AS id, submitted_at + INTERVAL 20 MINUTE AS submitted_at) FROM runs AS known FINAL WHERE known.id = ${last}`,
  )
}
