import { describe, expect, test } from 'vitest'
import { exampleRun } from './testing/run-spec.ts'
import { trialConfig } from './trial-config.ts'

const run = exampleRun()
const backend = run.backends[0] as (typeof run.backends)[number]

describe('trial configuration', () => {
  test('takes load, ring and times from the run and CPUs from the pinning', () => {
    expect(trialConfig({ ...run, backend }, { driverCpu: 1, deviceCpu: 0 })).toEqual({
      doorbell: 'mapped',
      device: 'polling',
      workload: 'throughput',
      direction: 'oneway',
      frameBytes: 64,
      ringSize: 256,
      burst: 32,
      warmupMs: 50,
      durationMs: 200,
      driverCpu: 1,
      deviceCpu: 0,
      traceDoorbells: true,
      ringEvents: 65_536,
    })
  })

  test('gives latency a rate in packets per second and no burst, and a capture instead of a frame size', () => {
    const point = {
      workload: { kind: 'latency', rate: '50kpps', direction: 'loopback' },
      frame: { capture: '/c.pcap' },
      ringSize: 64,
    } as const
    const config = trialConfig({ ...run, point, backend, tracing: { doorbells: 'off', ringEvents: 16 } }, {})
    expect(config).toMatchObject({
      workload: 'latency',
      ratePps: 50_000,
      burst: 1,
      direction: 'loopback',
      capturePath: '/c.pcap',
      traceDoorbells: false,
    })
    expect(config).not.toHaveProperty('frameBytes')
    expect(config).not.toHaveProperty('driverCpu')
  })

  test('does not publish more than the ring holds', () => {
    const point = { workload: { kind: 'throughput', burst: 64 }, frame: 64, ringSize: 8 } as const
    expect(trialConfig({ ...run, point, backend }, {}).burst).toBe(8)
  })
})
