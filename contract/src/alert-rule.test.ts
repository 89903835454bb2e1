import { describe, expect, it } from 'vitest'
import { watchRuleOf } from './alert-rule.ts'
import { checkSuite } from './check-suite.ts'
import { fullSuite } from './testing/suite-fixture.ts'

const faultsOf = (alerts: unknown, changes: object = {}) => {
  const check = checkSuite({ ...fullSuite, ...changes, alerts })
  return check.ok ? [] : check.faults.map(({ path, expected }) => `${path}: ${expected}`)
}

describe('a rule says what it leaves out', () => {
  it('by its metric: the way that gets worse, and the change that matters', () => {
    expect(watchRuleOf({ metric: 'p99.9' })).toEqual({
      metric: 'latency_ns_p999',
      worse: 'higher',
      minChangeRatio: 0.05,
      baselineRuns: 10,
    })
    expect(watchRuleOf({ metric: 'throughput' })).toMatchObject({ metric: 'throughput_pps', worse: 'lower' })
    expect(watchRuleOf({ metric: 'loss' })).toMatchObject({ metric: 'loss_ratio', worse: 'higher', minChangeRatio: 0.01 })
  })

  it('and keeps what it says', () => {
    const said = { metric: 'p50', worse: 'lower', minChange: '10%', baseline: { runs: 4 }, backends: ['a'] } as const
    expect(watchRuleOf({ ...said, backends: ['a'] })).toEqual({
      metric: 'latency_ns_p50',
      worse: 'lower',
      minChangeRatio: 0.1,
      baselineRuns: 4,
      backends: ['a'],
    })
  })
})

describe('of the rules of a suite', () => {
  it('the same metric by two names is said once', () => {
    expect(faultsOf([{ metric: 'p99' }, { metric: 'latency_ns_p99' }])).toEqual([
      'alerts[1]: a value not listed before; item 0 is the same',
    ])
    expect(
      faultsOf([
        { metric: 'p99', backends: ['mapped'] },
        { metric: 'p99', backends: ['eventfd'] },
      ]),
    ).toEqual([])
  })

  it('each names backends that there are', () => {
    expect(faultsOf([{ metric: 'p99', backends: ['maped'] }])).toEqual([
      'alerts[0].backends[0]: the name of a backend of this suite',
    ])
  })

  it('none watches latency where it is not measured', () => {
    const workloads = [{ kind: 'throughput' }]
    expect(faultsOf([{ metric: 'p99' }], { workloads, exclude: undefined })).toContain(
      'alerts[0].metric: what a workload of this suite measures; none measures latency',
    )
  })

  it('none waits for a change of nothing, or has too small a baseline', () => {
    expect(faultsOf([{ metric: 'p99', minChange: '0%' }])).toEqual([
      'alerts[0].minChange: a share above 0%: a change of nothing never matters',
    ])
    expect(faultsOf([{ metric: 'p99', baseline: { runs: 2 } }])).toEqual([
      'alerts[0].baseline.runs: runs, an integer from 3 to 100',
    ])
  })
})
