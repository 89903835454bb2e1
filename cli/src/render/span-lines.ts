/** Spans of one or several runs: counted where they happen, counted in the store, and what to do about a difference. */
import type { RunDetail, SpanCounts } from '@ringside/contract'
import { formatCount } from '@ringside/dashboards'
import { type Line, type RenderOptions, wrap } from './line.ts'

const indent = '       '

export function spanLines(spans: SpanCounts, runs: readonly RunDetail[], { width }: RenderOptions): Line[] {
  const { ioctl, doorbell, dropped, spooled = 0 } = spans
  const complete = ioctl.issued === ioctl.stored && doorbell.rung === doorbell.stored && dropped === 0
  return [
    [`spans: ${formatCount(ioctl.issued)} ioctls issued, ${formatCount(ioctl.stored)} stored`],
    [
      `${indent}${doorbellWords(spans, runs)}; `,
      { text: `${formatCount(dropped)} dropped`, style: complete ? undefined : 'warn' },
    ],
    ...[...(complete || spooled === 0 ? [] : [onDisk(spooled)]), ...fullRings(runs)]
      .flatMap((text) => wrap(text, Math.max(20, width - indent.length)))
      .map((text): Line => [indent, { text, style: 'warn' }]),
  ]
}

function doorbellWords({ doorbell }: SpanCounts, runs: readonly RunDetail[]): string {
  if (runs.every(({ spec }) => spec.tracing.doorbells === 'off')) return 'doorbells not traced (tracing.doorbells is off)'
  return `${formatCount(doorbell.rung)} doorbells rung, ${formatCount(doorbell.stored)} stored`
}

/** What is missing may only be late. */
const onDisk = (spooled: number): string =>
  `${formatCount(spooled)} ${spooled === 1 ? 'span was' : 'spans were'} on the agent's disk when the run ended: they are stored when the agent reaches the receiver`

/** One sentence for all runs whose event ring was too small. */
function fullRings(runs: readonly RunDetail[]): string[] {
  const full = runs.filter(({ result }) => result?.trials.some(({ eventsDropped }) => eventsDropped > 0))
  if (full.length === 0) return []
  const sizes = [...new Set(full.map(({ spec }) => formatCount(spec.tracing.ringEvents)))].join(' and ')
  const trials = full.flatMap(({ result }) => result?.trials ?? [])
  const count = trials.filter(({ eventsDropped }) => eventsDropped > 0).length
  return [
    `the event ring of ${sizes} doorbells was full in ${count} of ${trials.length} trials: raise tracing.ringEvents, or shorten run.duration`,
  ]
}
