/**
 * A query of Grafana's ClickHouse plugin (grafana-clickhouse-datasource 4.x), for which the SDK has no builder.
 * Source: the plugin's `src/types/sql.ts`; numbers of formats: grafana/sqlds, `query.go`.
 */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'

export const pluginType = 'grafana-clickhouse-datasource'

/** The data source that the dashboard's variable says. */
export const dataSource = { type: pluginType, uid: '${datasource}' } as const

/** What the plugin makes of the rows: one series for each set of texts, a table, log lines, or the spans of one trace. */
export type QueryType = 'timeseries' | 'table' | 'logs' | 'traces'

const formats: Readonly<Record<QueryType, number>> = { timeseries: 0, table: 1, logs: 2, traces: 3 }

export interface ClickHouseTarget {
  readonly refId: string
  readonly datasource: { readonly type: string; readonly uid: string }
  readonly editorType: 'sql'
  readonly queryType: QueryType
  readonly format: number
  readonly rawSql: string
}

export class ClickHouseQuery implements Builder<Dataquery> {
  readonly #target: ClickHouseTarget

  constructor(queryType: QueryType, rawSql: string, refId = 'A') {
    const sql = trimmed(rawSql)
    this.#target = { refId, datasource: dataSource, editorType: 'sql', queryType, format: formats[queryType], rawSql: sql }
  }

  build(): Dataquery {
    return this.#target as unknown as Dataquery
  }
}

/** Without the indentation that the text has in its source, so that it reads well in Grafana's editor. */
export function trimmed(sql: string): string {
  const lines = sql.replace(/^\s*\n|\s+$/g, '').split('\n')
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const depth = Math.min(...depths)
  return lines.map((line) => line.slice(depth).trimEnd()).join('\n')
}
