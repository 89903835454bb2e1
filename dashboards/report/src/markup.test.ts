import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64Of, embeddedJson, printable } from './markup.ts'

describe('what stands in a page', () => {
  it('embeds JSON that reads back and cannot end its element', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = embeddedJson(value)
        expect(json).not.toContain('<')
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('has no control characters, and the same shape', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const shown = JSON.stringify(printable(value), (_, member) => member)
        expect(shown.replaceAll(/\\[nt]/g, '')).not.toMatch(/[^\P{C}]/u)
      }),
    )
    expect(printable({ a: ['x\u0000\n', 1, null] })).toEqual({ a: ['x\ufffd\n', 1, null] })
  })

  it('is the same after base64, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(Buffer.from(base64Of(text), 'base64').toString()).toBe(text)
      }),
    )
  })
})
