/** What people look at, drawn alike on pages, in reports and as files. */
export * from './percentile-plot.ts'
export { csvOf, type Plot } from './plot.ts'
export * from './theme.ts'
export * from './trend-line.ts'
export * from './trend-plot.ts'
export { placeOf } from './trend-range.ts'
