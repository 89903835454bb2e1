import { type RunSpec, runDefaults, tracingDefaults } from '@ringside/contract'

/** A run of two trials on each of two emulated backends. */
export function exampleRun(changes: Partial<RunSpec> = {}): RunSpec {
  return {
    id: 'r-test',
    submissionId: 's-test',
    suite: 'example',
    host: 'h',
    pointId: 'p',
    label: 'throughput 64 B',
    point: { workload: { kind: 'throughput' }, frame: 64, ringSize: 256, queues: 1, ring: 'split' },
    backends: [
      { name: 'mapped', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
      { name: 'eventfd', kind: 'emulated', doorbell: 'eventfd', device: 'sleeping' },
    ],
    warmupMs: 50,
    durationMs: 200,
    trials: 2,
    order: 'interleave',
    seed: 7,
    tracing: { ...tracingDefaults, ringEvents: 65_536 },
    ...runDefaults,
    contentId: 'c-5f0c2a8130d1',
    minChangeRatio: 0.02,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    ...changes,
  }
}
