/** The HTML report, and the words it shares with other surfaces. Built by the set-up, because Node runs no TSX. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { ReportRenderer } from './renderer.ts'

export * from '../../words/src/index.ts'
export type { ComparisonReport, Origin, PlotFile, ReportRenderer } from './renderer.ts'

const built = fileURLToPath(new URL('../dist/report.js', import.meta.url))

/** Loaded when first asked for: most commands draw nothing. Throws Error where the set-up has not built it. */
function renderer(): ReportRenderer {
  try {
    return createRequire(import.meta.url)(built) as ReportRenderer
  } catch (error) {
    throw new Error(`cannot load ${built} (${(error as Error).message}); expected it built by: npm run setup`, { cause: error })
  }
}

export const renderReportHtml: ReportRenderer['renderReportHtml'] = (...given) => renderer().renderReportHtml(...given)
export const renderComparisonHtml: ReportRenderer['renderComparisonHtml'] = (...given) =>
  renderer().renderComparisonHtml(...given)
export const reportPlots: ReportRenderer['reportPlots'] = (report) => renderer().reportPlots(report)
export const comparisonPlots: ReportRenderer['comparisonPlots'] = (report) => renderer().comparisonPlots(report)
