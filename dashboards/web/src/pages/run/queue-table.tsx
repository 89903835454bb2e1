/** What both ends of every queue counted, folded away: it is the first place to look when two ends disagree. */
import type { RunDetail } from '@ringside/contract'
import { meanBatch, queueTotals } from '@ringside/contract/queue-totals'
import { formatCount } from '../../../../words/src/quantity.ts'
import { dropWords, queueName } from '../../../../words/src/queue.ts'
import { FigureTable } from './figure-table.tsx'

const head = ['queue', 'end', 'packets', 'at once', 'rung', 'suppressed', 'empty polls', 'IOTLB misses', 'dropped']

export function QueueTable({ run }: { run: RunDetail }) {
  const totals = queueTotals(run.result?.trials ?? [])
  if (totals.length === 0) return null
  const rows = totals.flatMap((queue) =>
    (['driver', 'device'] as const).map((end) => {
      const counters = queue[end]
      return [
        `${queueName(queue)} ${queue.backend}`,
        end,
        formatCount(counters.packets),
        meanBatch(counters)?.toFixed(1) ?? '–',
        formatCount(counters.notificationsSent),
        formatCount(counters.notificationsSuppressed),
        formatCount(counters.emptyPolls),
        `${formatCount(counters.iotlbMisses)} of ${formatCount(counters.iotlbLookups)}`,
        dropWords(counters.drops),
      ]
    }),
  )
  return (
    <details>
      <summary>Counters of {totals.length} queues</summary>
      <FigureTable
        caption="Of the measured phases of all trials. At once: packets of a mean batch. Rung, suppressed: notifications of the other end"
        head={head}
        rows={rows}
      />
    </details>
  )
}
