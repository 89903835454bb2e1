import fc from 'fast-check'
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { expect, it } from 'vitest'
import { bucketMiddle, latencyBuckets } from './latency-buckets.ts'

function histogramOf(latencies: readonly number[]): string {
  const histogram = build({ numberOfSignificantValueDigits: 3, bitBucketSize: 64, autoResize: true })
  for (const ns of latencies) histogram.recordValue(ns)
  return encodeIntoCompressedBase64(histogram)
}

it('counts every packet once, in rising buckets within 2 % of its latency', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000_000 }), { minLength: 1, maxLength: 50 }), (latencies) => {
      const { ns, packets } = latencyBuckets(histogramOf(latencies))
      expect([...ns]).toEqual([...new Set(ns)].sort((x, y) => x - y))
      const sorted = latencies.toSorted((x, y) => x - y)
      const back = ns.flatMap((middle, i) => Array.from({ length: packets[i] as number }, () => middle))
      expect(back).toHaveLength(sorted.length)
      for (const [i, middle] of back.entries())
        expect(Math.abs(middle - (sorted[i] as number))).toBeLessThanOrEqual(0.02 * middle)
    }),
  )
})

it('has the same buckets whatever else was counted, so that trials can be added', () => {
  expect([63, 64, 65, 66, 1_000, 1_001].map(bucketMiddle)).toEqual([63, 65, 65, 67, 1_000, 1_000])
  expect(latencyBuckets(histogramOf([70_000, 71_000]))).toEqual(latencyBuckets(histogramOf([70_100, 71_100])))
})

it('has none where latency was not measured or the histogram is broken', () => {
  expect(latencyBuckets(undefined)).toEqual({ ns: [], packets: [] })
  expect(latencyBuckets('')).toEqual({ ns: [], packets: [] })
  expect(latencyBuckets('HISTFAAAAB')).toEqual({ ns: [], packets: [] })
})
