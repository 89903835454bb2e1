/** The judge: from trials to a ratio, an interval and a verdict in words; from histograms to percentiles. Pure, no I/O. */
export { compareRuns, type JudgedSide } from './compare.ts'
export { latencyProfiles } from './latency-profiles.ts'
