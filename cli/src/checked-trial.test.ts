import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AskedTrial, checkedTrial } from './checked-trial.ts'
import { CommandFailure } from './failure.ts'

const asked: AskedTrial = {
  backend: { name: 'mapped', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
  workload: { kind: 'throughput' },
  frame: 64,
  ringSize: 256,
  queues: 1,
  ring: 'split',
  durationMs: 100,
}

const refusal = (changes: Partial<AskedTrial>): string => {
  try {
    checkedTrial({ ...asked, ...changes })
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('checkedTrial', () => {
  it('gives backend and point', () => {
    const { backend, workload, frame, ringSize, queues, ring } = asked
    expect(checkedTrial(asked)).toEqual({ backend, point: { workload, frame, ringSize, queues, ring } })
  })

  it('names the option at fault, and the place within it', () => {
    const backend = asked.backend as object
    const model = { faults: { drop: 'often' }, jitter: 5 }
    expect(refusal({ ringSize: 100 })).toBe('--ring-size is 100; expected a power of two from 2 to 32768')
    expect(refusal({ workload: { kind: 'pingpong', direction: 'oneway' } })).toMatch(
      /^--direction is 'oneway'; expected 'loopback'/,
    )
    expect(refusal({ backend: { ...backend, features: ['in-ordr'] } })).toMatch(
      /^--features is 'in-ordr'.*did you mean 'in-order'/,
    )
    const faults = refusal({ backend: { ...backend, model } }).split('\n')
    expect(faults.map((line) => line.split(';')[0])).toEqual(['--model jitter is 5', "--model faults.drop is 'often'"])
    expect(refusal({ backend: { ...backend, model: { faults: { dieAfter: '1s' } } } })).toContain('below 100ms')
  })

  it('refuses whatever does not fit with a usage failure', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('backend', 'workload', 'ring', 'queues' as const), (value, key) => {
        try {
          checkedTrial({ ...asked, [key]: value })
        } catch (error) {
          expect(error).toBeInstanceOf(CommandFailure)
          expect((error as Error).message).toMatch(/^--/)
        }
      }),
    )
  })
})
