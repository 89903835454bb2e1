import { expect, it } from 'vitest'
import { formatHostTime } from './host-time.ts'

it.each([
  [0, '0 ns'],
  [21_600, '21.6 s'],
  [119_000, '119 s'],
  [120_000, '2 min'],
  [7_199_999, '120 min'],
  [12_240_000, '3.4 h'],
  [1_080_000_000, '12.5 days'],
])('%i ms is %s', (ms, text) => {
  expect(formatHostTime(ms)).toBe(text)
})
