import type { TrialResult } from '@ringside/contract'
import { demoHost, runFixture } from '@ringside/contract/testing'
import { describe, expect, it } from 'vitest'
import { compareRuns } from './compare.ts'

/** Caveats of mapped against eventfd in one run whose trials of `mapped` were touched. */
function caveatsWith(change: (trial: TrialResult) => Partial<TrialResult>): readonly string[] {
  const run = runFixture({ touch: (trial) => (trial.backend === 'mapped' ? { ...trial, ...change(trial) } : trial) })
  return compareRuns({ run, backend: 'mapped' }, { run, backend: 'eventfd' })[0]?.caveats ?? []
}

const firstThree = (trial: TrialResult, then: Partial<TrialResult>): Partial<TrialResult> => (trial.index < 3 ? then : {})

describe('caveats', () => {
  it('are absent when two backends of one run had nothing against them', () => {
    expect(caveatsWith(() => ({}))).toEqual([])
  })

  it('count the trials that were bound by the generator, disturbed or lossy', () => {
    expect(caveatsWith((trial) => firstThree(trial, { generatorLimited: true }))).toEqual([
      'mapped: the load fell behind its schedule in 3 of 10 trials, which measures the generator',
    ])
    const stolen = caveatsWith((trial) => firstThree(trial, { environment: { ...trial.environment, stealRatio: 0.05 } }))
    expect(stolen).toEqual(['mapped: steal above 2 % in 3 of 10 trials'])
    const packets = {
      sent: 1_000_000,
      unsent: 0,
      verified: 999_000,
      lost: 1_000,
      corrupt: 0,
      duplicate: 0,
      reordered: 0,
      droppedNoBuffer: 0,
    }
    expect(caveatsWith((trial) => firstThree(trial, { packets }))).toEqual([
      'mapped: 3,000 packets (0.10 %) lost in 3 of 10 trials',
    ])
    expect(caveatsWith((trial) => firstThree(trial, { eventsDropped: 7 }))).toEqual([
      'mapped: 21 doorbells did not fit the event ring and are not in the trace',
    ])
    const unsent = caveatsWith((trial) => firstThree(trial, { packets: { ...trial.packets, unsent: 2 } }))
    expect(unsent).toEqual(['mapped: 6 packets were due but found no room in the ring'])
    const corrupt = caveatsWith((trial) => firstThree(trial, { packets: { ...trial.packets, corrupt: 1 } }))
    expect(corrupt).toEqual(['mapped: 3 packets corrupt'])
  })

  it('name what was not verified, once for both sides', () => {
    const both = (verify: 'header' | 'off') => runFixture({ workload: { kind: 'throughput', verify } })
    const caveats = (run: ReturnType<typeof runFixture>) =>
      compareRuns({ run, backend: 'mapped' }, { run, backend: 'eventfd' })[0]?.caveats
    expect(caveats(both('off'))).toEqual(['packets were not verified'])
    expect(caveats(both('header'))).toEqual(['packets were verified by header only'])
    expect(caveatsWith(() => ({ verify: 'off' }))).toEqual(['verification differs: off against full'])
  })

  it('do not count what an injected fault loses or corrupts, but say that faults were injected', () => {
    const packets = { lost: 10, corrupt: 3 }
    const faulty = caveatsWith((trial) => ({ packets: { ...trial.packets, ...packets }, expectedFaults: true }))
    expect(faulty).toEqual(['mapped: faults were injected, so this is no comparison of speed'])
  })

  it('name unlike pages and clocks', () => {
    const caveats = caveatsWith((trial) => ({ environment: { ...trial.environment, pages: '4K', clock: 'monotonic' } }))
    expect(caveats).toEqual(['pages differs: 4K against hugetlb-2M', 'clock differs: monotonic against tsc'])
  })

  it('name what differs between the hosts of two runs', () => {
    const run = runFixture({ id: 'r-a' })
    const other = runFixture({ id: 'r-b', label: 'throughput 512 B' })
    const host = { ...demoHost, id: 'h-2', hostname: 'rack9', kernel: '6.1.0', state: { ...demoHost.state, governor: null } }
    const elsewhere = { ...other, result: { ...(other.result as NonNullable<typeof other.result>), host } }
    const [comparison] = compareRuns({ run, backend: 'mapped' }, { run: elsewhere, backend: 'mapped' })
    expect(comparison?.paired).toBe(false)
    expect(comparison?.caveats).toEqual([
      'the sides ran at different times: drift of the host counts as difference',
      'different points: throughput 64 B against throughput 512 B',
      'host differs: rack2-node7 against rack9',
      'kernel differs: 6.12.41+deb13-amd64 against 6.1.0',
      'governor differs: performance against unknown',
    ])
  })
})
