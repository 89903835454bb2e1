import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readOptions, UsageError } from './options.ts'

test('a name alone measures every case in fifteen pairs', () => {
  expect(readOptions(['datapath'])).toMatchObject({
    bench: { name: 'datapath' },
    pairs: 15,
    cases: [],
    json: false,
    check: false,
  })
})

test('every option is read', () => {
  const args = ['ring', '--json', '--check', '--pairs', '30', '--case', 'buffers', '--case=buffers-split']
  const expected = { bench: { name: 'ring' }, pairs: 30, cases: ['buffers', 'buffers-split'], json: true, check: true }
  expect(readOptions(args)).toMatchObject(expected)
})

test('help and the list need no name', () => {
  expect(readOptions(['--help'])).toBe('help')
  expect(readOptions(['--list'])).toBe('list')
})

test.each([
  [[], /got 0 names; expected one of datapath, /],
  [['datapath', 'ring'], /got 2 names/],
  [['nothing'], /no bench is named 'nothing'; expected one of datapath, /],
  [['datapath', '--case', 'twoway'], /datapath has no case 'twoway'; expected one of oneway-64, /],
  [['datapath', '--pairs', '0'], /--pairs is '0'; expected a whole number from 1/],
  [['datapath', '--pairs', '1.5'], /--pairs is '1.5'/],
  [['datapath', '--fast'], /--fast/],
])('%j is bad usage', (args, message) => {
  expect(() => readOptions(args)).toThrow(UsageError)
  expect(() => readOptions(args)).toThrow(message)
})

test('no arguments whatever end otherwise than in options or in a usage error', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('datapath', 'ring', '--json', '--pairs', '--case', '3', 'oneway-64', '--'))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (args) => {
      try {
        expect(readOptions(args)).toBeTruthy()
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError)
      }
    }),
  )
})
