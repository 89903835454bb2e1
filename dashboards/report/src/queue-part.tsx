/** The queues of a point: how much work each round found, and behind a fold what both ends of every queue counted. */
import type { RunDetail, TrialResult } from '@ringside/contract'
import { addCounters, meanBatch, type QueueTotal, queueTotals } from '@ringside/contract/queue-totals'
import { useContext } from 'preact/hooks'
import { type Batches, batchPlot } from '../../plots/src/batch-plot.ts'
import type { Series } from '../../plots/src/theme.ts'
import { DataTable } from '../../views/src/data-table.tsx'
import { FigureContext } from '../../views/src/figure.ts'
import { Legend } from '../../views/src/legend.tsx'
import { formatCount } from '../../words/src/quantity.ts'
import { dropWords, queueName } from '../../words/src/queue.ts'

export interface QueueProps {
  readonly run: RunDetail
  readonly trials: readonly TrialResult[]
  readonly seriesOf: (name: string) => Series
}

export function QueuePart({ run, trials, seriesOf }: QueueProps) {
  const Figure = useContext(FigureContext)
  const totals = queueTotals(trials)
  if (totals.length === 0) return null
  const batches = run.backends.flatMap((backend) => batchesOf(totals, backend))
  return (
    <>
      <h3>Queues</h3>
      {batches.length > 0 && (
        <>
          <Legend series={batches.map(({ backend }) => seriesOf(backend))} />
          <Figure plot={batchPlot(batches, { title: run.label, seriesOf })}>
            Each time the device looked at a transmit queue and found work, by how many packets it found; all trials and queues
            together.
          </Figure>
        </>
      )}
      <QueueTable label={run.label} totals={totals} />
    </>
  )
}

/** What the device found in the transmit queues of a backend. */
function batchesOf(totals: readonly QueueTotal[], backend: string): Batches[] {
  const mine = totals.filter((queue) => queue.backend === backend && queue.role === 'tx').map(({ device }) => device)
  const [first, ...rest] = mine
  if (first === undefined) return []
  const { batches } = rest.reduce(addCounters, first)
  return batches.some((count) => count > 0) ? [{ backend, counts: batches }] : []
}

const head = ['queue', 'end', 'packets', 'at once', 'rung', 'suppressed', 'empty polls', 'IOTLB misses', 'dropped']

function QueueTable({ label, totals }: { label: string; totals: readonly QueueTotal[] }) {
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
  const caption =
    'Counts of the measured phases of all trials. At once: packets of a mean batch. Rung, suppressed: notifications of the other end'
  return (
    <details>
      <summary>
        All {totals.length} queues of {label}
      </summary>
      <DataTable caption={caption} head={head} rows={rows} />
    </details>
  )
}
