/** What the command prints: pure functions from contract types to text. */
export { renderComparisons } from './comparisons.ts'
export { renderFaults } from './faults.ts'
export type { RenderOptions } from './line.ts'
export { renderReport } from './report.ts'
export { type RunView, renderRun, renderRuns } from './runs.ts'
export { renderTrace, type TraceOptions } from './trace.ts'
