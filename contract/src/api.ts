/** The controller's HTTP interface, as the CLI and other clients see it. All bodies are JSON. */
import type { Comparison, LatencyProfile } from './comparison.ts'
import type { HostFacts, RunResult } from './result.ts'
import type { RunSpec, RunSummary } from './run.ts'

export const apiPaths = {
  /** POST {@link SubmissionRequest}: 201 {@link Submission}. */
  submissions: '/api/v1/submissions',
  /** GET: {@link Submission}. `/events`: server-sent events. `/report`: {@link Report}. */
  submission: '/api/v1/submissions/:id',
  /** GET ?limit: { runs: RunSummary[] }, newest first. */
  runs: '/api/v1/runs',
  /** GET: {@link RunDetail}. `/trace`: {@link RunTrace}. */
  run: '/api/v1/runs/:id',
  /** GET ?a=RUN[:BACKEND]&b=RUN[:BACKEND]: {@link CompareAnswer}. */
  comparisons: '/api/v1/comparisons',
  /** GET: { hosts: HostRegistration[] }. */
  hosts: '/api/v1/hosts',
  health: '/healthz',
  /** GET: the controller's metrics in Prometheus' text format. */
  metrics: '/metrics',
  /** POST OTLP ExportTraceServiceRequest, protobuf or JSON. */
  otlpTraces: '/v1/traces',
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

export interface SpanCounts {
  readonly ioctl: { readonly issued: number; readonly stored: number }
  readonly doorbell: { readonly rung: number; readonly stored: number }
  readonly dropped: number
}

export interface RunDetail extends RunSummary {
  readonly spec: RunSpec
  readonly result?: RunResult
  /** Issued and rung as the agent counted, stored as the store counts now. Present when a result is. */
  readonly spans?: SpanCounts
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

export interface HostRegistration {
  readonly id: string
  readonly facts: HostFacts
  /** ISO 8601 of the last heartbeat. */
  readonly seenAt: string
}

/** A span as the trace view needs it. Times are Unix nanoseconds as decimal strings. */
export interface TraceSpan {
  readonly spanId: string
  readonly parentSpanId: string
  readonly name: string
  readonly service: string
  readonly startUnixNs: string
  readonly durationNs: number
  readonly error: boolean
  readonly attributes: Readonly<Record<string, string>>
}

/** Doorbells of one name and queue under one parent, folded; there can be millions. */
export interface FoldedDoorbells {
  readonly parentSpanId: string
  readonly name: string
  readonly queue: number
  readonly method: string
  readonly count: number
  readonly startUnixNs: string
  readonly endUnixNs: string
  readonly durationNsP50: number
  readonly durationNsP99: number
  readonly durationNsMax: number
  readonly batchMean: number
}

export interface RunTrace {
  readonly runId: string
  readonly traceId: string
  /** Every span but doorbells, from the submission's root down to this run's ioctls, by start time. */
  readonly spans: readonly TraceSpan[]
  readonly doorbells: readonly FoldedDoorbells[]
}

/** Error body of every non-2xx answer (RFC 9457). */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly faults?: readonly { readonly path: string; readonly value: unknown; readonly expected: string }[]
}
