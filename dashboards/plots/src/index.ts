/** What people look at, drawn alike on pages, in reports and as files. */
export * from './batch-plot.ts'
export * from './interval-plot.ts'
export * from './percentile-plot.ts'
export { csvOf, fileName, fileWidth, heightAt, isNarrow, type Plot } from './plot.ts'
export * from './theme.ts'
export * from './trial-plot.ts'
