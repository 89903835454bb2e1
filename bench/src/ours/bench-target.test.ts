import fc from 'fast-check'
import { expect, test } from 'vitest'
import { executableOf, figureIn } from './bench-target.ts'

test('a figure is read from the one line the program writes', () => {
  expect(figureIn('{"buffersPerSecond": 31500000.5}\n', 'buffersPerSecond')).toBe(31_500_000.5)
})

test('whatever else it writes is shown', () => {
  const rates = fc.oneof(fc.double({ max: 0 }), fc.string(), fc.constant(null))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        rates.map((rate) => JSON.stringify({ buffersPerSecond: rate })),
      ),
      (output) => {
        expect(() => figureIn(output, 'buffersPerSecond')).toThrow(/expected \{"buffersPerSecond": N\} with N above 0/)
      },
    ),
  )
})

test('the program is found among the messages of cargo', () => {
  const ring = { crate: 'ringside-datapath', bench: 'ring' }
  const messages = [
    '{"reason":"compiler-artifact","target":{"name":"ringside_datapath"},"executable":null}',
    'warning: something',
    '{"reason":"compiler-artifact","target":{"name":"ring"},"executable":"/target/release/deps/ring-0a1b"}',
    '{"reason":"build-finished","success":true}',
  ]
  expect(executableOf(messages.join('\n'), ring)).toBe('/target/release/deps/ring-0a1b')
  expect(executableOf(messages.slice(0, 2).join('\n'), ring)).toBeUndefined()
})
