/** Runs the queries of a dashboard on a store, with its variables resolved as Grafana does when someone opens it. */
import type { Store } from '@ringside/controller/store'
import type { DashboardDocument, Panel, Variable } from './dashboard-json.ts'
import type { TimeRange } from './macros.ts'
import { type Chosen, expandQuery, type Values } from './variables.ts'

export interface ResultColumn {
  readonly name: string
  readonly type: string
}

export interface Answer {
  readonly sql: string
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** Throws StoreError with ClickHouse's message when the query is not right. */
export async function ask(store: Store, sql: string): Promise<Answer> {
  const described = await store.query<ResultColumn>(`DESCRIBE (${sql})`)
  const columns = described.map(({ name, type }) => ({ name, type }))
  return { sql, columns, rows: await store.query(sql) }
}

/** Each variable in its turn: the first of its values, or all where all are chosen to begin with. `given` comes from a link. */
export async function resolveVariables(
  store: Store,
  { templating }: DashboardDocument,
  { range, given = {} }: { readonly range: TimeRange; readonly given?: Readonly<Record<string, string>> },
): Promise<Map<string, Chosen>> {
  const values = new Map<string, Chosen>([['datasource', { value: 'clickhouse' }]])
  for (const variable of templating.list) {
    const { name, type } = variable
    if (given[name] !== undefined) values.set(name, { value: given[name] })
    else if (type === 'custom') values.set(name, { value: String(variable.current?.value ?? '') })
    else if (type === 'query') values.set(name, await queried(store, variable, expandQuery(sqlOf(variable), values, range)))
  }
  return values
}

export const sqlOf = ({ query }: Variable): string => (typeof query === 'string' ? query : query.rawSql)

async function queried(store: Store, { current }: Variable, sql: string): Promise<Chosen> {
  const { rows, columns } = await ask(store, sql)
  const options = rows.map((row) => String(row[columns[0]?.name ?? '']))
  return current?.value?.includes('$__all') ? { value: options, all: true } : { value: options[0] ?? '' }
}

/** What a repeated panel's first copy has of its own. */
export function ownValues({ repeat }: Panel, values: Values): Values {
  const repeated = repeat === undefined ? undefined : values.get(repeat)
  return repeat === undefined || repeated === undefined
    ? new Map()
    : new Map([[repeat, { value: [repeated.value].flat()[0] ?? '' }]])
}
