/** Figures and verdicts in words, the same in the terminal and on the page. */
export * from './quantity.ts'
export * from './sentence.ts'
