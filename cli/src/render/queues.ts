/** What both ends of every queue counted, over all trials of a backend. */
import { meanBatch, queueTotals, type TrialResult } from '@ringside/contract'
import { dropWords, formatCount, queueName } from '@ringside/dashboards'
import type { Line, RenderOptions } from './line.ts'
import { table } from './table.ts'

const titles = ['queue', 'end', 'packets', 'at once', 'rung', 'dropped', 'suppressed', 'empty polls', 'IOTLB misses'] as const
const words: readonly string[] = ['queue', 'end', 'dropped']
const optional: readonly string[] = ['suppressed', 'empty polls', 'IOTLB misses']

export function queueLines(trials: readonly TrialResult[], { width }: RenderOptions): Line[] {
  const totals = queueTotals(trials)
  if (totals.length === 0) return [['  No queues were counted.']]
  const columns = titles.map((title) => ({
    title,
    align: words.includes(title) ? ('left' as const) : ('right' as const),
    optional: optional.includes(title),
  }))
  const rows = totals.flatMap((queue) =>
    (['driver', 'device'] as const).map((end) => {
      const counters = queue[end]
      const drops = dropWords(counters.drops)
      return [
        `${queueName(queue)} ${queue.backend}`,
        end,
        formatCount(counters.packets),
        meanBatch(counters)?.toFixed(1) ?? '–',
        formatCount(counters.notificationsSent),
        { text: drops, style: drops === '0' ? undefined : ('warn' as const) },
        formatCount(counters.notificationsSuppressed),
        formatCount(counters.emptyPolls),
        formatCount(counters.iotlbMisses),
      ]
    }),
  )
  return table({ columns, rows }, width)
}
