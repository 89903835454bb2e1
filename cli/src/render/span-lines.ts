/** Spans of one or several runs: counted where they happen, counted in the store, and what to do about a difference. */
import { type RunDetail, type SpanCounts, type TraceStatus, traceStatus } from '@ringside/contract'
import { formatCount } from '@ringside/dashboards'
import { type Line, type RenderOptions, wrap } from './line.ts'

const indent = '       '

/** What a trace is when it is not complete, and what to do about it. */
const verdicts: Readonly<Record<TraceStatus, string>> = {
  complete: 'trace complete',
  incomplete: 'trace incomplete',
  aged: 'spans have aged out of the store',
  mismatch: 'TRACE MISMATCH: the counts contradict each other, do not trust this trace',
}

export function spanLines(spans: SpanCounts, runs: readonly RunDetail[], { width }: RenderOptions): Line[] {
  const { ioctl, dropped } = spans
  const status = traceStatus(spans)
  const style = status === 'complete' ? undefined : ('warn' as const)
  return [
    [`spans: ${formatCount(ioctl.issued)} ioctls issued, ${formatCount(ioctl.stored)} stored`],
    ...doorbellWords(spans, runs).map((words): Line => [`${indent}${words}`]),
    [indent, { text: `${formatCount(dropped)} dropped; ${verdicts[status]}`, style }],
    ...remarks(spans, runs)
      .flatMap((text) => wrap(text, Math.max(20, width - indent.length)))
      .map((text): Line => [indent, { text, style: 'warn' }]),
  ]
}

function doorbellWords({ doorbell, outlier, eventsDropped }: SpanCounts, runs: readonly RunDetail[]): string[] {
  if (runs.every(({ spec }) => spec.tracing.doorbells === 'off')) return ['doorbells not traced (tracing.doorbells is off)']
  const { rung, recorded, selected, stored } = doorbell
  const chosen = selected === recorded ? '' : `${formatCount(selected)} selected (${modesOf(runs)}), `
  const late = outlier.found === 0 ? [] : [`${formatCount(outlier.found)} late packets, ${formatCount(outlier.stored)} stored`]
  const dropped = eventsDropped === 0 ? '' : ` + ${formatCount(eventsDropped)} dropped`
  return [
    `${formatCount(rung)} doorbells rung = ${formatCount(recorded)} recorded${dropped}; ${chosen}${formatCount(stored)} stored`,
    ...late,
  ]
}

const modesOf = (runs: readonly RunDetail[]): string =>
  [...new Set(runs.map(({ spec }) => spec.tracing.doorbells))].filter((mode) => mode !== 'off').join(' and ')

/** What is missing for the moment, whose event ring was too small, and what was drained beside the load. */
function remarks(spans: SpanCounts, runs: readonly RunDetail[]): string[] {
  const isMissing = spans.spooled > 0 && traceStatus(spans) !== 'complete'
  return [...(isMissing ? [onDisk(spans.spooled)] : []), ...fullRings(runs), ...drained(runs)]
}

/** What is missing may only be late. */
const onDisk = (spooled: number): string =>
  `${formatCount(spooled)} ${spooled === 1 ? 'span was' : 'spans were'} on the agent's disk when the run ended: they are stored when the agent reaches the receiver`

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

/** Where it was asked for, it needs no word. */
function drained(runs: readonly RunDetail[]): string[] {
  const unasked = runs.filter(({ spec }) => spec.tracing.export === 'between-trials')
  const trials = unasked.flatMap(({ result }) => result?.trials ?? [])
  const count = trials.filter(({ drainedWhileRunning }) => drainedWhileRunning).length
  if (count === 0) return []
  return [
    `doorbells were taken out of the event rings while ${count} of ${trials.length} trials ran, beside what was measured: raise tracing.ringEvents, or shorten run.duration`,
  ]
}
