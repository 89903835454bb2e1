/** Packets and spans, each counted at its own place: what was lost on the way is shown, not assumed. */
import type { PacketCounts, Report, TrialResult } from '@ringside/contract'
import { DataTable } from '../../views/src/data-table.tsx'
import { arrivalWord } from '../../words/src/caution.ts'
import { formatCount, formatPercent } from '../../words/src/quantity.ts'

export function CountSection({ report: { runs, spans } }: { report: Report }) {
  const trials = runs.flatMap(({ result }) => result?.trials ?? [])
  return (
    <section>
      <h2 id="packets">Packets and spans</h2>
      {trials.length === 0 ? (
        <p>No trial was measured.</p>
      ) : (
        <>
          <PacketTable runs={runs} arrival={arrivalWord(trials)} />
          <DoorbellTable runs={runs} trials={trials} />
          <SpanTable spans={spans} />
        </>
      )}
    </section>
  )
}

function PacketTable({ runs, arrival }: { runs: Report['runs']; arrival: string }) {
  const rows = runs.flatMap((run) =>
    run.backends.flatMap((backend) => {
      const mine = run.result?.trials.filter((trial) => trial.backend === backend) ?? []
      return mine.length === 0 ? [] : [packetRow(`${run.label}, ${backend}`, mine)]
    }),
  )
  const tail = ['lost', 'lost share', 'corrupt', 'duplicate', 'reordered', 'no buffer']
  const caption =
    'Packets of the measured phase. Sent is counted by the driver, what came by the receiving end, lost by gaps in its sequence'
  return <DataTable caption={caption} head={['run, backend', 'sent', 'unsent', arrival, ...tail]} rows={rows} />
}

function packetRow(title: string, trials: readonly TrialResult[]): string[] {
  const sum = (key: keyof PacketCounts) => trials.reduce((total, { packets }) => total + packets[key], 0)
  const sent = sum('sent')
  return [
    title,
    formatCount(sent),
    formatCount(sum('unsent')),
    formatCount(sum('verified')),
    formatCount(sum('lost')),
    sent > 0 ? formatPercent(sum('lost') / sent) : '–',
    ...(['corrupt', 'duplicate', 'reordered', 'droppedNoBuffer'] as const).map((key) => formatCount(sum(key))),
  ]
}

function DoorbellTable({ runs, trials }: { runs: Report['runs']; trials: readonly TrialResult[] }) {
  const rows = [...new Set(runs.flatMap(({ backends }) => backends))].map((backend) => {
    const mine = trials.filter((trial) => trial.backend === backend)
    const sum = (count: (trial: TrialResult) => number) => formatCount(mine.reduce((total, trial) => total + count(trial), 0))
    return [
      backend,
      sum(({ doorbells }) => doorbells.kick.rung),
      sum(({ doorbells }) => doorbells.kick.suppressed),
      sum(({ doorbells }) => doorbells.call.rung),
      sum(({ doorbells }) => doorbells.call.suppressed),
    ]
  })
  const caption = 'Doorbells of whole trials, warm-up included. Suppressed: the other side did not want them'
  const head = ['backend', 'kicks rung', 'kicks suppressed', 'calls rung', 'calls suppressed']
  return <DataTable caption={caption} head={head} rows={rows} />
}

function SpanTable({ spans: { ioctl, doorbell, dropped, spooled } }: { spans: Report['spans'] }) {
  const row = (kind: string, issued: number, stored: number) => [kind, ...[issued, stored, issued - stored].map(formatCount)]
  return (
    <>
      <DataTable
        caption="Spans: issued as the device counted them, stored as the store counts them"
        head={['kind', 'issued', 'stored', 'missing']}
        rows={[row('ioctls', ioctl.issued, ioctl.stored), row('doorbells', doorbell.rung, doorbell.stored)]}
      />
      <p class={dropped > 0 ? 'note' : 'soft'}>
        {formatCount(dropped)} events were dropped.
        {spooled ? ` ${formatCount(spooled)} were on the agent's disk when their run ended, to be stored later.` : ''}
      </p>
    </>
  )
}
