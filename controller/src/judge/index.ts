/** The judge: from trials to a ratio, an interval and a verdict in words; from histograms to percentiles. Pure, no I/O. */
export { betweenTallies, differentTimes, unlike, withinTally } from './caveats.ts'
export { compareRuns, type JudgedSide, labelOf } from './compare.ts'
export { judgeSamples, type Samples, sampleCaveats } from './judge-samples.ts'
export { latencyProfiles, mergedProfile } from './latency-profiles.ts'
export { commonOf, stealLimitRatio, type Tally } from './tally.ts'
export { minTrials } from './verdict.ts'
