/** Figures about runs and queues: how many there are, how deep the queues are, how long runs take. */
import type { Meter } from '@opentelemetry/api'
import { isFinal, type RunRecord } from '../runs/run-record.ts'

/** Seconds; runs take from a blink to a night. */
const durationBoundaries = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400]
const msPerSecond = 1_000

export interface RunFigures {
  /** Unfinished runs by state. */
  runs(): Readonly<Record<'queued' | 'claimed' | 'running', number>>
  /** Jobs that wait, by queue, as the last sweep found them. */
  depths(): ReadonlyMap<string, number>
}

/** Observes the figures whenever metrics are read. Call the result with each record that has changed. */
export function observeRuns(meter: Meter, figures: RunFigures): (changed: RunRecord) => void {
  const runs = { unit: '{run}', description: 'Runs that have not ended, by state' }
  meter.createObservableUpDownCounter('ringside.runs', runs).addCallback((result) => {
    for (const [state, count] of Object.entries(figures.runs())) result.observe(count, { 'ringside.run.state': state })
  })
  const depth = { unit: '{run}', description: 'Runs that wait in a queue for their agent' }
  meter.createObservableUpDownCounter('ringside.queue.depth', depth).addCallback((result) => {
    for (const [queue, count] of figures.depths()) result.observe(count, { 'messaging.destination.name': queue })
  })
  const duration = meter.createHistogram('ringside.run.duration', {
    unit: 's',
    description: 'From the claim of a run, or its submission if there was none, to its end',
    advice: { explicitBucketBoundaries: durationBoundaries },
  })
  return ({ state, startedAtMs, submittedAtMs, endedAtMs, failure }) => {
    if (!isFinal(state) || endedAtMs === undefined) return
    const error = failure === undefined ? {} : { 'error.type': failure.cause }
    const seconds = Math.max(0, endedAtMs - (startedAtMs ?? submittedAtMs)) / msPerSecond
    duration.record(seconds, { 'ringside.run.state': state, ...error })
  }
}
