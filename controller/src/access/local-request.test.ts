import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foreignFault, isLoopback } from './local-request.ts'

describe('a loopback address', () => {
  it.each(['127.0.0.1', '127.9.8.7', '::1', '[::1]', 'localhost', 'ringside.localhost', '::ffff:127.0.0.1', '[::ffff:7f00:1]'])(
    'is %s',
    (name) => expect(isLoopback(name)).toBe(true),
  )

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '128.0.0.1',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.evil',
    '',
    'fe80::1',
  ])('is not %s', (name) => expect(isLoopback(name)).toBe(false))

  it('is every address of 127.0.0.0/8 and no other', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => void expect(isLoopback(address)).toBe(address.startsWith('127.'))))
  })
})

describe('a request to a controller that asks for no token', () => {
  it.each([
    { host: '127.0.0.1:7070' },
    { host: 'localhost:7070' },
    { host: '[::1]:7070' },
    { host: '127.0.0.1:7070', origin: 'http://127.0.0.1:7070' },
  ])('is taken with %j', (headers) => expect(foreignFault(headers)).toBeUndefined())

  it.each([
    [{}, "Host header is ''"],
    [{ host: 'rebound.evil.example:7070' }, "Host header is 'rebound.evil.example:7070'"],
    [{ host: '192.168.1.5:7070' }, 'RINGSIDE_ACCESS=tokens'],
    [{ host: 'a b' }, 'Host header'],
    [{ host: '127.0.0.1:7070', origin: 'https://evil.example' }, "a page of 'https://evil.example'"],
    [{ host: '127.0.0.1:7070', origin: 'null' }, "a page of 'null'"],
    [{ host: '127.0.0.1:7070', origin: 'http://127.0.0.1:8080' }, 'expected none but of this controller'],
  ])('is refused with %j', (headers, says) => expect(foreignFault(headers)).toContain(says))

  it('is judged whatever its headers are', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (host, origin) => {
        const fault = foreignFault({ host, origin })
        expect(fault === undefined || fault.length > 0).toBe(true)
      }),
    )
  })
})
