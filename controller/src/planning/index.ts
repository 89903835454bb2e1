/** Planning without the rest of the controller: what a suite expands to, for whoever only wants to know. */
export { expand, hostTimeMs, type PlannedRun } from './expand.ts'
