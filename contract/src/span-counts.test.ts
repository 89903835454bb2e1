import { describe, expect, it } from 'vitest'
import { addSpanCounts, noSpans, type SpanCounts, traceStatus } from './span-counts.ts'

const whole: SpanCounts = {
  ioctl: { issued: 20, stored: 20 },
  doorbell: { rung: 1_000, recorded: 1_000, selected: 1_000, stored: 1_000 },
  outlier: { found: 3, stored: 3 },
  eventsDropped: 0,
  dropped: 0,
  spooled: 0,
}
const doorbell = (change: Partial<SpanCounts['doorbell']>) => ({ doorbell: { ...whole.doorbell, ...change } })

describe('traceStatus', () => {
  it('is complete when everything that happened is stored, whatever share of it was selected', () => {
    expect(traceStatus(noSpans)).toBe('complete')
    expect(traceStatus(whole)).toBe('complete')
    expect(traceStatus({ ...whole, ...doorbell({ selected: 10, stored: 10 }) })).toBe('complete')
    expect(traceStatus(addSpanCounts(whole, whole))).toBe('complete')
  })

  it('is incomplete when what is missing was counted', () => {
    const recorded = { recorded: 990, selected: 990, stored: 990 }
    expect(traceStatus({ ...whole, ...doorbell(recorded), eventsDropped: 10, dropped: 10 })).toBe('incomplete')
    expect(traceStatus({ ...whole, ...doorbell({ stored: 900 }), dropped: 100 })).toBe('incomplete')
    expect(traceStatus({ ...whole, ...doorbell({ stored: 900 }), spooled: 100 })).toBe('incomplete')
  })

  it('is aged when what is missing is older than spans are kept, and only then', () => {
    const gone = { ioctl: { issued: 20, stored: 0 }, ...doorbell({ stored: 0 }), outlier: { found: 3, stored: 0 } }
    expect(traceStatus({ ...whole, ...gone, aged: true })).toBe('aged')
    expect(traceStatus(addSpanCounts(whole, { ...whole, ...gone, aged: true }))).toBe('aged')
    expect(traceStatus({ ...whole, aged: true })).toBe('complete')
    expect(traceStatus({ ...whole, ...doorbell({ stored: 1_001 }), aged: true })).toBe('mismatch')
  })

  it('is complete again when spooled spans have come', () => {
    expect(traceStatus({ ...whole, spooled: 100 })).toBe('complete')
  })

  it.each<[string, Partial<SpanCounts>]>([
    ['a doorbell was neither recorded nor dropped', doorbell({ recorded: 999, selected: 999, stored: 999 })],
    ['a span is missing that nobody lost', doorbell({ stored: 999 })],
    ['more is stored than there was', doorbell({ stored: 1_001 })],
    ['an ioctl is missing', { ioctl: { issued: 20, stored: 19 } }],
    ['a late packet is missing', { outlier: { found: 3, stored: 2 } }],
  ])('is a mismatch when %s', (_, change) => {
    expect(traceStatus({ ...whole, ...change })).toBe('mismatch')
  })
})
