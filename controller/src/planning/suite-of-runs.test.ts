import { checkSuite, type RunSpec, type Suite } from '@ringside/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expand } from './expand.ts'
import { suiteOfRuns } from './suite-of-runs.ts'

const specsOf = (suite: Suite): [RunSpec, ...RunSpec[]] =>
  expand(suite).map((run, i) => ({ ...run, id: `r-${i}`, submissionId: 's-1', host: 'bench-1', traceparent: '' })) as never

const contents = (suite: Suite): string[] =>
  expand(suite)
    .map(({ contentId, priority, timeouts, retries }) => JSON.stringify({ contentId, priority, timeouts, retries }))
    .sort()

const backend = (name: string) => ({ name, kind: 'emulated', doorbell: 'mapped', device: 'polling' }) as const
const base: Suite = {
  apiVersion: 'ringside/v1',
  kind: 'Suite',
  name: 'nightly',
  backends: [backend('a'), backend('b'), backend('c')],
  workloads: [{ kind: 'throughput' }, { kind: 'latency', rate: '50kpps', direction: 'loopback' }],
  matrix: { frame: [64, 1518, { capture: '/data/c.pcap' }], ringSize: [256, 1024] },
}

// biome-ignore lint/suspicious/noThenProperty: the word of the suite
const stopping: Suite['onFailure'] = { then: 'stop' }

const anySuite: fc.Arbitrary<Suite> = fc
  .record(
    {
      run: fc.record({ warmup: fc.constantFrom('0.5ms', '30ms', '2s'), trials: fc.integer({ min: 1, max: 50 }) }),
      repeat: fc.integer({ min: 1, max: 3 }),
      tracing: fc.constantFrom({ doorbells: 'off' }, { outliers: { percentile: 99 } }),
      priority: fc.constantFrom('high' as const, 'low' as const),
      judge: fc.constantFrom({ minChange: '7%' }, { minChange: '0.3%' }),
      onFailure: fc.constantFrom<Suite['onFailure']>({ retries: 2 }, stopping),
      timeouts: fc.constantFrom({ run: '9h' }, { waiting: '5m', heartbeat: '3s' }),
      exclude: fc.array(
        fc.record(
          {
            backend: fc.constantFrom('a', 'b', 'c'),
            workload: fc.constantFrom('throughput' as const, 'latency' as const),
            frame: fc.constantFrom(64, 1518, { capture: '/data/c.pcap' }),
            ringSize: fc.constantFrom(256 as const, 1024 as const),
          },
          { requiredKeys: ['frame'] },
        ),
        { minLength: 1, maxLength: 4 },
      ),
    },
    { requiredKeys: ['run', 'repeat'] },
  )
  .map(({ run, repeat, ...rest }) => ({ ...base, ...rest, run: { ...run, repeat } }) as Suite)
  .filter((suite) => checkSuite(suite).ok)

describe('suiteOfRuns', () => {
  it('gives a suite without faults that makes the same runs again', () => {
    fc.assert(
      fc.property(anySuite, (suite) => {
        const recovery = suiteOfRuns(specsOf(suite))
        if (!recovery.ok) throw new Error(recovery.detail)
        expect(checkSuite(recovery.suite)).toMatchObject({ ok: true })
        expect(contents(recovery.suite)).toEqual(contents(suite))
      }),
    )
  })

  it('says no more than was said, for a plain suite', () => {
    const suite: Suite = { ...base, matrix: { frame: [64] } }
    const recovery = suiteOfRuns(specsOf(suite))
    expect(recovery.ok && Object.keys(recovery.suite)).toEqual([
      'apiVersion',
      'kind',
      'name',
      'host',
      'backends',
      'workloads',
      'matrix',
      'run',
      'judge',
    ])
  })

  it('makes a suite of one run too', () => {
    const [first] = specsOf(base)
    const recovery = suiteOfRuns([first])
    expect(recovery.ok && contents(recovery.suite)).toHaveLength(1)
  })

  it('refuses where more was left out than rules can say', () => {
    const suite: Suite = { ...base, matrix: { frame: Array.from({ length: 200 }, (_, i) => 64 + i) } }
    const odd = specsOf(suite).filter((_, i) => (i < 200 ? i % 2 === 0 : i % 2 === 1)) as [RunSpec, ...RunSpec[]]
    expect(suiteOfRuns(odd)).toMatchObject({ ok: false, detail: expect.stringContaining('100 rules') })
  })
})
