import { InvalidArgumentError } from 'commander'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commaSeparated, frameSize, yamlValue } from './option-values.ts'

it('reads a frame size or imix, and nothing else', () => {
  expect(frameSize('imix')).toBe('imix')
  expect(frameSize('65000')).toBe(65_000)
  for (const text of ['63', '65536', '64.5', 'IMIX', '', '0x40'])
    expect(() => frameSize(text)).toThrow('from 64 to 65535, or imix')
})

it('reads lists and YAML as people write them', () => {
  expect(commaSeparated('in-order, event-idx')).toEqual(['in-order', 'event-idx'])
  expect(yamlValue('{ serviceTime: 5us, faults: { drop: 1% } }')).toEqual({ serviceTime: '5us', faults: { drop: '1%' } })
  expect(() => yamlValue('{ serviceTime: 5us')).toThrow('Expected YAML')
})

it('throws nothing but what commander understands, whatever the YAML', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'&*!|>-?:,[]{}#%@`"\'\n ab1<.~') }), (text) => {
      try {
        yamlValue(text)
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidArgumentError)
      }
    }),
  )
})
