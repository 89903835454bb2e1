import { expect, it } from 'vitest'
import { withoutDefaults } from './suite-defaults.ts'

it('leaves out what says only what holds anyway, and nothing else', () => {
  expect(withoutDefaults({ workload: 1, frame: 64, ringSize: 256, queues: 1, ring: 'split' })).toEqual({
    workload: 1,
    frame: 64,
    ringSize: 256,
  })
  expect(withoutDefaults({ kind: 'throughput', flows: 2, verify: 'header', outstanding: 1 })).toEqual({
    kind: 'throughput',
    flows: 2,
    verify: 'header',
  })
})

it('keeps members that have always counted as they were written', () => {
  expect(withoutDefaults({ direction: 'oneway', burst: 32 })).toEqual({ direction: 'oneway', burst: 32 })
})
