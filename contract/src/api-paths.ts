/** Where the controller's HTTP interface has what. Bodies and answers are JSON; GET /api/v1/openapi.json describes them all. */
export const apiPaths = {
  /** POST: accept a suite. GET: submissions, newest first. */
  submissions: '/api/v1/submissions',
  /** GET. `/events`: server-sent events. `/report`: everything measured, compared. */
  submission: '/api/v1/submissions/:id',
  /** GET: runs, newest first, in pages. */
  runs: '/api/v1/runs',
  /** GET. `/trace`: folded. `/spans`: single ones in pages; `/spans/above`: what the run lies in. `/outliers`: slowest packets. */
  run: '/api/v1/runs/:id',
  /** GET ?a=RUN[:BACKEND]&b=RUN[:BACKEND]. */
  comparisons: '/api/v1/comparisons',
  hosts: '/api/v1/hosts',
  /** GET: server-sent events of all runs. */
  events: '/api/v1/events',
  openapi: '/api/v1/openapi.json',
  /** The process lives. */
  health: '/healthz',
  /** It can do its work: store and Redis answer. */
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
