/** The renderer from its sources, for tests; the types of TSX are checked by the configuration of their own. */
import type { ReportRenderer } from './renderer.ts'

const sources = './page.tsx'

export const { renderReportHtml, renderComparisonHtml, reportPlots, comparisonPlots } = (await import(sources)) as ReportRenderer
