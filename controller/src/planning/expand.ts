/** From a suite to its runs: one per workload and point of the matrix, each measured on all backends. Pure. */
import {
  type Point,
  parseDurationMs,
  parsePercentRatio,
  type RunSpec,
  runDefaults,
  runTracing,
  type Suite,
  suiteDefaults,
} from '@ringside/contract'
import { labelOf } from './label.ts'
import { pointIdOf } from './point-id.ts'

/** A run before it is submitted: what to measure, not yet where and under which ids. */
export type PlannedRun = Omit<RunSpec, 'id' | 'submissionId' | 'host' | 'traceparent'>

/** The runs of a suite that passed checkSuite: workloads outermost, then the axes in the order frame, ringSize, queues, ring. */
export function expand(suite: Suite): PlannedRun[] {
  return pointsOf(suite).map((point) => ({
    suite: suite.name,
    pointId: pointIdOf(point, suite.backends),
    contentId: pointIdOf(point, suite.backends),
    ...runDefaults,
    label: labelOf(point, suite),
    point,
    backends: suite.backends,
    ...settingsOf(suite),
  }))
}

/**
 * Host time the measuring of a run takes at least, in milliseconds: warm-up and measured phase of every trial.
 * Set-up, tear-down and the export of spans come on top.
 */
export function hostTimeMs(run: Pick<RunSpec, 'backends' | 'trials' | 'warmupMs' | 'durationMs'>): number {
  return run.backends.length * run.trials * (run.warmupMs + run.durationMs)
}

function pointsOf(suite: Suite): Point[] {
  const { frame: frames, ringSize, queues, ring } = suite.matrix
  return suite.workloads
    .flatMap((workload) => frames.map((frame) => ({ workload, frame })))
    .flatMap((point) => (ringSize ?? [suiteDefaults.ringSize]).map((one) => ({ ...point, ringSize: one })))
    .flatMap((point) => (queues ?? [suiteDefaults.queues]).map((one) => ({ ...point, queues: one })))
    .flatMap((point) => (ring ?? [suiteDefaults.ring]).map((one) => ({ ...point, ring: one })))
}

function settingsOf({ run, tracing, judge }: Suite) {
  return {
    warmupMs: run?.warmup === undefined ? suiteDefaults.warmupMs : parseDurationMs(run.warmup),
    durationMs: run?.duration === undefined ? suiteDefaults.durationMs : parseDurationMs(run.duration),
    trials: run?.trials ?? suiteDefaults.trials,
    order: run?.order ?? suiteDefaults.order,
    seed: run?.seed ?? suiteDefaults.seed,
    tracing: runTracing(tracing),
    minChangeRatio: judge?.minChange === undefined ? suiteDefaults.minChangeRatio : parsePercentRatio(judge.minChange),
  }
}
