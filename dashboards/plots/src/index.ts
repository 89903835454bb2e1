/** What people look at, drawn alike on pages, in reports and as files. */
export * from './percentile-plot.ts'
export { csvOf, type Plot } from './plot.ts'
export * from './theme.ts'
