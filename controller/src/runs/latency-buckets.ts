/**
 * Latency of a trial in buckets that SQL can add up, beside the histogram that it cannot decode: dashboards merge trials and runs
 * instead of averaging their percentiles. Thirty-two buckets to a doubling, so the middle of one is within 1.6 % of what is in it.
 */
import { decodeFromCompressedBase64, type JsHistogram } from 'hdr-histogram-js'

/** Two lists of equal length, by rising latency. */
export interface LatencyBuckets {
  /** Middle of each bucket. */
  readonly ns: readonly number[]
  readonly packets: readonly number[]
}

const bucketsPerDoubling = 32
const none: LatencyBuckets = { ns: [], packets: [] }

/** Of a histogram in HDR's V2 compressed encoding, in base64. None without one, or where it cannot be read: it is stored all the same. */
export function latencyBuckets(encoded: string | undefined): LatencyBuckets {
  const histogram = decoded(encoded)
  if (histogram === undefined) return none
  const counts = new Map<number, number>()
  for (let index = 0; index < histogram.countsArrayLength; index++) {
    const packets = histogram.getCountAtIndex(index)
    if (packets === 0) continue
    const ns = bucketMiddle(histogram.medianEquivalentValue(histogram.valueFromIndex(index)))
    counts.set(ns, (counts.get(ns) ?? 0) + packets)
  }
  return { ns: [...counts.keys()], packets: [...counts.values()] }
}

/** Middle of the bucket that a latency falls into; below 64 ns each nanosecond is its own. */
export function bucketMiddle(ns: number): number {
  const width = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, ns))) - Math.log2(bucketsPerDoubling))
  return Math.floor(ns / width) * width + Math.floor(width / 2)
}

function decoded(encoded: string | undefined): JsHistogram | undefined {
  if (encoded === undefined || encoded === '') return undefined
  try {
    // 64-bit counts, as a long trial needs; without WebAssembly, whose histograms do not show their counts.
    return decodeFromCompressedBase64(encoded, 64, false) as JsHistogram
  } catch {
    return undefined
  }
}
