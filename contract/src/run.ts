/** A run: one point of a suite's matrix, measured on every backend of the suite with interleaved trials. */
import { type Static, Type } from 'typebox'
import { ArtifactKind } from './artifact.ts'
import { Backend } from './backend.ts'
import { Ring } from './matrix.ts'
import { RunTracing } from './tracing.ts'
import { Tuning } from './tuning.ts'
import { Frame, Workload } from './workload.ts'

/**
 * Where in its life a run is: waiting in its host's queue, taken by an agent that waits for the host to be its own or
 * prepares it, measured, ended. Only the last two are final.
 */
export const RunState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('claimed'),
  Type.Literal('running'),
  Type.Literal('succeeded'),
  Type.Literal('failed'),
])
export type RunState = Static<typeof RunState>

/** Why a run failed: the datapath, the services around it, an agent that is gone, a time limit, someone who wanted it to end. */
export const FailureCause = Type.Union([
  Type.Literal('benchmark'),
  Type.Literal('infrastructure'),
  Type.Literal('lost'),
  Type.Literal('timeout'),
  Type.Literal('cancelled'),
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

/** How long a run may take in each part of its life. */
export const RunTimeouts = Type.Object({
  /** In the queue, from its submission. */
  waitingMs: Type.Number(),
  /** From the claim to the result, of each attempt. */
  runMs: Type.Number(),
  /** Since its agent was last heard of. */
  heartbeatMs: Type.Number(),
})
export type RunTimeouts = Static<typeof RunTimeouts>

/** Everything an agent needs to execute a run; the content of its queue job. */
export const RunSpec = Type.Object({
  /** Unique per submission, for example `r-7k2m9q4x1c`. */
  id: Type.String(),
  /** 1-based. Each attempt has a queue job of its own: `jobId` (host.ts). */
  attempt: Type.Integer(),
  submissionId: Type.String(),
  suite: Type.String(),
  host: Type.String(),
  /** Same content (point, backends), same id: what makes two runs points of one series. */
  pointId: Type.String(),
  /** Same content, same id: everything that decides what is measured and how, of the point, the backends and the settings. */
  contentId: Type.String(),
  /** 0-based, where a suite asks for each run several times. */
  repetition: Type.Integer(),
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
  /** Absent: the host stays as it is. */
  tuning: Type.Optional(Tuning),
  /** Absent: none. */
  artifacts: Type.Optional(Type.Array(ArtifactKind)),
  minChangeRatio: Type.Number(),
  /** 0 goes first; among equals the older one. At most 2^21. */
  priority: Type.Integer(),
  timeouts: RunTimeouts,
  /** How often a run that failed by its infrastructure, or whose agent was lost, is attempted again. */
  retries: Type.Integer(),
  /** W3C traceparent of the run span, which the controller emits when the run has ended. */
  traceparent: Type.String(),
})
export type RunSpec = Static<typeof RunSpec>

/** What an agent reports while it executes a run. */
export interface RunProgress {
  /** `claimed`: waits for the host or prepares it. `running`: from the first trial on. */
  readonly state: 'claimed' | 'running'
  /** The step at hand: `mapped 3/10`. */
  readonly phase: string
  readonly percent: number
  readonly remainingMs: number
  /** Once the agent has the host to itself. */
  readonly lease?: RunLease
}

/** Who had the host to itself, and under which number: a result with a number that is not its attempt's is refused. */
export interface RunLease {
  readonly agentId: string
  /** Fencing token: grows with every lease of a host. */
  readonly token: number
}

/** One try at a run. */
export interface RunAttempt {
  /** 1-based. */
  readonly attempt: number
  readonly state: RunState
  readonly lease?: RunLease
  readonly startedAt?: string
  readonly endedAt?: string
  readonly failure?: RunFailure
  /** A result that came when the attempt had been given up already: refused, and told here. ISO 8601. */
  readonly refusedAt?: string
}

export interface RunSummary {
  readonly id: string
  readonly submissionId: string
  readonly suite: string
  readonly label: string
  readonly pointId: string
  readonly contentId: string
  readonly repetition: number
  readonly priority: number
  readonly host: string
  readonly backends: readonly string[]
  readonly state: RunState
  /** The present attempt, 1-based. */
  readonly attempt: number
  readonly traceId: string
  /** Someone wants it to end, and its agent has not yet confirmed. */
  readonly cancelling?: boolean
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
