/** Planning without the rest of the controller: what a suite expands to, for whoever only wants to know. */
export { expand, type PlannedRun, plannedPoints, plannedRuns } from './expand.ts'
export { estimatedHostTimeMs, hostTimeMs } from './host-time.ts'
export { noCost, withPoint } from './suite-cost.ts'
