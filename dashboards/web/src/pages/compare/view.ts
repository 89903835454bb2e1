/** What the page shows, as its address says it. */
import { type MetricName, metricNames } from '@ringside/contract/metrics'

export const orders = ['difference', 'suite'] as const

export interface CompareView {
  readonly a: string | undefined
  readonly b: string | undefined
  /** By size of difference, or as the suite has them. */
  readonly order: (typeof orders)[number]
  readonly metric: MetricName | undefined
  /** Words that the row must have: `64 packed`. */
  readonly words: string
  /** Key of the row that is open. */
  readonly row: string | undefined
}

type Query = Readonly<Record<string, string | undefined>>

export const viewOf = ({ a, b, order, metric, words = '', row }: Query): CompareView => ({
  a: a || undefined,
  b: b || undefined,
  order: orders.find((each) => each === order) ?? 'difference',
  metric: metricNames.find((each) => each === metric),
  words,
  row: row || undefined,
})

export function compareAddress({ a, b, order, metric, words, row }: CompareView): string {
  const query = new URLSearchParams()
  const said = { a, b, order: order === 'difference' ? undefined : order, metric, words, row }
  for (const [name, value] of Object.entries(said)) if (value) query.set(name, value)
  return query.size === 0 ? '/compare' : `/compare?${query}`
}
