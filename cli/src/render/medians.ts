/** Medians of runs that have nothing to be compared with: one line a metric, with its range and sample count. */
import { judgedMetrics, metrics, type RunDetail } from '@ringside/contract'
import { formatQuantity } from '@ringside/dashboards'
import type { Line, RenderOptions } from './line.ts'
import { table } from './table.ts'

export function medianLines(runs: readonly RunDetail[], { width }: RenderOptions): Line[] {
  const rows = runs.flatMap((run) =>
    judgedMetrics[run.spec.point.workload.kind].flatMap((name) => {
      const values = (run.result?.trials ?? []).flatMap(({ metrics: measured }) => measured[name] ?? [])
      if (values.length === 0) return []
      const { title, unit } = metrics[name]
      const words = (value: number) => formatQuantity(value, unit)
      return [
        [
          run.label,
          title,
          words(medianOf(values)),
          `${words(Math.min(...values))} to ${words(Math.max(...values))}`,
          String(values.length),
        ],
      ]
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

/** NaN of nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2
}
