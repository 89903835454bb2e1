import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDurationMs, parseDurationNs, parsePercentRatio, parseRatePps, parseSchedule } from './quantity.ts'

it('reads quantities with their units', () => {
  expect(['250ms', '2s', '1.5m', '1h'].map(parseDurationMs)).toEqual([250, 2_000, 90_000, 3_600_000])
  expect(['0.5ns', '50us', '2ms', '1s'].map(parseDurationNs)).toEqual([0.5, 50_000, 2e6, 1e9])
  expect(['800pps', '50kpps', '1.2Mpps'].map(parseRatePps)).toEqual([800, 50_000, 1.2e6])
  expect(parsePercentRatio('0.1%')).toBeCloseTo(0.001, 12)
})

it('reads schedules: a rate, as recorded, or times the recorded speed', () => {
  expect(parseSchedule('50kpps')).toEqual({ kind: 'rate', ratePps: 50_000 })
  expect(parseSchedule('recorded')).toEqual({ kind: 'recorded', speed: 1 })
  expect(parseSchedule('2.5x')).toEqual({ kind: 'recorded', speed: 2.5 })
})

it('takes short times where small times are meant, and only there', () => {
  for (const text of ['5us', '5ns']) expect(() => parseDurationMs(text)).toThrow(RangeError)
  for (const text of ['5m', '1h', '5µs', '5', 'us', '-1us']) expect(() => parseDurationNs(text)).toThrow(RangeError)
})

it('returns a number of 0 or more, or throws a RangeError, whatever the text', () => {
  const text = fc.oneof(
    fc.string(),
    fc.tuple(fc.double(), fc.constantFrom('us', 'ms', 'pps', 'x', '%')).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(parseDurationMs, parseDurationNs, parseRatePps, parsePercentRatio, parseSchedule),
      (given, parse) => {
        try {
          const value = parse(given)
          const number = typeof value === 'number' ? value : value.kind === 'rate' ? value.ratePps : value.speed
          expect(number).toBeGreaterThanOrEqual(0)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      },
    ),
  )
})
