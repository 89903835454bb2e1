/** The HTML report, and the words it shares with other surfaces. */
export * from '../../words/src/index.ts'
export type { Origin } from './appendix.ts'
export { renderReportHtml } from './page.ts'
