import { expect, test } from 'vitest'
import type { BenchResult } from './result.ts'
import { table, unitOf } from './table.ts'

const result: BenchResult = {
  bench: 'datapath',
  case: 'oneway-64-split',
  ours: 45_678_901,
  peer: 9_876_543,
  peerName: 'DPDK testpmd, split',
  unit: 'packets/s',
  ratio: 4.6251,
  samples: 15,
  spread: { min: 3.9, p25: 4.5, p75: 4.7, max: 12.25 },
}

test('columns are aligned and figures are in millions', () => {
  expect(table([result, { ...result, case: 'loopback-64-split', ours: 5e6, ratio: 0.5 }])).toBe(
    [
      'case                 ours   peer   ratio   half of the pairs             all   pairs   best peer',
      'oneway-64-split     45.68   9.88    4.63        4.50 to 4.70   3.90 to 12.25      15   DPDK testpmd, split',
      'loopback-64-split    5.00   9.88    0.50        4.50 to 4.70   3.90 to 12.25      15   DPDK testpmd, split',
      '',
    ].join('\n'),
  )
})

test('figures of a bench without large ones are shown as they are', () => {
  const few = [{ ...result, ours: 8.461, peer: 9.2, unit: 'opens/s' }]
  expect(table(few)).toContain('oneway-64-split   8.46   9.20')
  expect(unitOf(few)).toBe('opens/s')
  expect(unitOf([result])).toBe('million packets/s')
})

test('figures in several units say which, and stay as they are', () => {
  const mixed = [result, { ...result, case: 'memory', unit: 'MiB', ours: 512, peer: 1024 }]
  expect(table(mixed)).toMatch(/^case +unit +ours/)
  expect(table(mixed)).toMatch(/memory +MiB +512\.00 +1024\.00/)
  expect(unitOf(mixed)).toBe('packets/s, MiB')
})
