/** Figures and verdicts in words, the same in the terminal and on the page. */
export * from './caution.ts'
export * from './quantity.ts'
export * from './queue.ts'
export * from './sentence.ts'
export * from './trace-losses.ts'
export * from './trace-tree.ts'
