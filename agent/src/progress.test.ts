import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimate } from './progress.ts'

test('before the first trial is done, what was planned remains; then what the others have cost', () => {
  const plan = { trials: 4, trialMs: 1_000 }
  expect(estimate(plan, 0, { beganMs: 0, trialBeganMs: 0, nowMs: 500 })).toEqual({ percent: 13, remainingMs: 3_500 })
  expect(estimate(plan, 2, { beganMs: 0, trialBeganMs: 4_000, nowMs: 4_000 })).toEqual({ percent: 50, remainingMs: 4_000 })
})

test('progress is never done before the run is, and never negative', () => {
  const times = fc.tuple(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(), times, (trials, part, [beganMs, trialMs, elapsedMs]) => {
      const trialBeganMs = beganMs + trialMs
      const answer = estimate({ trials, trialMs }, part % trials, { beganMs, trialBeganMs, nowMs: trialBeganMs + elapsedMs })
      expect(answer.percent).toBeGreaterThanOrEqual(0)
      expect(answer.percent).toBeLessThanOrEqual(100)
      expect(answer.remainingMs).toBeGreaterThanOrEqual(0)
    }),
  )
})
