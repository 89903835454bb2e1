/** The controller's HTTP interface, as the CLI and other clients see it. All bodies are JSON. */
import type { Comparison, LatencyProfile } from './comparison.ts'
import type { AgentRegistration, HostCapabilities, HostLease } from './host.ts'
import type { HostFacts, RunResult } from './result.ts'
import type { RunAttempt, RunSpec, RunSummary } from './run.ts'
import type { SpanCounts, TraceStatus } from './span-counts.ts'

export const apiPaths = {
  /** POST {@link SubmissionRequest}: 201 {@link Submission}. */
  submissions: '/api/v1/submissions',
  /** GET: {@link Submission}. `/events`: server-sent events. `/report`: {@link Report}. */
  submission: '/api/v1/submissions/:id',
  /** GET ?limit: { runs: RunSummary[] }, newest first. */
  runs: '/api/v1/runs',
  /**
   * GET: {@link RunDetail}. `/trace` ?{@link SpanFilter}: {@link RunTrace}. `/spans` ?{@link SpanPageQuery}:
   * {@link SpanPage}; `/spans/above`: a page with what the run's spans lie in. `/outliers` ?{@link SpanFilter}&limit:
   * {@link OutlierList}.
   */
  run: '/api/v1/runs/:id',
  /** GET ?a=RUN[:BACKEND]&b=RUN[:BACKEND]: {@link CompareAnswer}. */
  comparisons: '/api/v1/comparisons',
  /** GET: { hosts: Host[] }. */
  hosts: '/api/v1/hosts',
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
  health: '/healthz',
  /** GET: the controller's metrics in Prometheus' text format. */
  metrics: '/metrics',
  /** POST OTLP ExportTraceServiceRequest, protobuf or JSON. */
  otlpTraces: '/v1/traces',
  /** POST OTLP ExportMetricsServiceRequest, protobuf or JSON. */
  otlpMetrics: '/v1/metrics',
  /** POST OTLP ExportLogsServiceRequest, protobuf or JSON. */
  otlpLogs: '/v1/logs',
} as const

export interface SubmissionRequest {
  /** A suite that passed checkSuite; capture paths absolute. */
  readonly suite: unknown
}

export interface Submission {
  readonly id: string
  readonly suite: string
  readonly traceId: string
  readonly runs: readonly RunSummary[]
}

/**
 * What `/events` of a submission sends: `event: run` with a {@link RunSummary} at every change and at every
 * progress report (the current state of each run first), then `event: end` with `{}` when all runs are final.
 */
export type SubmissionEvent = 'run' | 'end'

export interface RunDetail extends RunSummary {
  readonly spec: RunSpec
  /** All tries at it, in their order. */
  readonly attempts: readonly RunAttempt[]
  readonly result?: RunResult
  /** Issued and rung as the agent counted, stored as the store counts now. Present when a result is. */
  readonly spans?: SpanCounts
  /** What the counts say of the trace. Present when they are. */
  readonly traceStatus?: TraceStatus
}

export interface Report {
  readonly submission: Submission
  readonly runs: readonly RunDetail[]
  readonly comparisons: readonly Comparison[]
  readonly latencies: readonly LatencyProfile[]
  readonly spans: SpanCounts
}

export interface CompareAnswer {
  readonly comparisons: readonly Comparison[]
  readonly latencies: readonly LatencyProfile[]
}

/**
 * Whether a host takes runs. `paused`: it takes none, its queue may grow. `draining`: what is queued is still run, nothing
 * new is sent there. `quarantined`: it takes none and nothing new is sent there, because its results are not trusted.
 */
export type HostAvailability = 'active' | 'paused' | 'draining' | 'quarantined'

export interface Host {
  readonly id: string
  /** Absent while no agent of the host is alive. */
  readonly facts?: HostFacts
  readonly labels: Readonly<Record<string, string>>
  readonly capabilities?: HostCapabilities
  readonly fingerprint?: string
  readonly agents: readonly Pick<AgentRegistration, 'agentId' | 'pid' | 'version' | 'startedAt' | 'seenAt'>[]
  readonly availability: HostAvailability
  /** Of an availability other than active: why, who said so and since when (ISO 8601). */
  readonly reason?: string
  readonly by?: string
  readonly since?: string
  /** Who has the host to itself now. */
  readonly lease?: HostLease
  readonly queued: number
  readonly running: number
}

/** Error body of every non-2xx answer (RFC 9457). */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly faults?: readonly { readonly path: string; readonly value: unknown; readonly expected: string }[]
}
