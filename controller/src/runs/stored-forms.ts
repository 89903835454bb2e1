/** Specs and results as earlier versions stored them, brought to the form of today: what was added means what held then. */
import {
  type FailureCause,
  type IssuedSpans,
  type QueueResult,
  type RunResult,
  type RunSpec,
  runDefaults,
  suiteDefaults,
  type TrialResult,
  tracingDefaults,
} from '@ringside/contract'
import { contentIdOf } from '../planning/content-id.ts'

const addedToPoints = { queues: suiteDefaults.queues, ring: suiteDefaults.ring }
const addedToTrials = {
  verify: suiteDefaults.verify,
  expectedFaults: false,
  queues: [],
  outliers: 0,
  drainedWhileRunning: false,
} satisfies Partial<TrialResult>
const noLease = { agentId: '', token: 0 }
const addedToQueues = { eventsDropped: 0, observationsDropped: 0 }

export function specOfToday<Spec extends RunSpec>(stored: Spec): Spec {
  const spec = {
    ...runDefaults,
    ...stored,
    point: { ...addedToPoints, ...stored.point },
    tracing: { ...tracingDefaults, ...stored.tracing },
    timeouts: { ...runDefaults.timeouts, ...stored.timeouts },
  }
  return { ...spec, contentId: stored.contentId ?? contentIdOf(spec) }
}

/** Results came without a lease when hosts had none. */
export function resultOfToday(stored: RunResult): RunResult {
  return {
    ...Object.assign({ attempt: 1, lease: noLease }, stored),
    spans: spansOfToday(stored),
    trials: stored.trials.map(trialOfToday),
  }
}

export const causeOfToday = (stored: string): FailureCause => (stored === 'agent lost' ? 'lost' : (stored as FailureCause))

function trialOfToday(stored: TrialResult): TrialResult {
  const trial = { ...addedToTrials, ...stored }
  const queueOfToday = (queue: QueueResult): QueueResult => ({
    ...queue,
    driver: { ...addedToQueues, ...queue.driver },
    device: { ...addedToQueues, ...queue.device },
  })
  return { ...trial, queues: trial.queues.map(queueOfToday) }
}

/** Every doorbell that found room became a span. */
function spansOfToday({ spans, trials }: RunResult): IssuedSpans {
  const eventsDropped = spans.doorbellRung === 0 ? 0 : trials.reduce((sum, trial) => sum + trial.eventsDropped, 0)
  const recorded = spans.doorbellRung - eventsDropped
  const derived = { doorbellRecorded: recorded, doorbellSelected: recorded, outliersFound: 0, eventsDropped, spooled: 0 }
  return Object.assign(derived, spans)
}
