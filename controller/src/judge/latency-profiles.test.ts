import { runFixture } from '@ringside/contract/testing'
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import { latencyProfiles } from './latency-profiles.ts'

/** Written by the Rust crate hdrhistogram 7.6.0: 1000 times each of 100, 200, ... 30,000 ns, and once 5 s; 3 digits. */
const fromRust =
  'HISTFAAAAGJ4nO2IsQmAMBBFL0klIleI2LiCOIKlK9iJu7iAiKW1k4jtjWJp6UHMAiGQQHK8d//zm2UrAdQB+tSfgi3eYYT+0cMtCC+Hruxsy0TYeaIlrAjryD6TGfLUQ+rnLuUH3qc2mg=='

function encode(values: readonly number[]): string {
  const histogram = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3, highestTrackableValue: 60_000_000_000 })
  for (const value of values) histogram.recordValue(value)
  return encodeIntoCompressedBase64(histogram)
}

const runWith = (histogramOf: (backend: string, index: number) => string) =>
  runFixture({
    label: 'latency 64 B',
    workload: { kind: 'latency', rate: '50kpps' },
    trials: 2,
    touch: (trial) => ({ ...trial, latencyHistogram: histogramOf(trial.backend, trial.index) }),
  })

describe('latencyProfiles', () => {
  it('reads what the Rust crate writes, and merges without rounding', () => {
    const [profile] = latencyProfiles(runWith(() => fromRust))
    expect(profile?.count).toBe(600_002)
    // The crate's own value_at_quantile gives the same.
    expect(profile?.percentiles).toEqual({ p50: 15_103, p90: 27_103, p99: 29_807, p999: 30_015, max: 5_003_804_671 })
  })

  it('merges histograms instead of averaging percentiles', () => {
    // 99 fast values and one slow one, then 1 fast and 99 slow: the median of all is neither trial's nor their mean.
    const fast = new Array(99).fill(1_000)
    const slow = new Array(301).fill(9_000)
    const [profile] = latencyProfiles(runWith((_, index) => encode(index === 0 ? [...fast, 9_000] : [1_000, ...slow])))
    expect(profile?.count).toBe(402)
    expect(profile?.percentiles.p50).toBeCloseTo(9_000, -2)
  })

  it('merges histograms of unlike ranges', () => {
    const small = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3, highestTrackableValue: 2_000 })
    small.recordValue(1_500)
    const [profile] = latencyProfiles(
      runWith((_, index) => (index === 0 ? encodeIntoCompressedBase64(small) : encode([3_000_000_000]))),
    )
    expect(profile?.count).toBe(2)
    expect(profile?.percentiles.max).toBeGreaterThanOrEqual(3_000_000_000)
    expect(profile?.percentiles.max).toBeLessThan(3_000_000_000 * 1.001)
  })

  it('draws a rising curve, evenly spaced on the HDR axis, up to what the count resolves', () => {
    const [profile] = latencyProfiles(runWith(() => fromRust))
    const curve = profile?.curve ?? []
    expect(curve).toHaveLength(40)
    expect(curve[0]).toEqual([0, 100])
    const nines = curve.map(([percentile]) => -Math.log10(1 - percentile / 100))
    const steps = nines.slice(1).map((x, i) => x - (nines[i] as number))
    for (const step of steps) expect(step).toBeCloseTo(steps[0] as number, 6)
    expect(nines.at(-1)).toBeCloseTo(Math.log10(600_002), 5)
    for (const [i, [, latency]] of curve.entries()) expect(latency).toBeGreaterThanOrEqual(curve[i - 1]?.[1] ?? 0)
    expect(curve.at(-1)?.[1]).toBe(5_003_804_671)
  })

  it('leaves out backends without a histogram, and refuses what is none', () => {
    expect(latencyProfiles(runFixture())).toEqual([])
    expect(() => latencyProfiles(runWith(() => 'AAAAAAAAAAAAAAAA'))).toThrow()
  })
})
