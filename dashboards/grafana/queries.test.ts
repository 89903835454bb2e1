import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DashboardDocument, dashboards, type Panel, panelsOf, type Target } from './testing/dashboard-json.ts'
import { type Answer, ask, ownValues, resolveVariables, sqlOf } from './testing/dashboard-run.ts'
import type { TimeRange } from './testing/macros.ts'
import { rowsRead, spanReads } from './testing/reads.ts'
import { faultsOf, kindOf, missing } from './testing/result-shape.ts'
import { month } from './testing/sample-runs.ts'
import { openSampleStore, type SampleStore } from './testing/sample-store.ts'
import { expandQuery, type Values } from './testing/variables.ts'

let sample: SampleStore
beforeAll(async () => {
  sample = await openSampleStore()
}, 120_000)
afterAll(() => sample.close())

const overMonth: TimeRange = { ...month, intervalMs: 1_800_000 }
/** Before anything was measured. */
const before: TimeRange = { fromMs: month.fromMs - 20 * 86_400_000, toMs: month.fromMs - 10 * 86_400_000, intervalMs: 1_800_000 }

/**
 * What is read in well under a second. The samples have 20,000 trials, 200,000 spans and 130,000 data points of metrics: whoever reads
 * a table several times over is found out.
 */
const mostRows = 150_000

interface Opening {
  readonly range: TimeRange
  readonly values: Values
}

/** As links lead there: runs, one of latency and one of throughput, with a minute around them; everything else with the whole month. */
async function openings(dashboard: DashboardDocument): Promise<Opening[]> {
  if (dashboard.uid !== 'ringside-run' && dashboard.uid !== 'ringside-trace')
    return [{ range: overMonth, values: await resolveVariables(sample.store, dashboard, { range: overMonth }) }]
  return Promise.all(
    [sample.traced, sample.throughput].map(async ({ startMs, id }) => {
      const range = { fromMs: startMs - 60_000, toMs: startMs + 60_000, intervalMs: 200 }
      return { range, values: await resolveVariables(sample.store, dashboard, { range, given: { run: id } }) }
    }),
  )
}

const expanded = (panel: Panel, { rawSql }: Target, { range, values }: Opening): string =>
  expandQuery(rawSql, values, { ...range, own: ownValues(panel, values) })

const asked = (panel: Panel, target: Target, opening: Opening): Promise<Answer> =>
  ask(sample.store, expanded(panel, target, opening))

const queriesOf = (dashboard: DashboardDocument) =>
  panelsOf(dashboard).flatMap((panel) =>
    (panel.targets ?? []).map((target) => [`${panel.title} ${target.refId}`, { panel, target }] as const),
  )

describe.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))('%s', (_, dashboard) => {
  let opened: Opening[]
  beforeAll(async () => {
    opened = await openings(dashboard)
  })

  it('finds values for each of its variables', async () => {
    const [{ range, values }] = opened as [Opening]
    for (const variable of dashboard.templating.list.filter(({ type }) => type === 'query')) {
      const { columns, rows } = await ask(sample.store, expandQuery(sqlOf(variable), values, range))
      const kinds = columns.map(({ type }) => kindOf(type))
      expect([['text'], ['text', 'text']], variable.name).toContainEqual(kinds)
      expect(rows.length, variable.name).toBeGreaterThan(0)
    }
  })

  it.each(queriesOf(dashboard))('%s: has rows, and columns as its panel needs them', async (_title, { panel, target }) => {
    const answers = await Promise.all(opened.map((opening) => asked(panel, target, opening)))
    for (const answer of answers) expect(faultsOf(panel, target, answer)).toEqual([])
    const counts = answers.map(({ rows }) => rows.length)
    expect(Math.max(...counts)).toBeGreaterThan(0)
    if (panel.type === 'stat') expect(Math.max(...counts)).toBe(1)
  })

  it.each(queriesOf(dashboard))('%s: has no rows of another time', async (_title, { panel, target }) => {
    for (const { values } of opened) expect((await asked(panel, target, { values, range: before })).rows).toEqual([])
  })

  it.each(queriesOf(dashboard))('%s: reads little, and of spans only what it shows', async (_title, { panel, target }) => {
    const sql = expanded(panel, target, opened[0] as Opening)
    expect(await rowsRead(sample.store, sql)).toBeLessThan(mostRows)
    const reads = await spanReads(sample.store, sql)
    expect(reads.length > 0).toBe(/\bspans\b/.test(sql))
    // The spans of one run, or of the services, are less than a fifth of all.
    for (const { selected, all } of reads) expect(selected).toBeLessThan(all / 4)
  })

  it('asks for annotations that Grafana can draw', async () => {
    const [{ range, values }] = opened as [Opening]
    for (const { name, target } of dashboard.annotations.list) {
      const { columns, rows } = await ask(sample.store, expandQuery(target.rawSql, values, range))
      expect(missing(columns, { time: 'time', title: 'text', text: 'text', tags: 'text' }), name).toEqual([])
      expect(rows.length, name).toBeGreaterThan(0)
      expect((await ask(sample.store, expandQuery(target.rawSql, values, before))).rows, name).toEqual([])
    }
  })
})
