/** From a suite to its runs: one per workload, frame and ring size, each measured on all backends. Pure. */
import { type Point, parseDurationMs, parsePercentRatio, type RunSpec, type Suite } from '@ringside/contract'
import { labelOf } from './label.ts'
import { pointIdOf } from './point-id.ts'

/** A run before it is submitted: what to measure, not yet where and under which ids. */
export type PlannedRun = Omit<RunSpec, 'id' | 'submissionId' | 'host' | 'traceparent'>

/** What a suite means where it says nothing. */
export const suiteDefaults = {
  warmupMs: 50,
  durationMs: 1_000,
  trials: 10,
  order: 'interleave',
  seed: 1,
  doorbells: 'all',
  ringEvents: 1_048_576,
  minChangeRatio: 0.02,
  ringSize: 256,
} as const satisfies Record<string, string | number>

/** The runs of a suite that passed checkSuite, workloads outermost, ring sizes innermost. */
export function expand(suite: Suite): PlannedRun[] {
  return pointsOf(suite).map((point) => ({
    suite: suite.name,
    pointId: pointIdOf(point, suite.backends),
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
  const ringSizes = suite.matrix.ringSize ?? [suiteDefaults.ringSize]
  return suite.workloads.flatMap((workload) =>
    suite.matrix.frame.flatMap((frame) => ringSizes.map((ringSize) => ({ workload, frame, ringSize }))),
  )
}

function settingsOf({ run, tracing, judge }: Suite) {
  return {
    warmupMs: run?.warmup === undefined ? suiteDefaults.warmupMs : parseDurationMs(run.warmup),
    durationMs: run?.duration === undefined ? suiteDefaults.durationMs : parseDurationMs(run.duration),
    trials: run?.trials ?? suiteDefaults.trials,
    order: run?.order ?? suiteDefaults.order,
    seed: run?.seed ?? suiteDefaults.seed,
    tracing: {
      doorbells: tracing?.doorbells ?? suiteDefaults.doorbells,
      ringEvents: tracing?.ringEvents ?? suiteDefaults.ringEvents,
    },
    minChangeRatio: judge?.minChange === undefined ? suiteDefaults.minChangeRatio : parsePercentRatio(judge.minChange),
  }
}
