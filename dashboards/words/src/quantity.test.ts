import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCount, formatInterval, formatPercent, formatQuantity, formatRatio } from './quantity.ts'

describe('formatQuantity', () => {
  it('keeps three significant digits and the unit that keeps the number short', () => {
    expect(formatQuantity(1_240_000, 'ns')).toBe('1.24 ms')
    expect(formatQuantity(412, 'ns')).toBe('412 ns')
    expect(formatQuantity(31_234_567, 'pps')).toBe('31.2 Mpps')
    expect(formatQuantity(15.97e9, 'bit/s')).toBe('16.0 Gbit/s')
    expect(formatQuantity(0.04567, 'ns')).toBe('0.0457 ns')
    expect(formatQuantity(123_456e9, 'ns')).toBe('123,000 s')
    expect(formatQuantity(3, 'apples')).toBe('3.00 apples')
    expect(formatQuantity(0, 'pps')).toBe('0 pps')
    expect(formatQuantity(Number.NaN, 'ns')).toBe('–')
  })

  it('rounds up into the next unit', () => {
    expect(formatQuantity(999_600, 'pps')).toBe('1.00 Mpps')
    expect(formatQuantity(999.4, 'ns')).toBe('999 ns')
  })

  it('never changes a value by more than half of its last digit', () => {
    const factor: Record<string, number> = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9, pps: 1, kpps: 1e3, Mpps: 1e6, Gpps: 1e9 }
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e15, noNaN: true }),
        fc.constantFrom('ns', 'pps'),
        fc.boolean(),
        (size, unit, negative) => {
          const value = negative ? -size : size
          const [number = '', name = ''] = formatQuantity(value, unit).split(' ')
          const shown = Number(number.replaceAll(',', '')) * (factor[name] as number)
          expect(Math.abs(shown - value) / size).toBeLessThanOrEqual(0.005 + 1e-9)
          expect(number.replace(/[-,.]/g, '').replace(/^0+/, '').length).toBeGreaterThanOrEqual(3)
        },
      ),
    )
  })
})

describe('ratios, counts and shares', () => {
  it('writes them as people say them', () => {
    expect(formatRatio(6.7701)).toBe('6.77 x')
    expect(formatRatio(0.0761)).toBe('0.0761 x')
    expect(formatRatio(12_345)).toBe('12,300 x')
    expect(formatInterval([6.309, 7.2])).toBe('[6.31, 7.20]')
    expect(formatCount(1_204_331)).toBe('1,204,331')
    expect([0, 0.00001, 0.0031, 0.031, 0.5].map(formatPercent)).toEqual(['0 %', '<0.01 %', '0.31 %', '3.1 %', '50 %'])
  })

  it('says so where there is no ratio or no bound', () => {
    expect(formatRatio(0)).toBe('–')
    expect(formatRatio(Number.MAX_VALUE)).toBe('–')
    expect(formatInterval([0, Number.MAX_VALUE])).toBe('[no bounds]')
    expect(formatInterval([0.5, Number.MAX_VALUE])).toBe('[0.500, any]')
  })
})
