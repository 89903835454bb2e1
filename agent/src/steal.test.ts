import { expect, test } from 'vitest'
import { readCpuTimes, stealRatio } from './steal.ts'

test('the steal ratio is the stolen share of all CPU time between two readings, guest time not counted twice', () => {
  const before = readCpuTimes('cpu  100 0 100 800 0 0 0 10 50 0\ncpu0 1 1 1 1\n')
  const after = readCpuTimes('cpu  150 0 120 820 0 0 0 20 99 0\ncpu0 1 1 1 1\n')
  expect(stealRatio(before, after)).toBeCloseTo(10 / 100)
})

test('no time between two readings is no steal', () => {
  const now = readCpuTimes()
  expect(now.total).toBeGreaterThan(0)
  expect(stealRatio(now, now)).toBe(0)
})
