/** Latency percentiles of each backend of a run, from the merged histograms of its trials. */
import type { LatencyProfile, RunDetail } from '@ringside/contract'
import { decodeFromCompressedBase64, type Histogram } from 'hdr-histogram-js'

/** Points of a curve. */
const curvePoints = 40

/**
 * One profile for each backend that measured latency, in the order of the suite.
 * Throws Error if a histogram is not in HDR's V2 compressed encoding.
 */
export function latencyProfiles(run: RunDetail): LatencyProfile[] {
  return run.backends.flatMap((backend) => {
    const trials = run.result?.trials.filter((trial) => trial.backend === backend) ?? []
    const encoded = trials.flatMap((trial) => trial.latencyHistogram ?? [])
    return mergedProfile(encoded, { runId: run.id, label: run.label, backend }) ?? []
  })
}

/** Of histograms of the same point and backend; undefined where nothing was measured. Throws as {@link latencyProfiles}. */
export function mergedProfile(
  encoded: readonly string[],
  whose: Pick<LatencyProfile, 'runId' | 'label' | 'backend'>,
): LatencyProfile | undefined {
  const merged = merge(encoded)
  return merged === undefined || merged.totalCount === 0 ? undefined : profileOf(whose, merged)
}

/** The first histogram is what the others are added to: equal bucket layouts are added count by count, without rounding. */
function merge(encoded: readonly string[]): Histogram | undefined {
  // 64-bit counts: a trial of a minute at 30 Mpps is more than half of 2^32.
  const [merged, ...rest] = encoded.map((text) => decodeFromCompressedBase64(text, 64))
  if (merged === undefined) return undefined
  merged.autoResize = true
  for (const histogram of rest) merged.add(histogram)
  return merged
}

function profileOf(whose: Pick<LatencyProfile, 'runId' | 'label' | 'backend'>, histogram: Histogram): LatencyProfile {
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile)
  return {
    ...whose,
    count: histogram.totalCount,
    // The library's maxValue is rounded down after a merge; its 100th percentile is not.
    percentiles: { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: at(100) },
    curve: curveOf(histogram),
  }
}

/**
 * Points evenly spaced on the HDR axis, log10(1 / (1 - p)), from the smallest value to the last percentile that
 * `count` values resolve, 1 - 1/count, beyond which there is only the maximum.
 */
function curveOf(histogram: Histogram): [number, number][] {
  const decades = Math.log10(Math.max(10, histogram.totalCount))
  return Array.from({ length: curvePoints }, (_, i) => {
    const percentile = 100 * (1 - 10 ** ((-decades * i) / (curvePoints - 1)))
    return [percentile, histogram.getValueAtPercentile(percentile)]
  })
}
