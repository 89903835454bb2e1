/** Medians of runs that have nothing to be compared with: one line a metric, with its range and sample count. */
import { judgedMetrics, metrics, type RunDetail } from '@ringside/contract'
import { formatQuantity } from '@ringside/dashboards'
import type { Line, RenderOptions } from './line.ts'
import { table } from './table.ts'

export function medianLines(runs: readonly RunDetail[], { width }: RenderOptions): Line[] {
  const rows = runs.flatMap((run) =>
    judgedMetrics[run.spec.point.workload.kind].flatMap((name) => {
      const values = (run.result?.trials ?? []).flatMap(({ metrics: measured }) => measured[name] ?? []).sort((x, y) => x - y)
      if (values.length === 0) return []
      const { title, unit } = metrics[name]
      const words = (value: number | undefined) => formatQuantity(value ?? Number.NaN, unit)
      return [[run.label, title, words(median(values)), `${words(values[0])} to ${words(values.at(-1))}`, String(values.length)]]
    }),
  )
  if (rows.length === 0) return []
  const columns = ['point', 'metric', 'median', 'range', 'trials'].map((title, i) => ({
    title,
    align: i < 2 ? ('left' as const) : ('right' as const),
    optional: title === 'range',
  }))
  return [...table({ columns, rows }, width), []]
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2
}
