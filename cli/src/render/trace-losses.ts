/** What of a run is not in its trace, shown where the trace is shown. */
import { type RunDetail, type TrialResult, traceStatus } from '@ringside/contract'
import { formatCount } from '@ringside/dashboards'
import { type Line, type RenderOptions, wrap } from './line.ts'

/** Trials named one by one; beyond them only how many. */
const namedTrials = 5

/** How doorbells were traced and how many of them are stored; then every trial that lost some. */
export function lossLines(run: RunDetail, { width }: RenderOptions): Line[] {
  const lossy = (run.result?.trials ?? []).flatMap((trial) => {
    const words = lossWords(trial, run.spec.tracing.ringEvents)
    return words.length === 0 ? [] : [words.join('; ')]
  })
  const more = lossy.length - namedTrials
  const losses = [...lossy.slice(0, namedTrials), ...(more > 0 ? [`and in ${formatCount(more)} more trials`] : [])]
  const missing = missingSpans(run)
  return [
    ...wrap(`${modeWords(run)}; ${storedWords(run)}`, width).map((text): Line => [{ text, style: missing ? 'warn' : 'dim' }]),
    ...losses
      .flatMap((words) => wrap(words, Math.max(20, width - 2)))
      .map((text): Line => [{ text: `  ${text}`, style: 'warn' }]),
  ]
}

function modeWords({ spec: { tracing } }: RunDetail): string {
  const mode = tracing.doorbells
  if (mode === 'all') return 'every doorbell traced'
  if (mode === 'off') return 'doorbells not traced (tracing.doorbells is off)'
  return `doorbells traced: ${mode}`
}

function storedWords({ state, spans }: RunDetail): string {
  if (spans === undefined) return `the run is ${state}: what is shown is what has arrived`
  const { doorbell, ioctl, dropped } = spans
  const words = [
    `${formatCount(doorbell.stored)} of ${formatCount(doorbell.selected + spans.eventsDropped)} doorbells stored`,
    `${formatCount(ioctl.stored)} of ${formatCount(ioctl.issued)} ioctls`,
    `${formatCount(dropped)} dropped`,
  ]
  return words.join(', ')
}

const missingSpans = ({ spans }: RunDetail): boolean => spans !== undefined && traceStatus(spans) !== 'complete'

function lossWords({ index, backend, eventsDropped, observationsDropped }: TrialResult, ringEvents: number): string[] {
  const where = `in trial ${index + 1} of ${backend}`
  return [
    ...(eventsDropped > 0
      ? [`${formatCount(eventsDropped)} doorbells dropped ${where}: event ring of ${formatCount(ringEvents)} full`]
      : []),
    ...(observationsDropped > 0
      ? [`${formatCount(observationsDropped)} observations dropped ${where}: their doorbells show as unobserved`]
      : []),
  ]
}
