import { describe, expect, it } from 'vitest'
import { dashboardFiles, dashboardJson } from './src/index.ts'
import { units } from './src/units.ts'
import { type DashboardDocument, dashboards, type Link, type Panel, panelsOf } from './testing/dashboard-json.ts'

const known: readonly string[] = Object.values(units)
const drawn = ['timeseries', 'stat', 'barchart', 'xychart']
const byUid = new Map(dashboards.map((dashboard) => [dashboard.uid, dashboard]))

const overrides = ({ fieldConfig }: Panel) => fieldConfig?.overrides ?? []

function linksOf(panel: Panel): readonly Link[] {
  const own = overrides(panel).flatMap(({ properties }) =>
    properties.filter(({ id }) => id === 'links').flatMap(({ value }) => value as Link[]),
  )
  return [...(panel.fieldConfig?.defaults.links ?? []), ...own]
}

const variablesOf = ({ templating }: DashboardDocument) => templating.list.map(({ name }) => name)

it('commits what the code makes', () => {
  expect(dashboards.map((dashboard) => `${JSON.stringify(dashboard, null, 2)}\n`)).toEqual(
    dashboardFiles.toSorted((a, b) => a.file.localeCompare(b.file)).map(({ dashboard }) => dashboardJson(dashboard)),
  )
})

it('gives each dashboard an id of its own', () => {
  expect(byUid.size).toBe(dashboards.length)
})

describe.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))('%s', (_, dashboard) => {
  const panels = panelsOf(dashboard)

  it('numbers its panels, and places them beside and below each other', () => {
    const ids = dashboard.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(Math.min(...ids)).toBeGreaterThan(0)
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_cell, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
  })

  it('says of itself and of every panel what it shows, and how to mend what is bad', () => {
    for (const { title, description = '' } of [dashboard, ...panels]) {
      expect(title).not.toBe('')
      expect(description.length, title).toBeGreaterThan(40)
      expect(description, title).toMatch(/\.$/)
    }
  })

  it('asks the data source of its variable, nowhere else', () => {
    const [first] = dashboard.templating.list
    expect(first).toMatchObject({ name: 'datasource', type: 'datasource', query: 'grafana-clickhouse-datasource' })
    expect(dashboard.templating.list.filter(({ type }) => type === 'datasource')).toHaveLength(1)
    const sources = [
      ...panels.flatMap(({ datasource, targets = [] }) => [datasource, ...targets.map((target) => target.datasource)]),
      ...dashboard.templating.list.filter(({ type }) => type === 'query').map(({ datasource }) => datasource),
      ...dashboard.annotations.list.flatMap(({ datasource, target }) => [datasource, target.datasource]),
    ]
    for (const source of sources) expect(source).toEqual({ type: 'grafana-clickhouse-datasource', uid: '${datasource}' })
  })

  it('shows no number without a unit', () => {
    for (const panel of panels) {
      const { fieldConfig, title, type } = panel
      if (drawn.includes(type)) expect(known, title).toContain(fieldConfig?.defaults.unit)
      for (const { properties } of overrides(panel)) {
        for (const { value } of properties.filter(({ id }) => id === 'unit')) expect(known, title).toContain(value)
      }
      if (type !== 'table') continue
      expect(overrides(panel).length, title).toBeGreaterThan(0)
      for (const { properties } of overrides(panel))
        expect(
          properties.some(({ id }) => id === 'unit'),
          title,
        ).toBe(true)
    }
  })

  it('says what its axes are', () => {
    for (const { fieldConfig, title, type } of panels) {
      if (['timeseries', 'barchart', 'xychart'].includes(type))
        expect(fieldConfig?.defaults.custom?.axisLabel ?? '', title).not.toBe('')
    }
  })

  it('describes its variables, and uses no others', () => {
    for (const { name, label = '', description = '' } of dashboard.templating.list) {
      expect(label, name).not.toBe('')
      expect(description, name).not.toBe('')
    }
    const names = variablesOf(dashboard)
    const used = JSON.stringify(dashboard).matchAll(/\$\{(\w+)(?=[:}.])/g)
    for (const [, name = ''] of used) if (!name.startsWith('__')) expect(names).toContain(name)
    for (const { repeat } of panels) if (repeat !== undefined) expect(names).toContain(repeat)
  })

  it('repeats no panel by a variable that the plugin would look up for the dashboard', () => {
    for (const { repeat, targets = [], title } of panels) {
      for (const { rawSql } of targets)
        if (repeat !== undefined) expect(rawSql, title).not.toMatch(new RegExp(`conditionalAll\\([^$]*\\$\\{${repeat}\\b`))
    }
  })

  it('links to dashboards that are there, with variables that they have and columns that are shown', () => {
    for (const panel of panels) {
      for (const { url } of linksOf(panel)) {
        const [, uid = '', query = ''] = /^\/d\/([\w-]+)\?(.+)$/.exec(url) ?? []
        const target = byUid.get(uid)
        expect(target, url).toBeDefined()
        for (const [, name] of query.matchAll(/var-(\w+)=/g))
          expect(variablesOf(target as DashboardDocument), url).toContain(name)
        const columns = overrides(panel).map(({ matcher }) => matcher.options)
        for (const [, column] of query.matchAll(/__data\.fields\.(\w+)/g)) expect(columns, url).toContain(column)
      }
    }
  })

  it('names its queries, and can be edited by nobody but its code', () => {
    for (const { targets = [], title } of panels) {
      expect(targets.length, title).toBeGreaterThan(0)
      expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length)
    }
    expect(dashboard.editable).toBe(false)
    expect(dashboard.tags).toEqual(['ringside'])
  })
})
