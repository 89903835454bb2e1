import { expect, it } from 'vitest'
import type { Panel, Target } from './dashboard-json.ts'
import type { Answer } from './dashboard-run.ts'
import { faultsOf, kindOf } from './result-shape.ts'

const answer = (columns: Readonly<Record<string, string>>, rows: Answer['rows'] = []): Answer => ({
  sql: '',
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  rows,
})

const panelOf = (type: string, units: Readonly<Record<string, string>> = {}, unit?: string): Panel => ({
  id: 1,
  type,
  title: type,
  gridPos: { x: 0, y: 0, w: 1, h: 1 },
  fieldConfig: {
    defaults: unit === undefined ? {} : { unit },
    overrides: Object.entries(units).map(([name, value]) => ({
      matcher: { id: 'byName', options: name },
      properties: [{ id: 'unit', value }],
    })),
  },
})

const faults = (panel: Panel, queryType: Target['queryType'], given: Answer) =>
  faultsOf(panel, { refId: 'A', datasource: { type: '', uid: '' }, queryType, format: 0, rawSql: '' }, given)

it('sorts types of ClickHouse into what Grafana makes of them', () => {
  expect(
    ["DateTime64(9, 'UTC')", 'Nullable(DateTime)', 'LowCardinality(String)', 'LowCardinality(Nullable(String))'].map(kindOf),
  ).toEqual(['time', 'time', 'text', 'text'])
  expect(['Nullable(Float64)', 'UInt64', 'Array(UInt64)', 'Map(String, String)'].map(kindOf)).toEqual([
    'number',
    'number',
    'other',
    'other',
  ])
})

it('wants a time first, rising, and one label beside the value', () => {
  const panel = panelOf('timeseries', {}, 'ns')
  const series = { time: 'DateTime', backend: 'String', Value: 'Float64' }
  expect(faults(panel, 'timeseries', answer(series, [{ time: '1' }, { time: '2' }]))).toEqual([])
  expect(faults(panel, 'timeseries', answer({ time: 'DateTime', p50: 'Float64', p99: 'Float64' }))).toEqual([])
  expect(faults(panel, 'timeseries', answer(series, [{ time: '2' }, { time: '1' }]))).toEqual(['the times do not rise'])
  expect(faults(panel, 'timeseries', answer({ n: 'UInt64', time: 'DateTime' }))[0]).toContain('expected a time')
  expect(faults(panel, 'timeseries', answer({ time: 'DateTime' }))).toEqual(['no column is a number'])
  expect(faults(panel, 'timeseries', answer({ time: 'DateTime', a: 'String', b: 'String', Value: 'Float64' }))[0]).toContain(
    'expected one',
  )
  expect(faults(panel, 'timeseries', answer({ time: 'DateTime', backend: 'String', p99: 'Float64' }))[0]).toContain(
    'under the name Value',
  )
})

it('wants a table to declare what it has, with units that fit', () => {
  const columns = { point: 'String', p99: 'Float64', at: 'DateTime' }
  const good = { point: 'string', p99: 'ns', at: 'dateTimeAsIso' }
  expect(faults(panelOf('table', good), 'table', answer(columns))).toEqual([])
  expect(faults(panelOf('table', { ...good, p99: 'string' }), 'table', answer(columns))).toEqual([
    "p99 is Float64 and has the unit 'string'",
  ])
  expect(faults(panelOf('table', { ...good, at: 'ns' }), 'table', answer(columns))).toEqual([
    "at is DateTime and has the unit 'ns'",
  ])
  expect(faults(panelOf('table', { point: 'string', at: 'dateTimeAsIso' }), 'table', answer(columns))).toEqual([
    "p99 is Float64 and has the unit ''",
    'columns are point, p99, at; declared are point, at',
  ])
  expect(faults(panelOf('table', { list: 'ns' }), 'table', answer({ list: 'Array(UInt64)' }))).toEqual([
    'list is Array(UInt64), which tables show as JSON',
  ])
  expect(faults(panelOf('stat'), 'table', answer({ runs: 'UInt64' }))).toEqual(["runs is UInt64 and has the unit ''"])
})

it('wants of a trace and of logs the columns that Grafana looks for', () => {
  expect(faults(panelOf('logs'), 'logs', answer({ timestamp: 'DateTime64(9)', body: 'String' }))).toEqual([
    'level is absent, expected a text',
  ])
  const spans = faults(panelOf('traces'), 'traces', answer({ traceID: 'String', startTime: 'DateTime64(9)' }))
  expect(spans).toContain('startTime is DateTime64(9), expected Float64')
  expect(spans).toContain('tags is absent, expected Array(Map(String, String))')
})
