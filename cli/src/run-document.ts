/** What `run` and `demo` print with --json. */
import type { Comparison, Report, RunDetail, RunSummary, SpanCounts } from '@ringside/contract'

export interface RunDocument {
  readonly submission: string
  readonly traceId: string
  readonly runs: readonly (RunSummary & Pick<RunDetail, 'spans' | 'traceStatus'>)[]
  readonly comparisons: readonly Comparison[]
  /** Of all runs together. */
  readonly spans: SpanCounts
  /** Path of the HTML report, where one was written. */
  readonly report?: string
}

/** The runs without specification and trials (`GET /api/v1/runs/:id` has those), and what they came to. */
export function runDocument(report: Report, reportPath: string | undefined): RunDocument {
  return {
    submission: report.submission.id,
    traceId: report.submission.traceId,
    runs: report.runs.map(({ spec: _spec, result: _result, ...summary }) => summary),
    comparisons: report.comparisons,
    spans: report.spans,
    ...(reportPath === undefined ? {} : { report: reportPath }),
  }
}
