import { checkSuite } from '@ringside/contract'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { example } from './example.ts'

it('the example is a suite without faults that needs no file', () => {
  expect(checkSuite(parse(example))).toMatchObject({ ok: true, suite: { name: 'demo', matrix: { frame: [64, 1518] } } })
  expect(example).not.toMatch(/capture|pcap|bench\/suites/)
})
