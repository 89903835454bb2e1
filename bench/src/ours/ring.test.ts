import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buffersPerSecond, executableOf } from './ring.ts'

test('the rate is read from the one line the program writes', () => {
  expect(buffersPerSecond('{"buffersPerSecond": 31500000.5}\n')).toBe(31_500_000.5)
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
        expect(() => buffersPerSecond(output)).toThrow(/expected \{"buffersPerSecond": N\} with N above 0/)
      },
    ),
  )
})

test('the program is found among the messages of cargo', () => {
  const messages = [
    '{"reason":"compiler-artifact","target":{"name":"ringside_datapath"},"executable":null}',
    'warning: something',
    '{"reason":"compiler-artifact","target":{"name":"ring"},"executable":"/target/release/deps/ring-0a1b"}',
    '{"reason":"build-finished","success":true}',
  ]
  expect(executableOf(messages.join('\n'))).toBe('/target/release/deps/ring-0a1b')
  expect(executableOf(messages.slice(0, 2).join('\n'))).toBeUndefined()
})
