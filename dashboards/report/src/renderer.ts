/** What a report is made of, and what makes it. */
import type { Report, SetComparison, SetDetail } from '@ringside/contract'

export interface Origin {
  /** The suite as it was written. */
  readonly suiteYaml?: string
  /** The command that made the report. */
  readonly command: string
  /** ISO 8601. */
  readonly generatedAt: string
}

/** Two sets of runs, and what stands behind some of their rows. */
export interface ComparisonReport {
  readonly comparison: SetComparison
  readonly details: readonly SetDetail[]
}

export interface PlotFile {
  /** With its ending. */
  readonly name: string
  readonly svg: string
}

/** Everything that comes from users or hosts is escaped. */
export interface ReportRenderer {
  /** Complete HTML of a submission's report. */
  renderReportHtml(report: Report, origin: Origin): string
  /** Complete HTML of a comparison's report. */
  renderComparisonHtml(report: ComparisonReport, origin: Origin): string
  /** The plots that such a page has, as files. */
  reportPlots(report: Report): PlotFile[]
  comparisonPlots(report: ComparisonReport): PlotFile[]
}
