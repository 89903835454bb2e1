/** Variables of the dashboards, and how SQL asks for them. */
import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { dataSource, pluginType, trimmed } from './query.ts'

/** Which ClickHouse: the one-machine stack's endpoint, or a server. */
export const dataSourceVariable = () =>
  new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type(pluginType)
    .description('A ClickHouse with the tables of Ringside')

export interface QueryVariable {
  readonly name: string
  readonly label: string
  readonly description: string
  /** One column of texts; of two columns the first is the value and the second what people see. */
  readonly sql: string
  /** Several values at a time, and all of them to begin with. */
  readonly several?: boolean
  readonly hidden?: boolean
}

export function queryVariable({ name, label, description, sql, several = false, hidden = false }: QueryVariable) {
  const variable = new QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(dataSource)
    .query({ refId: name, queryType: 'sql', rawSql: trimmed(sql) })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.Disabled)
    .hide(hidden ? VariableHide.HideVariable : VariableHide.DontHide)
  return several
    ? variable
        .multi(true)
        .includeAll(true)
        .current({ text: ['All'], value: ['$__all'] })
    : variable
}

/** A choice from a list, value by what people see; the first is chosen to begin with. */
export function choiceVariable(
  { name, label, description }: Omit<QueryVariable, 'sql'>,
  choices: Readonly<Record<string, string>>,
) {
  const [text = '', value = ''] = Object.entries(choices)[0] ?? []
  const values = Object.entries(choices).map((choice) => choice.join(' : '))
  return new CustomVariableBuilder(name).label(label).description(description).values(values.join(', ')).current({ text, value })
}

/** Condition that a column is among the chosen values; all rows where all are chosen. */
export const among = (column: string, variable: string): string =>
  `$__conditionalAll(${column} IN (\${${variable}:sqlstring}), $${variable})`

/**
 * Condition on the variable that a panel is repeated by: each copy has one value. Not by `$__conditionalAll`, which looks at what is
 * chosen for the dashboard and would show all values in every copy.
 */
export const repeatedBy = (column: string, variable: string): string => `${column} IN (\${${variable}:sqlstring})`

/** The one value of a variable, as a text of SQL. */
export const chosenText = (variable: string): string => `\${${variable}:sqlstring}`

/** Suites, points, backends and hosts of the runs in the time range. */
export const suiteVariable = () =>
  queryVariable({
    name: 'suite',
    label: 'Suite',
    description: 'Suites that runs of this time belong to',
    sql: 'SELECT DISTINCT suite FROM run_points WHERE $__timeFilter(submitted_at) ORDER BY suite',
    several: true,
  })

export const pointVariable = (condition = "workload != ''") =>
  queryVariable({
    name: 'point',
    label: 'Point',
    description: 'What was measured: workload, frame, ring',
    sql: `SELECT point FROM run_points WHERE $__timeFilter(submitted_at) AND ${condition} GROUP BY point ORDER BY any(workload), any(frame_bytes), point`,
    several: true,
  })

/** Those of the chosen points where latency was measured, or throughput: panels are repeated by it. */
export const pointsOf = (which: 'latency' | 'throughput') =>
  queryVariable({
    name: `${which}_point`,
    label: `Points of ${which}`,
    description: `The chosen points at which ${which} is measured`,
    sql: `
      SELECT point FROM run_points
      WHERE $__timeFilter(submitted_at) AND state = 'succeeded' AND workload ${which === 'throughput' ? '=' : '!='} 'throughput' AND ${among('point', 'point')}
      GROUP BY point
      ORDER BY any(frame_bytes), point`,
    several: true,
    hidden: true,
  })

export const hostVariable = () =>
  queryVariable({
    name: 'host',
    label: 'Host',
    description: 'Where it was measured',
    sql: 'SELECT DISTINCT host FROM run_points WHERE $__timeFilter(submitted_at) ORDER BY host',
    several: true,
  })

export const backendVariable = () =>
  queryVariable({
    name: 'backend',
    label: 'Backend',
    description: 'What processed the packets',
    sql: 'SELECT DISTINCT arrayJoin(backends) AS backend FROM run_points WHERE $__timeFilter(submitted_at) ORDER BY backend',
    several: true,
  })
