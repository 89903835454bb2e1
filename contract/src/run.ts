/** A run: one point of a suite's matrix, measured on every backend of the suite with interleaved trials. */
import { type Static, Type } from 'typebox'
import { Backend } from './backend.ts'
import { Ring } from './matrix.ts'
import { RunTracing } from './tracing.ts'
import { Frame, Workload } from './workload.ts'

/** Where in its life a run is. Only the last two are final. */
export const RunState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('running'),
  Type.Literal('succeeded'),
  Type.Literal('failed'),
])
export type RunState = Static<typeof RunState>

/** Why a run failed: the datapath, the services around it, a dead agent, or a time limit. */
export const FailureCause = Type.Union([
  Type.Literal('benchmark'),
  Type.Literal('infrastructure'),
  Type.Literal('agent lost'),
  Type.Literal('timeout'),
])
export type FailureCause = Static<typeof FailureCause>

/** What varies between the runs of a suite. */
export const Point = Type.Object({
  workload: Workload,
  frame: Frame,
  ringSize: Type.Integer(),
  /** Pairs of queues. */
  queues: Type.Integer(),
  ring: Ring,
})
export type Point = Static<typeof Point>

/** Everything an agent needs to execute a run; the content of its queue job. */
export const RunSpec = Type.Object({
  /** Unique per submission, for example `r-7k2m9q4x1c`. */
  id: Type.String(),
  submissionId: Type.String(),
  suite: Type.String(),
  host: Type.String(),
  /** Same content (point, backends), same id: what makes two runs points of one series. */
  pointId: Type.String(),
  /** For people: `throughput 64 B`. */
  label: Type.String(),
  point: Point,
  backends: Type.Array(Backend),
  warmupMs: Type.Number(),
  durationMs: Type.Number(),
  trials: Type.Integer(),
  order: Type.Union([Type.Literal('interleave'), Type.Literal('random'), Type.Literal('sequential')]),
  seed: Type.Integer(),
  tracing: RunTracing,
  minChangeRatio: Type.Number(),
  /** W3C traceparent of the run span, which the controller emits when the run has ended. */
  traceparent: Type.String(),
})
export type RunSpec = Static<typeof RunSpec>

/** What an agent reports while it executes a run. */
export interface RunProgress {
  /** The step at hand: `mapped 3/10`. */
  readonly phase: string
  readonly percent: number
  readonly remainingMs: number
}

export interface RunSummary {
  readonly id: string
  readonly submissionId: string
  readonly suite: string
  readonly label: string
  readonly pointId: string
  readonly host: string
  readonly backends: readonly string[]
  readonly state: RunState
  readonly traceId: string
  readonly submittedAt: string
  readonly startedAt?: string
  readonly endedAt?: string
  readonly failure?: RunFailure
  readonly progress?: RunProgress
}

export interface RunFailure {
  readonly cause: FailureCause
  /** What happened, the actual value, what was expected, the remedy. */
  readonly message: string
}
