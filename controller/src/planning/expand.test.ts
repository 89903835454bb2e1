import { checkSuite, countRuns, RunSpec, type Suite, suiteDefaults } from '@ringside/contract'
import fc from 'fast-check'
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { expand } from './expand.ts'
import { hostTimeMs } from './host-time.ts'
import { newRunId, newSubmissionId } from './run-id.ts'

const base: Suite = {
  apiVersion: 'ringside/v1',
  kind: 'Suite',
  name: 'nightly',
  backends: [
    { name: 'a', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
    { name: 'b', kind: 'emulated', doorbell: 'eventfd', device: 'sleeping' },
  ],
  workloads: [{ kind: 'throughput' }],
  matrix: { frame: [64] },
}

type RingSize = NonNullable<Suite['matrix']['ringSize']>[number]
const ringSizes = (...sizes: number[]) => sizes as RingSize[]

const anyWorkload: fc.Arbitrary<Suite['workloads'][number]> = fc.oneof(
  fc.record({ kind: fc.constant('throughput' as const), burst: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ kind: fc.constant('latency' as const), rate: fc.integer({ min: 1, max: 999 }).map((rate) => `${rate}kpps`) }),
  fc.record({
    kind: fc.constant('pingpong' as const),
    outstanding: fc.integer({ min: 1, max: 64 }),
    verify: fc.constantFrom('full' as const, 'header' as const),
  }),
)
const anyFrame = fc.oneof(
  fc.integer({ min: 64, max: 65_535 }),
  fc.constant('imix' as const),
  fc.record({ capture: fc.stringMatching(/^\/[a-z]{1,8}\.pcap$/) }),
)
const anySuite: fc.Arbitrary<Suite> = fc
  .record({
    workloads: fc.uniqueArray(anyWorkload, { minLength: 1, maxLength: 3, selector: (workload) => JSON.stringify(workload) }),
    frame: fc.uniqueArray(anyFrame, { minLength: 1, maxLength: 3, selector: (frame) => JSON.stringify(frame) }),
    ringSize: fc.uniqueArray(fc.constantFrom(...ringSizes(64, 256, 1024)), { minLength: 1, maxLength: 2 }),
    queues: fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 2 }),
    ring: fc.uniqueArray(fc.constantFrom('split' as const, 'packed' as const), { minLength: 1 }),
    trials: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ workloads, trials, ...matrix }) => ({ ...base, workloads, matrix, run: { trials } }))

/** A suite, and rules made of its own values. */
const anyExcludingSuite: fc.Arbitrary<Suite> = anySuite.chain((suite) => {
  const { frame, ringSize = [], queues = [], ring = [] } = suite.matrix
  const rule = fc.record(
    {
      backend: fc.constantFrom('a', 'b'),
      workload: fc.constantFrom(...suite.workloads.map(({ kind }) => kind)),
      frame: fc.constantFrom(...frame),
      ringSize: fc.constantFrom(...ringSize),
      queues: fc.constantFrom(...queues),
      ring: fc.constantFrom(...ring),
    },
    { requiredKeys: [] },
  )
  const rules = fc.array(
    rule.filter((one) => Object.keys(one).length > 0),
    { maxLength: 8 },
  )
  return fc
    .record({ rules, repeat: fc.integer({ min: 1, max: 4 }), order: fc.constantFrom('interleave', 'random', 'listed') })
    .map(({ rules: exclude, repeat, order }): Suite => {
      return { ...suite, exclude, run: { ...suite.run, repeat }, runs: { order, seed: 3 } }
    })
})

/** The same value with the keys of all its mappings in the opposite order. */
function turned<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(turned) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  ) as Value
}

describe('expand and check agree', () => {
  it('a suite that passes expands to as many runs as were counted, and one without runs does not pass', () => {
    fc.assert(
      fc.property(anyExcludingSuite, (suite) => {
        const runs = expand(suite)
        expect(runs).toHaveLength(countRuns(suite))
        expect(runs.every(({ backends }) => backends.length > 0)).toBe(true)
        const check = checkSuite(suite)
        expect(check.ok ? [] : check.faults.map(({ path }) => path)).toEqual(runs.length === 0 ? ['exclude'] : [])
      }),
    )
  })

  it('points have content ids of their own, and repetitions of a point share one', () => {
    fc.assert(
      fc.property(anyExcludingSuite, (suite) => {
        const runs = expand(suite)
        const first = runs.filter(({ repetition }) => repetition === 0)
        expect(new Set(first.map(({ contentId }) => contentId)).size).toBe(first.length)
        expect(new Set(runs.map(({ contentId, repetition }) => `${contentId}.${repetition}`)).size).toBe(runs.length)
        expect(runs).toHaveLength(first.length * (suite.run?.repeat ?? 1))
      }),
    )
  })

  it('the same suite makes the same runs, in whatever order its keys are written', () => {
    fc.assert(
      fc.property(anyExcludingSuite, (suite) => {
        expect(expand(turned(suite))).toEqual(expand(suite))
      }),
      { numRuns: 30 },
    )
  })
})

describe('expand', () => {
  it('yields one run per workload and combination of the axes, on every backend', () => {
    fc.assert(
      fc.property(anySuite, (suite) => {
        const runs = expand(suite)
        const axes = Object.values(suite.matrix).map((values) => values.length)
        expect(runs).toHaveLength(axes.reduce((product, length) => product * length, suite.workloads.length))
        for (const run of runs) expect(run.backends).toEqual(suite.backends)
      }),
    )
  })

  it('gives every point of a suite an id and a label of its own', () => {
    fc.assert(
      fc.property(anySuite, (suite) => {
        const runs = expand(suite)
        expect(new Set(runs.map((run) => run.pointId)).size).toBe(runs.length)
        expect(new Set(runs.map((run) => run.label)).size).toBe(runs.length)
      }),
    )
  })

  it('yields what the schema of a run asks for, once ids are given', () => {
    fc.assert(
      fc.property(anySuite, (suite) => {
        for (const run of expand(suite)) {
          const spec = { ...run, id: newRunId(), submissionId: newSubmissionId(), host: 'h', traceparent: 't' }
          expect([...Value.Errors(RunSpec, spec)]).toEqual([])
        }
      }),
    )
  })

  it('gives the same point the same id, in whatever order its keys were written', () => {
    const turned = JSON.parse('[{"device":"polling","doorbell":"mapped","kind":"emulated","name":"a"}]') as Suite['backends']
    const straight = { ...base, backends: base.backends.slice(0, 1) }
    expect(expand({ ...straight, backends: turned })[0]?.pointId).toBe(expand(straight)[0]?.pointId)
    expect(expand(base)[0]?.pointId).toMatch(/^[0-9a-f]{12}$/)
  })

  it('gives another backend, frame, workload or ring size another id, but not another number of trials', () => {
    const id = expand(base)[0]?.pointId
    expect(expand({ ...base, backends: base.backends.slice(0, 1) })[0]?.pointId).not.toBe(id)
    expect(expand({ ...base, matrix: { frame: [65] } })[0]?.pointId).not.toBe(id)
    expect(expand({ ...base, matrix: { frame: [64], ringSize: ringSizes(512) } })[0]?.pointId).not.toBe(id)
    expect(expand({ ...base, workloads: [{ kind: 'latency', rate: '1kpps' }] })[0]?.pointId).not.toBe(id)
    expect(expand({ ...base, run: { trials: 3 } })[0]?.pointId).toBe(id)
  })

  it('keeps the ids of points from before there were queues and ring formats', () => {
    expect(expand(base)[0]?.pointId).toBe('58e0cd3ed57f')
    const said: Suite = {
      ...base,
      backends: base.backends.map((backend) => ({ ...backend, dialect: 'vhost-mdev', descriptors: 'single' })),
      workloads: [{ kind: 'throughput', flows: 1, verify: 'full' }],
      matrix: { frame: [64], queues: [1], ring: ['split'] },
    }
    expect(expand(said)[0]?.pointId).toBe('58e0cd3ed57f')
    const others: Suite['matrix'][] = [
      { frame: [64], queues: [2] },
      { frame: [64], ring: ['packed'] },
    ]
    for (const matrix of others) expect(expand({ ...base, matrix })[0]?.pointId).not.toBe('58e0cd3ed57f')
  })

  it('labels points by what tells them apart', () => {
    const suite: Suite = {
      ...base,
      workloads: [
        { kind: 'throughput', direction: 'oneway' },
        { kind: 'throughput', direction: 'loopback' },
        { kind: 'latency', rate: '1.5Mpps' },
      ],
      matrix: { frame: [64, { capture: '/data/capture.pcap' }] },
    }
    expect(expand(suite).map((run) => run.label)).toEqual([
      'throughput 64 B oneway',
      'throughput capture.pcap oneway',
      'throughput 64 B loopback',
      'throughput capture.pcap loopback',
      'latency 64 B 1.5 Mpps',
      'latency capture.pcap 1.5 Mpps',
    ])
    expect(expand(base)[0]?.label).toBe('throughput 64 B')
    expect(expand({ ...base, matrix: { frame: [64], ringSize: ringSizes(128, 256) } })[1]?.label).toBe('throughput 64 B ring 256')
  })

  it('labels rates, windows, checks, queues and ring formats in words', () => {
    const captured: Suite = {
      ...base,
      workloads: [
        { kind: 'latency', rate: 'recorded' },
        { kind: 'latency', rate: '2x', verify: 'header' },
        { kind: 'pingpong', outstanding: 8, flows: 1 },
        { kind: 'pingpong', flows: 4 },
      ],
      matrix: { frame: [{ capture: '/data/web.pcap' }] },
    }
    expect(expand(captured).map((run) => run.label)).toEqual([
      'latency web.pcap recorded default verify',
      'latency web.pcap 2 x recorded verify header',
      'pingpong web.pcap 8 outstanding 1 flow',
      'pingpong web.pcap default outstanding 4 flows',
    ])
    const matrix: Suite['matrix'] = { frame: ['imix'], queues: [1, 4], ring: ['split', 'packed'] }
    expect(expand({ ...base, matrix }).map((run) => run.label)).toEqual([
      'throughput imix 1 queue split',
      'throughput imix 1 queue packed',
      'throughput imix 4 queues split',
      'throughput imix 4 queues packed',
    ])
  })

  it('fills in the documented defaults and takes what the suite says', () => {
    const [plain] = expand(base)
    expect(plain).toMatchObject({
      warmupMs: 50,
      durationMs: 1000,
      trials: 10,
      order: 'interleave',
      seed: 1,
      minChangeRatio: 0.02,
    })
    expect(plain).toMatchObject({
      tracing: {
        doorbells: 'all',
        ringEvents: 1_048_576,
        export: 'between-trials',
        outlierPercentile: 99.9,
        outlierWindowNs: 100_000,
      },
      point: { ringSize: suiteDefaults.ringSize, queues: 1, ring: 'split' },
    })
    const [said] = expand({
      ...base,
      run: { warmup: '0.5s', duration: '2s', trials: 3, order: 'random', seed: 0 },
      tracing: { doorbells: 'off' },
      judge: { minChange: '5%' },
    })
    expect(said).toMatchObject({ warmupMs: 500, durationMs: 2000, trials: 3, order: 'random', seed: 0 })
    expect(said?.minChangeRatio).toBeCloseTo(0.05)
    expect(said?.tracing.doorbells).toBe('off')
  })

  it('leaves out the points that a rule meets, and the backends that a rule names at the points it meets', () => {
    const suite: Suite = {
      ...base,
      matrix: { frame: [64, 128, { capture: '/c.pcap' }], queues: [1, 4] },
      exclude: [
        { frame: { capture: '/c.pcap' }, queues: 4 },
        { backend: 'a', frame: 128 },
        { backend: 'b', frame: 128, queues: 1 },
      ],
    }
    expect(expand(suite).map(({ label, backends }) => [label, backends.map(({ name }) => name).join()])).toEqual([
      ['throughput 64 B 1 queue', 'a,b'],
      ['throughput 64 B 4 queues', 'a,b'],
      ['throughput 128 B 4 queues', 'b'],
      ['throughput c.pcap 1 queue', 'a,b'],
    ])
  })

  it('repeats every run, in rounds, point by point, or shuffled alike for the same seed', () => {
    const order = (runs?: Suite['runs']) =>
      expand({ ...base, matrix: { frame: [64, 65] }, run: { repeat: 3 }, ...(runs === undefined ? {} : { runs }) }).map(
        ({ point, repetition }) => `${point.frame}.${repetition}`,
      )
    expect(order()).toEqual(['64.0', '65.0', '64.1', '65.1', '64.2', '65.2'])
    expect(order({ order: 'listed' })).toEqual(['64.0', '64.1', '64.2', '65.0', '65.1', '65.2'])
    expect(order({ order: 'random', seed: 5 })).toEqual(order({ order: 'random', seed: 5 }))
    expect(order({ order: 'random', seed: 5 })).not.toEqual(order({ order: 'random', seed: 6 }))
    expect(order({ order: 'random' }).toSorted()).toEqual(order().toSorted())
  })

  it('carries how runs are queued, kept and prepared', () => {
    const [plain] = expand(base)
    expect(plain).toMatchObject({ priority: 10, retries: 0, stopOnFailure: false, artifacts: [], tuning: {} })
    expect(plain?.timeouts).toEqual({ waitingMs: 43_200_000, runMs: 21_600_000, heartbeatMs: 10_000 })
    const [said] = expand({
      ...base,
      priority: 'high',
      timeouts: { waiting: '30m', run: '2m', heartbeat: '20s' },
      // biome-ignore lint/suspicious/noThenProperty: the word of the suite
      onFailure: { retries: 2, then: 'stop' },
      artifacts: ['host'],
      tuning: { irqs: 'away' },
    })
    expect(said).toMatchObject({ priority: 0, retries: 2, stopOnFailure: true, artifacts: ['host'], tuning: { irqs: 'away' } })
    expect(said?.timeouts).toEqual({ waitingMs: 1_800_000, runMs: 120_000, heartbeatMs: 20_000 })
  })

  it('gives a run that measures for hours four times as long, and ten minutes', () => {
    const [long] = expand({ ...base, run: { warmup: '10s', duration: '20m', trials: 100 } })
    expect(long?.timeouts.runMs).toBe(4 * 2 * 100 * 1_210_000 + 600_000)
  })

  it('refuses a million runs with their number before it builds one', () => {
    const frame = Array.from({ length: 1_000 }, (_, index) => 64 + index)
    const suite: Suite = { ...base, matrix: { frame }, run: { repeat: 1_000 } }
    expect(() => expand(suite)).toThrow('the suite has 1000000 runs, at most 100000')
  })

  it('says how long the host will be busy', () => {
    expect(hostTimeMs(expand({ ...base, run: { trials: 5, warmup: '10ms', duration: '90ms' } })[0] as RunSpec)).toBe(1000)
  })
})
