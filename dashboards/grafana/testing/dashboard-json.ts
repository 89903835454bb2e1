/** The committed dashboards as Grafana reads them: what is asked where. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const jsonFolder = fileURLToPath(new URL('../json', import.meta.url))

export interface Target {
  readonly refId: string
  readonly datasource: { readonly type: string; readonly uid: string }
  readonly queryType: 'timeseries' | 'table' | 'logs' | 'traces'
  readonly format: number
  readonly rawSql: string
}

export interface Override {
  readonly matcher: { readonly id: string; readonly options: string }
  readonly properties: readonly { readonly id: string; readonly value: unknown }[]
}

export interface Link {
  readonly title: string
  readonly url: string
}

export interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly datasource?: Target['datasource']
  readonly targets?: readonly Target[]
  readonly repeat?: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string
      readonly links?: readonly Link[]
      readonly custom?: { readonly axisLabel?: string }
    }
    readonly overrides: readonly Override[]
  }
  readonly options?: { readonly xField?: string }
}

export interface Variable {
  readonly name: string
  readonly type: 'query' | 'custom' | 'datasource'
  readonly label?: string
  readonly description?: string
  readonly datasource?: Target['datasource']
  readonly query: string | { readonly rawSql: string }
  readonly multi?: boolean
  readonly includeAll?: boolean
  readonly current?: { readonly value: string | readonly string[] }
}

export interface Annotation {
  readonly name: string
  readonly datasource: Target['datasource']
  readonly target: Target
}

export interface DashboardDocument {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly editable: boolean
  readonly panels: readonly Panel[]
  readonly templating: { readonly list: readonly Variable[] }
  readonly annotations: { readonly list: readonly Annotation[] }
}

export const dashboards: readonly DashboardDocument[] = readdirSync(jsonFolder)
  .sort()
  .map((name) => JSON.parse(readFileSync(`${jsonFolder}/${name}`, 'utf8')) as DashboardDocument)

/** Without the headings of rows. */
export const panelsOf = ({ panels }: DashboardDocument): readonly Panel[] => panels.filter(({ type }) => type !== 'row')

/** Unit of a column: what is said of it by name, else of all. */
export function unitOf({ fieldConfig }: Panel, column: string): string | undefined {
  const override = fieldConfig?.overrides.find(({ matcher }) => matcher.id === 'byName' && matcher.options === column)
  const own = override?.properties.find(({ id }) => id === 'unit')?.value
  return (own as string | undefined) ?? fieldConfig?.defaults.unit
}
