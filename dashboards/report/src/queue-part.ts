/** The queues of a point: how much work each round found, and behind a fold what both ends of every queue counted. */
import { addCounters, meanBatch, type QueueTotal, queueTotals, type RunDetail, type TrialResult } from '@ringside/contract'
import { dropWords, formatCount, queueName } from '../../words/src/index.ts'
import { type Batches, drawBatches } from './batch-plot.ts'
import { type Html, html } from './html.ts'
import { legend, type SeriesOf } from './series.ts'
import { figure } from './svg.ts'
import { table } from './table.ts'

export function queuePart(run: RunDetail, trials: readonly TrialResult[], seriesOf: SeriesOf): Html {
  const totals = queueTotals(trials)
  if (totals.length === 0) return html``
  const batches = run.backends.flatMap((backend) => batchesOf(totals, backend))
  return html`<h3>Queues</h3>${batches.length === 0 ? '' : batchFigure(run, batches, seriesOf)}${queueTable(run, totals)}`
}

/** What the device found in the transmit queues of a backend. */
function batchesOf(totals: readonly QueueTotal[], backend: string): Batches[] {
  const mine = totals.filter((queue) => queue.backend === backend && queue.role === 'tx').map(({ device }) => device)
  const [first, ...rest] = mine
  if (first === undefined) return []
  const { batches } = rest.reduce(addCounters, first)
  return batches.some((count) => count > 0) ? [{ backend, counts: batches }] : []
}

function batchFigure(run: RunDetail, batches: readonly Batches[], seriesOf: SeriesOf): Html {
  return html`${legend(batches.map(({ backend }) => seriesOf(backend)))}${figure({
    title: `${run.label}: packets the device found at once`,
    caption: html`Each time the device looked at a transmit queue and found work, by how many packets it found; all trials and queues together.`,
    file: `${run.label}-batches`,
    draw: (width) => drawBatches(batches, seriesOf, width),
  })}`
}

const head = ['queue', 'end', 'packets', 'at once', 'rung', 'suppressed', 'empty polls', 'IOTLB misses', 'dropped']

function queueTable(run: RunDetail, totals: readonly QueueTotal[]): Html {
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
  return html`<details><summary>All ${totals.length} queues of ${run.label}</summary>${table({
    caption:
      'Counts of the measured phases of all trials. At once: packets of a mean batch. Rung, suppressed: notifications of the other end',
    head,
    rows,
  })}</details>`
}
