import { RunSpec, type Suite } from '@ringside/contract'
import fc from 'fast-check'
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { expand, hostTimeMs, suiteDefaults } from './expand.ts'
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
)
const anyFrame = fc.oneof(fc.integer({ min: 64, max: 9000 }), fc.record({ capture: fc.stringMatching(/^\/[a-z]{1,8}\.pcap$/) }))
const anySuite: fc.Arbitrary<Suite> = fc
  .record({
    workloads: fc.uniqueArray(anyWorkload, { minLength: 1, maxLength: 4, selector: (workload) => JSON.stringify(workload) }),
    frame: fc.uniqueArray(anyFrame, { minLength: 1, maxLength: 4, selector: (frame) => JSON.stringify(frame) }),
    ringSize: fc.uniqueArray(fc.constantFrom(...ringSizes(64, 256, 1024)), { minLength: 1 }),
    trials: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ workloads, frame, ringSize, trials }) => ({ ...base, workloads, matrix: { frame, ringSize }, run: { trials } }))

describe('expand', () => {
  it('yields one run per workload, frame and ring size, on every backend', () => {
    fc.assert(
      fc.property(anySuite, (suite) => {
        const runs = expand(suite)
        expect(runs).toHaveLength(suite.workloads.length * suite.matrix.frame.length * (suite.matrix.ringSize?.length ?? 1))
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
      tracing: { doorbells: 'all', ringEvents: 1_048_576 },
      point: { ringSize: suiteDefaults.ringSize },
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
