/** What of a run is not in its trace, in words. */
import type { RunDetail, TrialResult } from '@ringside/contract'
import { formatCount } from './quantity.ts'

/** Trials named one by one; beyond them only how many. */
const namedTrials = 5

/** Which doorbells were to be traced. */
export function tracingWords({ spec: { tracing } }: RunDetail): string {
  const mode = tracing.doorbells
  if (mode === 'all') return 'every doorbell traced'
  if (mode === 'off') return 'doorbells not traced (tracing.doorbells is off)'
  return `doorbells traced: ${mode}`
}

/** How much of it is stored. */
export function storedSpanWords({ state, spans }: RunDetail): string {
  if (spans === undefined) return `the run is ${state}: what is shown is what has arrived`
  const { doorbell, ioctl, dropped } = spans
  const words = [
    `${formatCount(doorbell.stored)} of ${formatCount(doorbell.selected + spans.eventsDropped)} doorbells stored`,
    `${formatCount(ioctl.stored)} of ${formatCount(ioctl.issued)} ioctls`,
    `${formatCount(dropped)} dropped`,
  ]
  return words.join(', ')
}

/** A line for each trial that lost some, the first ones; then how many more. */
export function trialLossWords(run: RunDetail): string[] {
  const lossy = (run.result?.trials ?? []).flatMap((trial) => {
    const words = lossWords(trial, run.spec.tracing.ringEvents)
    return words.length === 0 ? [] : [words.join('; ')]
  })
  const more = lossy.length - namedTrials
  return [...lossy.slice(0, namedTrials), ...(more > 0 ? [`and in ${formatCount(more)} more trials`] : [])]
}

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
