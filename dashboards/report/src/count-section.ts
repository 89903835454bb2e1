/** Packets and spans, each counted at its own place: what was lost on the way is shown, not assumed. */
import type { PacketCounts, Report, TrialResult } from '@ringside/contract'
import { arrivalWord, formatCount, formatPercent } from '../../words/src/index.ts'
import { type Html, html } from './html.ts'
import { table } from './table.ts'

export function countSection({ runs, spans }: Report): Html {
  const trials = runs.flatMap(({ result }) => result?.trials ?? [])
  if (trials.length === 0) return html`<section><h2 id="packets">Packets and spans</h2><p>No trial was measured.</p></section>`
  const rows = runs.flatMap((run) =>
    run.backends.flatMap((backend) => {
      const mine = run.result?.trials.filter((trial) => trial.backend === backend) ?? []
      return mine.length === 0 ? [] : [packetRow(`${run.label}, ${backend}`, mine)]
    }),
  )
  const head = [
    'run, backend',
    'sent',
    'unsent',
    arrivalWord(trials),
    'lost',
    'lost share',
    'corrupt',
    'duplicate',
    'reordered',
    'no buffer',
  ]
  return html`<section><h2 id="packets">Packets and spans</h2>
${table({ caption: 'Packets of the measured phase. Sent is counted by the driver, what came by the receiving end, lost by gaps in its sequence', head, rows })}
${doorbellTable({ runs, trials })}
${table({
  caption: 'Spans: issued as the device counted them, stored as the store counts them',
  head: ['kind', 'issued', 'stored', 'missing'],
  rows: [
    [
      'ioctls',
      formatCount(spans.ioctl.issued),
      formatCount(spans.ioctl.stored),
      formatCount(spans.ioctl.issued - spans.ioctl.stored),
    ],
    [
      'doorbells',
      formatCount(spans.doorbell.rung),
      formatCount(spans.doorbell.stored),
      formatCount(spans.doorbell.rung - spans.doorbell.stored),
    ],
  ],
})}
<p class="${spans.dropped > 0 ? 'note' : 'soft'}">${formatCount(spans.dropped)} events were dropped.${
    spans.spooled ? ` ${formatCount(spans.spooled)} were on the agent's disk when their run ended, to be stored later.` : ''
  }</p></section>`
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

function doorbellTable({ runs, trials }: { runs: Report['runs']; trials: readonly TrialResult[] }): Html {
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
  const head = ['backend', 'kicks rung', 'kicks suppressed', 'calls rung', 'calls suppressed']
  return table({
    caption: 'Doorbells of whole trials, warm-up included. Suppressed: the other side did not want them',
    head,
    rows,
  })
}
