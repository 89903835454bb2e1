/** A run: one point of a suite's matrix, measured on every backend of the suite with interleaved trials. */
import { type Static, Type } from 'typebox'
import { WatchRule } from './alert-rule.ts'
import { Artifact } from './artifact.ts'
import { Backend } from './backend.ts'
import type { Frozen } from './frozen.ts'
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
export type Point = Frozen<Static<typeof Point>>

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
  minChangeRatio: Type.Number(),
  /** 0 goes first; among equals the older one. At most 2^21. */
  priority: Type.Integer(),
  timeouts: RunTimeouts,
  /** How often a run that failed by its infrastructure, or whose agent was lost, is attempted again. */
  retries: Type.Integer(),
  /** Its failure, once no attempt is left, ends the rest of its submission. */
  stopOnFailure: Type.Boolean(),
  /** What is kept of it beside result and spans. */
  artifacts: Type.Array(Artifact),
  /** What is changed on the host meanwhile. */
  tuning: Tuning,
  /** What its suite wants watched. */
  alerts: Type.Array(WatchRule),
  /** Id of the run that it measures once more, because figures of that had got worse: submitted by the controller itself. */
  confirms: Type.Optional(Type.String()),
  /** W3C traceparent of the run span, which the controller emits when the run has ended. */
  traceparent: Type.String(),
})
export type RunSpec = Frozen<Static<typeof RunSpec>>

export const RunFailure = Type.Object(
  {
    cause: FailureCause,
    message: Type.String({ description: 'What happened, the actual value, what was expected, the remedy' }),
  },
  { title: 'RunFailure' },
)
export type RunFailure = Frozen<Static<typeof RunFailure>>

/** Who had the host to itself, and under which number: a result with a number that is not its attempt's is refused. */
export const RunLease = Type.Object(
  { agentId: Type.String(), token: Type.Number({ description: 'Fencing token: grows with every lease of a host' }) },
  { title: 'RunLease' },
)
export type RunLease = Frozen<Static<typeof RunLease>>

/** What an agent reports while it executes a run. */
export const RunProgress = Type.Object(
  {
    state: Type.Enum(['claimed', 'running'], {
      description: '`claimed`: waits for the host or prepares it. `running`: from the first trial on',
    }),
    phase: Type.String({ description: 'The step at hand: `mapped 3/10`' }),
    percent: Type.Number(),
    remainingMs: Type.Number(),
    /** Once the agent has the host to itself. */
    lease: Type.Optional(RunLease),
  },
  { title: 'RunProgress' },
)
export type RunProgress = Frozen<Static<typeof RunProgress>>

/** One try at a run. */
export const RunAttempt = Type.Object(
  {
    attempt: Type.Number({ description: '1-based' }),
    state: RunState,
    lease: Type.Optional(RunLease),
    startedAt: Type.Optional(Type.String()),
    endedAt: Type.Optional(Type.String()),
    failure: Type.Optional(RunFailure),
    refusedAt: Type.Optional(
      Type.String({
        description: 'A result that came when the attempt had been given up already: refused, and told here. ISO 8601',
      }),
    ),
  },
  { title: 'RunAttempt' },
)
export type RunAttempt = Frozen<Static<typeof RunAttempt>>

export const RunSummary = Type.Object(
  {
    id: Type.String(),
    submissionId: Type.String(),
    suite: Type.String(),
    label: Type.String(),
    pointId: Type.String(),
    contentId: Type.String(),
    repetition: Type.Number(),
    priority: Type.Number(),
    host: Type.String(),
    backends: Type.Array(Type.String()),
    state: RunState,
    attempt: Type.Number({ description: 'The present attempt, 1-based' }),
    traceId: Type.String(),
    confirms: Type.Optional(
      Type.String({
        description:
          'The run that it measures once more, because figures of that had got worse: submitted by the controller itself',
      }),
    ),
    cancelling: Type.Optional(Type.Boolean({ description: 'Someone wants it to end, and its agent has not yet confirmed' })),
    submittedAt: Type.String(),
    startedAt: Type.Optional(Type.String()),
    endedAt: Type.Optional(Type.String()),
    failure: Type.Optional(RunFailure),
    progress: Type.Optional(RunProgress),
  },
  { title: 'RunSummary' },
)
export type RunSummary = Frozen<Static<typeof RunSummary>>
