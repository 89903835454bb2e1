/** Figures and verdicts in words, the same in the terminal and on the page. */
export * from './caution.ts'
export * from './cost.ts'
export * from './host.ts'
export * from './host-time.ts'
export * from './quantity.ts'
export * from './queue.ts'
export * from './run.ts'
export * from './sentence.ts'
