/** Histograms as trials have them. */
import type { TrialResult } from '@ringside/contract'
import { gaussian } from '@ringside/contract/testing'
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js'

const packets = 4_000

/** The trial with a histogram whose middle is its p50 and which has a long tail. */
export function withHistogram(trial: TrialResult): TrialResult {
  const middle = trial.metrics.latency_ns_p50
  if (middle === undefined) return trial
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 10_000_000_000, numberOfSignificantValueDigits: 3 })
  const noise = gaussian(trial.index + 1)
  for (let i = 0; i < packets; i++) histogram.recordValue(Math.round(middle * Math.exp(0.3 * noise() + (i % 50 === 0 ? 1 : 0))))
  return { ...trial, latencyHistogram: encodeIntoCompressedBase64(histogram) }
}
