import { RunSpec, type Suite, suiteDefaults } from '@ringside/contract'
import fc from 'fast-check'
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { expand, hostTimeMs } from './expand.ts'
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
  fc.record({ kind: fc.constant('throughput' as const), burst: fc.integer({ min: 1, max: 256 }) }),
  fc.record({ kind: fc.constant('latency' as const), rate: fc.integer({ min: 1, max: 999 }).map((rate) => `${rate}kpps`) }),
  fc.record({
    kind: fc.constant('pingpong' as const),
    outstanding: fc.integer({ min: 1, max: 64 }),
    flows: fc.integer({ min: 2, max: 9 }),
  }),
)
const anyFrame = fc.oneof(
  fc.integer({ min: 64, max: 65_535 }),
  fc.constant('imix' as const),
  fc.record({ capture: fc.stringMatching(/^\/[a-z]{1,8}\.pcap$/) }),
)
const anySuite: fc.Arbitrary<Suite> = fc
  .record({
    workloads: fc.uniqueArray(anyWorkload, { minLength: 1, maxLength: 4, selector: (workload) => JSON.stringify(workload) }),
    frame: fc.uniqueArray(anyFrame, { minLength: 1, maxLength: 4, selector: (frame) => JSON.stringify(frame) }),
    ringSize: fc.uniqueArray(fc.constantFrom(...ringSizes(64, 256, 1024)), { minLength: 1 }),
    queues: fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 3 }),
    ring: fc.uniqueArray(fc.constantFrom('split' as const, 'packed' as const), { minLength: 1 }),
    trials: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ workloads, trials, ...matrix }) => ({ ...base, workloads, matrix, run: { trials } }))

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

  it('says how long the host will be busy', () => {
    expect(hostTimeMs(expand({ ...base, run: { trials: 5, warmup: '10ms', duration: '90ms' } })[0] as RunSpec)).toBe(1000)
  })
})
