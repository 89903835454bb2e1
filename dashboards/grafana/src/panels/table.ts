/** Tables. Every column of the query is declared, so that none is shown without its unit. */
import { FieldTextAlignment, TableCellHeight, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common'
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table'
import type { DataLink } from '../links.ts'
import { type Unit, units } from '../units.ts'
import { asking, described, type PanelSize, type PanelText } from './panel.ts'

export interface Column {
  readonly title?: string
  /** `text` for what is no number. */
  readonly unit: Unit
  readonly width?: number
  readonly decimals?: number
  readonly links?: readonly DataLink[]
  /** Only there for links. */
  readonly hidden?: boolean
}

/** What links need of a row. */
export const hiddenColumns = {
  from_ms: { unit: units.time, hidden: true },
  to_ms: { unit: units.time, hidden: true },
} as const satisfies Readonly<Record<string, Column>>

export interface TablePanel extends PanelText, PanelSize {
  readonly sql: string
  /** By the name in the query, in its order. */
  readonly columns: Readonly<Record<string, Column>>
  readonly sortBy?: { readonly column: string; readonly desc?: boolean }
}

export function table({ sql, columns, sortBy, ...text }: TablePanel): PanelBuilder {
  const panel = described(new PanelBuilder(), { width: 24, ...text })
    .align(FieldTextAlignment.Auto)
    .cellHeight(TableCellHeight.Sm)
    .filterable(true)
    .showHeader(true)
  for (const [name, column] of Object.entries(columns)) panel.overrideByName(name, propertiesOf(name, column))
  if (sortBy !== undefined) {
    const title = columns[sortBy.column]?.title ?? words(sortBy.column)
    panel.sortBy([new TableSortByFieldStateBuilder().displayName(title).desc(sortBy.desc ?? false)])
  }
  return asking(panel, 'table', sql)
}

function propertiesOf(name: string, { title = words(name), unit, width, decimals, links, hidden }: Column): DynamicConfigValue[] {
  const properties: readonly (readonly [string, unknown])[] = [
    ['displayName', title],
    ['unit', unit],
    ['custom.width', width],
    ['decimals', decimals],
    ['links', links],
    ['custom.hidden', hidden],
  ]
  return properties.flatMap(([id, value]) => (value === undefined ? [] : [{ id, value }]))
}

/** `latency_ns_p99` is `latency ns p99`: for columns that nobody has named better. */
const words = (name: string): string => name.replaceAll('_', ' ')
