import type { Point } from '@ringside/contract'
import { describe, expect, test } from 'vitest'
import { exampleRun } from './testing/run-spec.ts'
import { trialConfig } from './trial-config.ts'

const run = exampleRun()
const backend = run.backends[0] as (typeof run.backends)[number]
const configOf = (point: Partial<Point>, changes: Partial<typeof backend> = {}) =>
  trialConfig({ ...run, point: { ...run.point, ...point }, backend: { ...backend, ...changes } }, {})

describe('trial configuration', () => {
  test('takes load, ring and times from the run, CPUs from the pinning, and defaults from where they are documented', () => {
    expect(trialConfig({ ...run, backend }, { driverCpu: 1, deviceCpu: 0 })).toEqual({
      dialect: 'vhost-mdev',
      doorbell: 'mapped',
      device: 'polling',
      eventIdx: false,
      inOrder: false,
      mergeable: false,
      layout: 'single',
      ring: 'split',
      queuePairs: 1,
      ringSize: 256,
      workload: 'throughput',
      direction: 'oneway',
      frameBytes: 64,
      flows: 1,
      verify: 'full',
      burst: 32,
      warmupMs: 50,
      durationMs: 200,
      driverCpu: 1,
      deviceCpu: 0,
      tracing: { doorbells: 'all', ringEvents: 65_536, stream: false, outlierPercentile: 99.9, outlierWindowMs: 0.1 },
    })
  })

  test('takes the interface, features, descriptors and model from the backend', () => {
    const said = { dialect: 'vhost-vdpa', features: ['mergeable', 'event-idx'], descriptors: 'indirect', model: {} } as const
    expect(configOf({}, { ...said, features: [...said.features] })).toMatchObject({
      dialect: 'vhost-vdpa',
      eventIdx: true,
      inOrder: false,
      mergeable: true,
      layout: 'indirect',
      model: { seed: 1, drop: 0 },
    })
  })

  test('gives latency a rate in packets per second and no burst, and a capture instead of a frame size', () => {
    const point = {
      workload: { kind: 'latency', rate: '50kpps', direction: 'loopback' },
      frame: { capture: '/c.pcap' },
      ringSize: 64,
    } as const
    const config = configOf(point)
    expect(config).toMatchObject({
      workload: 'latency',
      ratePps: 50_000,
      burst: 1,
      direction: 'loopback',
      capturePath: '/c.pcap',
    })
    for (const absent of ['frameBytes', 'imix', 'driverCpu', 'replaySpeed', 'model']) expect(config).not.toHaveProperty(absent)
  })

  test('gives recorded times a speed instead of a rate', () => {
    const frame = { capture: '/c.pcap' }
    for (const [rate, replaySpeed] of [
      ['recorded', 1],
      ['2x', 2],
    ] as const) {
      const config = configOf({ workload: { kind: 'latency', rate }, frame })
      expect(config).toMatchObject({ replaySpeed, direction: 'oneway' })
      expect(config).not.toHaveProperty('ratePps')
    }
  })

  test('sends a ping-pong there and back, and takes what else the workload says', () => {
    expect(configOf({ workload: { kind: 'pingpong' } })).toMatchObject({ direction: 'loopback', outstanding: 1, burst: 1 })
    const workload = { kind: 'throughput', direction: 'bidirectional', flows: 16, verify: 'off' } as const
    const config = configOf({ workload, frame: 'imix', queues: 4, ring: 'packed' })
    expect(config).toMatchObject({
      direction: 'bidirectional',
      flows: 16,
      verify: 'off',
      imix: true,
      queuePairs: 4,
      ring: 'packed',
    })
  })

  test('does not publish more than the ring holds', () => {
    const workload = { kind: 'throughput', burst: 64 } as const
    expect(configOf({ workload, ringSize: 8 }).burst).toBe(8)
    expect(configOf({ workload, ringSize: 8 }, { descriptors: 'chained' }).burst).toBe(4)
  })
})
