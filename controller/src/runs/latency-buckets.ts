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
  const [ns, packets]: [number[], number[]] = [[], []]
  let end = 0
  // The histogram's own cells are finer and never lie in two buckets; they come by rising latency.
  for (let index = 0; index < histogram.countsArrayLength; index++) {
    const count = histogram.getCountAtIndex(index)
    if (count === 0) continue
    const value = histogram.valueFromIndex(index)
    if (value < end) packets[packets.length - 1] = (packets.at(-1) ?? 0) + count
    else {
      const bucket = bucketOf(value)
      end = bucket.start + bucket.width
      ns.push(middleOf(bucket))
      packets.push(count)
    }
  }
  return { ns, packets }
}

/** Middle of the bucket that a latency falls into; below 64 ns each nanosecond is its own. */
export const bucketMiddle = (ns: number): number => middleOf(bucketOf(ns))

interface Bucket {
  readonly start: number
  readonly width: number
}

function bucketOf(ns: number): Bucket {
  const width = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, ns))) - Math.log2(bucketsPerDoubling))
  return { start: Math.floor(ns / width) * width, width }
}

const middleOf = ({ start, width }: Bucket): number => start + Math.floor(width / 2)

function decoded(encoded: string | undefined): JsHistogram | undefined {
  if (encoded === undefined || encoded === '') return undefined
  try {
    // 64-bit counts, as a long trial needs; without WebAssembly, whose histograms do not show their counts.
    return decodeFromCompressedBase64(encoded, 64, false) as JsHistogram
  } catch {
    return undefined
  }
}
