import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { responseText } from './response-text.ts'

const protobuf = 'application/x-protobuf'

describe('the text of a refusal', () => {
  test('is the message of a Status in protobuf, else the body', () => {
    expect(responseText(Buffer.from([0x08, 0x03, 0x12, 0x02, 0x6e, 0x6f]), protobuf)).toBe('no')
    expect(responseText(Buffer.from([0x12, 0x02, 0x6e, 0x6f]), protobuf)).toBe('no')
    expect(responseText(Buffer.from('{"code":3,"message":"no"}'), 'application/json')).toBe('{"code":3,"message":"no"}')
    expect(responseText(Buffer.from('404 page not found\n'), 'text/plain')).toBe('404 page not found')
    expect(responseText(Buffer.from('no type'))).toBe('no type')
  })

  test('is short and without control characters, whatever a server sends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (body, isProtobuf) => {
        expect(responseText(body, isProtobuf ? protobuf : 'text/plain')).toMatch(/^\P{Cc}{0,200}$/u)
      }),
    )
  })
})
