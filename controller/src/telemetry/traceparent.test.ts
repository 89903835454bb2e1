import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTraceparent, newSpanId, parseTraceparent } from './traceparent.ts'

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).filter((text) => !/^0+$/.test(text))

describe('traceparent', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(hex(32), hex(16), (traceId, spanId) => {
        expect(parseTraceparent(formatTraceparent({ traceId, spanId }))).toEqual({ traceId, spanId })
      }),
    )
  })

  it('takes nothing else for a traceparent', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseTraceparent(text)).toBeUndefined()
      }),
    )
    expect(parseTraceparent(`00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`)).toBeUndefined()
    expect(parseTraceparent(`00-${'1'.repeat(32)}-${'0'.repeat(16)}-01`)).toBeUndefined()
    expect(parseTraceparent(`00-${'A'.repeat(32)}-${'1'.repeat(16)}-01`)).toBeUndefined()
  })

  it('makes span ids of 16 hex digits', () => {
    expect(newSpanId()).toMatch(/^[0-9a-f]{16}$/)
  })
})
