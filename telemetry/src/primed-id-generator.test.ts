import { expect, it } from 'vitest'
import { PrimedIdGenerator } from './primed-id-generator.ts'

it('gives the primed id once, then random ids again', () => {
  const ids = new PrimedIdGenerator()
  const [first, second] = ids.withSpanId('00000000000000aa', () => [ids.generateSpanId(), ids.generateSpanId()])
  expect(first).toBe('00000000000000aa')
  expect(second).not.toBe(first)
})

it('forgets an id that was not used, also when starting fails', () => {
  const ids = new PrimedIdGenerator()
  expect(() =>
    ids.withSpanId('00000000000000aa', () => {
      throw new Error('no span')
    }),
  ).toThrow('no span')
  expect(ids.generateSpanId()).not.toBe('00000000000000aa')
})
