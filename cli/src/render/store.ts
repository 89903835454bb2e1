/** What the store holds, a table a line. */
import type { StoreSummary, StoreTable } from '@ringside/contract'
import { formatCount, formatQuantity } from '@ringside/dashboards'
import { paint, type RenderOptions } from './line.ts'
import { table } from './table.ts'

export function renderStore({ store, version, tables }: StoreSummary, options: RenderOptions): string {
  const columns = [
    { title: 'table', align: 'left' as const },
    { title: 'rows', align: 'right' as const },
    { title: 'on disk', align: 'right' as const },
    { title: 'kept', align: 'left' as const },
  ]
  const rows = tables.map((row) => [row.name, formatCount(row.rows), formatQuantity(row.bytes, 'B'), keptWords(row)])
  return paint([[`${store}, ClickHouse ${version}`], ...table({ columns, rows }, options.width)], options)
}

function keptWords({ retention }: StoreTable): string {
  if (retention === undefined) return 'for ever'
  const words = Object.entries(retention).map(([kind, days]) => `${kind} ${days === 'keep' ? 'for ever' : `${days} days`}`)
  return words.join(', ')
}
