/** Every trial with its figures, behind a fold. */
import type { TrialResult } from '@ringside/contract'
import { metricNames, metrics } from '@ringside/contract/metrics'
import { DataTable } from '../../views/src/data-table.tsx'
import { formatCount, formatPercent, formatQuantity } from '../../words/src/quantity.ts'

interface Column {
  readonly title: string
  readonly cell: (trial: TrialResult) => string
}

export function TrialTable({ label, trials }: { label: string; trials: readonly TrialResult[] }) {
  const columns = columnsOf(trials)
  return (
    <details>
      <summary>
        All {trials.length} trials of {label}
      </summary>
      <DataTable
        caption="In the order they ran"
        head={columns.map(({ title }) => title)}
        rows={trials.map((trial) => columns.map(({ cell }) => cell(trial)))}
      />
    </details>
  )
}

/** Those that any trial has something in. */
function columnsOf(trials: readonly TrialResult[]): Column[] {
  const any = (has: (trial: TrialResult) => unknown) => trials.some((trial) => has(trial) !== undefined)
  const cycles = (end: 'driver' | 'device'): Column => ({
    title: `${end} cycles a packet`,
    cell: ({ cyclesPerPacket }) => cyclesPerPacket?.[end].toFixed(0) ?? '–',
  })
  return [
    { title: 'trial', cell: ({ index, backend }) => `${index + 1} ${backend}` },
    ...metricNames
      .filter((name) => any((trial) => trial.metrics[name]))
      .map((name) => ({
        title: metrics[name].title.replace('latency ', ''),
        cell: (trial: TrialResult) => formatQuantity(trial.metrics[name] ?? Number.NaN, metrics[name].unit),
      })),
    ...(any(({ intendedRatePps }) => intendedRatePps)
      ? [{ title: 'intended', cell: ({ intendedRatePps }: TrialResult) => formatQuantity(intendedRatePps ?? Number.NaN, 'pps') }]
      : []),
    { title: 'offered', cell: ({ offeredRatePps }) => formatQuantity(offeredRatePps, 'pps') },
    { title: 'lost', cell: ({ packets }) => formatCount(packets.lost) },
    ...(any(({ cyclesPerPacket }) => cyclesPerPacket) ? [cycles('driver'), cycles('device')] : []),
    { title: 'steal', cell: ({ environment }) => formatPercent(environment.stealRatio) },
    { title: 'schedule', cell: ({ generatorLimited }) => (generatorLimited ? 'behind' : 'kept') },
  ]
}
