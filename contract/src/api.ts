/**
 * The controller's HTTP interface, as the CLI and other clients see it. All bodies are JSON. What it answers are schemas:
 * the OpenAPI document and the types of clients are made of them.
 */
import { type Static, type TSchema, Type } from 'typebox'
import { Comparison, LatencyProfile } from './comparison.ts'
import type { Frozen } from './frozen.ts'
import { AgentRegistration, HostCapabilities, HostLease } from './host.ts'
import { HostFacts, RunResult } from './result.ts'
import { RunAttempt, RunSpec, RunSummary } from './run.ts'
import { SpanCounts, TraceStatus } from './span-counts.ts'
import { Suite } from './suite.ts'
import { strict } from './suite-terms.ts'

export const apiPaths = {
  /** POST {@link SubmissionRequest}: 201 {@link Submission}. GET ?SubmissionListQuery: SubmissionPage. */
  submissions: '/api/v1/submissions',
  /** GET: {@link Submission}. `/events`: server-sent events. `/report`: {@link Report}. */
  submission: '/api/v1/submissions/:id',
  /** GET ?RunListQuery: RunPage, newest first. */
  runs: '/api/v1/runs',
  /**
   * GET: {@link RunDetail}. `/trace` ?{@link SpanFilter}: {@link RunTrace}. `/spans` ?{@link SpanPageQuery}:
   * {@link SpanPage}; `/spans/above`: a page with what the run's spans lie in; `/spans/SPAN`: a page with one of its trace.
   * `/doorbells` ?DoorbellBucketQuery: DoorbellBuckets; `/doorbells/single` ?SingleDoorbellQuery: SingleDoorbells. `/outliers` ?{@link SpanFilter}&limit:
   * {@link OutlierList}.
   */
  run: '/api/v1/runs/:id',
  /** GET ?a=RUN[:BACKEND]&b=RUN[:BACKEND]: {@link CompareAnswer}. */
  comparisons: '/api/v1/comparisons',
  /** GET ?SetComparisonQuery: SetComparison. `/row` ?SetDetailQuery: SetDetail. */
  setComparisons: '/api/v1/comparisons/sets',
  /** GET: { hosts: Host[] }. */
  hosts: '/api/v1/hosts',
  /** GET ?EventQuery: server-sent events of all runs. */
  events: '/api/v1/events',
  /** GET: all of this as OpenAPI 3.1. */
  openapi: '/api/v1/openapi.json',
  /** GET: { tokens: TokenInfo[] }. POST {@link CreateTokenRequest}: 201 {@link CreatedToken}. */
  tokens: '/api/v1/tokens',
  /** DELETE: revokes, and answers the {@link TokenInfo}. */
  token: '/api/v1/tokens/:id',
  /** GET ?{@link AuditQuery}: {@link AuditPage}. */
  audit: '/api/v1/audit',
  /** GET: {@link StoreSummary}. */
  store: '/api/v1/store',
  /** GET ?{@link ExportQuery}: a file. */
  export: '/api/v1/export',
  /** POST an archive that `/export` gave: {@link ImportReport}. */
  import: '/api/v1/import',
  /** GET: { backups: Backup[] }, newest first. POST { name? }: 201 {@link Backup}. */
  backups: '/api/v1/backups',
  /** `/restore` POST {@link RestoreRequest}: {@link RestoreReport}. */
  backup: '/api/v1/backups/:name',
  /** GET: the process lives. */
  health: '/healthz',
  /** GET: it can do its work, because store and Redis answer. */
  readiness: '/readyz',
  /** GET: the controller's metrics in Prometheus' text format. */
  metrics: '/metrics',
  /** POST OTLP ExportTraceServiceRequest, protobuf or JSON. */
  otlpTraces: '/v1/traces',
  /** POST OTLP ExportMetricsServiceRequest, protobuf or JSON. */
  otlpMetrics: '/v1/metrics',
  /** POST OTLP ExportLogsServiceRequest, protobuf or JSON. */
  otlpLogs: '/v1/logs',
} as const

/** Header of a POST that creates: the same key and body make the same thing once, however often they are sent. */
export const idempotencyKeyHeader = 'idempotency-key'
/** Header of an answer that repeats an earlier one. */
export const idempotencyReplayedHeader = 'idempotency-replayed'

/** A schema under the name that documents know it by. */
const named = <Schema extends TSchema>(title: string, schema: Schema): Schema => ({ ...schema, title })

/**
 * Whether a host takes runs. `paused`: it takes none, its queue may grow. `draining`: what is queued is still run, nothing
 * new is sent there. `quarantined`: it takes none and nothing new is sent there, because its results are not trusted.
 */
export const HostAvailability = Type.Enum(['active', 'paused', 'draining', 'quarantined'], { title: 'HostAvailability' })
export type HostAvailability = Frozen<Static<typeof HostAvailability>>

export const Host = Type.Object(
  {
    id: Type.String(),
    /** Absent while no agent of the host is alive. */
    facts: Type.Optional(HostFacts),
    labels: Type.Record(Type.String(), Type.String()),
    capabilities: Type.Optional(HostCapabilities),
    fingerprint: Type.Optional(Type.String()),
    agents: Type.Array(Type.Pick(AgentRegistration, ['agentId', 'pid', 'version', 'startedAt', 'seenAt'])),
    availability: HostAvailability,
    reason: Type.Optional(
      Type.String({ description: 'Of an availability other than active: why, who said so and since when (ISO 8601)' }),
    ),
    by: Type.Optional(Type.String()),
    since: Type.Optional(Type.String()),
    /** Who has the host to itself now. */
    lease: Type.Optional(HostLease),
    queued: Type.Number(),
    running: Type.Number(),
  },
  { title: 'Host' },
)
export type Host = Frozen<Static<typeof Host>>

/** As {@link Fault}; `value` is absent where something is missing. */
const ProblemFault = Type.Object({ path: Type.String(), value: Type.Optional(Type.Unknown()), expected: Type.String() })

/** What POST `/cancel` of a run or a submission takes: why, for whoever wonders later. */
export const CancelRequest = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 1_000 })) },
  { ...strict, title: 'CancelRequest' },
)
export type CancelRequest = Frozen<Static<typeof CancelRequest>>

/** What it answers, with 202: how many runs were unfinished, and end now. */
export const CancelAnswer = Type.Object({ cancelled: Type.Integer() }, { title: 'CancelAnswer' })
export type CancelAnswer = Frozen<Static<typeof CancelAnswer>>

/** Error body of every non-2xx answer (RFC 9457). */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'For people: what, the actual value, what was expected, the remedy' }),
    faults: Type.Optional(Type.Array(ProblemFault)),
  },
  { title: 'Problem' },
)
export type Problem = Frozen<Static<typeof Problem>>

/** A suite without includes; paths of captures absolute. */
export const SubmissionRequest = Type.Object({ suite: named('Suite', Suite) }, { title: 'SubmissionRequest' })
export type SubmissionRequest = Static<typeof SubmissionRequest>

export const Submission = Type.Object(
  { id: Type.String(), suite: Type.String(), traceId: Type.String(), runs: Type.Array(RunSummary) },
  { title: 'Submission' },
)
export type Submission = Frozen<Static<typeof Submission>>

export const RunDetail = Type.Object(
  {
    ...RunSummary.properties,
    spec: named('RunSpec', RunSpec),
    attempts: Type.Array(RunAttempt, { description: 'All tries at it, in their order' }),
    result: Type.Optional(RunResult),
    /** Issued and rung as the agent counted, stored as the store counts now. Present when a result is. */
    spans: Type.Optional(SpanCounts),
    /** What the counts say of the trace. Present when they are. */
    traceStatus: Type.Optional(TraceStatus),
  },
  { title: 'RunDetail' },
)
export type RunDetail = Frozen<Static<typeof RunDetail>>

export const Report = Type.Object(
  {
    submission: Submission,
    runs: Type.Array(RunDetail),
    comparisons: Type.Array(Comparison),
    latencies: Type.Array(LatencyProfile),
    spans: SpanCounts,
  },
  { title: 'Report' },
)
export type Report = Frozen<Static<typeof Report>>

export const CompareAnswer = Type.Object(
  { comparisons: Type.Array(Comparison), latencies: Type.Array(LatencyProfile) },
  { title: 'CompareAnswer' },
)
export type CompareAnswer = Frozen<Static<typeof CompareAnswer>>

export const HostList = Type.Object({ hosts: Type.Array(Host) }, { title: 'HostList' })
export type HostList = Frozen<Static<typeof HostList>>

/** Of `/healthz` and `/readyz` where all is well. */
export const Health = Type.Object({ status: Type.Literal('ok') }, { title: 'Health' })
export type Health = Frozen<Static<typeof Health>>

/**
 * What `/events` sends: `run` with a {@link RunSummary} at every change and every progress report, and of one submission
 * `end` with `{}` when all its runs are final.
 */
export type RunEvent = 'run' | 'end'
