import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Outage } from './outage.ts'

const times = { patienceMs: 100_000, firstBackoffMs: 1_000, maxBackoffMs: 8_000 }

/** An outage whose attempts have failed so often, each as soon as it was allowed. */
function failedTimes(count: number, outage = new Outage(times)): Outage {
  for (let failure = 0; failure < count; failure++) {
    outage.tryNow()
    outage.failed(performance.now())
  }
  return outage
}

describe('an outage', () => {
  test('asks for longer waits from failure to failure, up to the largest, the upper half of each random', () => {
    for (const [failures, ceilingMs] of [1_000, 2_000, 4_000, 8_000, 8_000, 8_000].entries()) {
      const { waitMs } = failedTimes(failures + 1)
      expect(waitMs).toBeGreaterThan(ceilingMs / 2 - 100)
      expect(waitMs).toBeLessThanOrEqual(ceilingMs)
    }
    expect(failedTimes(5_000).waitMs).toBeLessThanOrEqual(8_000)
  })

  test('counts attempts that fail side by side once', () => {
    const outage = failedTimes(1)
    const { waitMs } = outage
    for (let attempt = 0; attempt < 5; attempt++) outage.failed(performance.now())
    expect(outage.waitMs).toBeLessThanOrEqual(waitMs)
  })

  test('waits for what the receiver asked for, even when another request was answered meanwhile', () => {
    const outage = new Outage(times)
    outage.failed(performance.now(), 30_000)
    outage.over()
    expect(outage.underWay).toBe(false)
    outage.tryNow()
    expect(outage.waitMs).toBeGreaterThan(29_000)
  })

  test('is over with the first answer, and the next one begins anew', () => {
    const outage = failedTimes(10)
    outage.over()
    expect([outage.underWay, outage.away, outage.waitMs]).toEqual([false, false, 0])
    expect(failedTimes(1, outage).waitMs).toBeLessThanOrEqual(1_000)
  })

  test('has the receiver away as soon as the next attempt would come too late', () => {
    const outage = new Outage(times)
    outage.failed(performance.now() - 99_000)
    expect(outage.away).toBe(false)
    outage.tryNow()
    outage.failed(performance.now())
    outage.tryNow()
    outage.failed(performance.now())
    expect(outage.away).toBe(true)
    outage.tryNow()
    expect([outage.away, outage.waitMs]).toEqual([true, 0])
    const asked = new Outage(times)
    asked.failed(performance.now(), 100_001)
    expect(asked.away).toBe(true)
  })

  test('never waits less than nothing', () => {
    const step = fc.oneof(fc.constant('over'), fc.constant('tryNow'), fc.integer({ min: 0, max: 5_000 }))
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const outage = new Outage(times)
        for (const step of steps) {
          if (step === 'over') outage.over()
          else if (step === 'tryNow') outage.tryNow()
          else outage.failed(performance.now(), step as number)
          expect(outage.waitMs).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
