import { type Suite, tracingDefaults } from '@ringside/contract'
import { expect, it } from 'vitest'
import { contentIdOf, type RunContent } from './content-id.ts'
import { expand } from './expand.ts'

const content: RunContent = {
  point: { workload: { kind: 'throughput' }, frame: 64, ringSize: 256, queues: 1, ring: 'split' },
  backends: [{ name: 'a', kind: 'emulated', doorbell: 'mapped', device: 'polling' }],
  warmupMs: 50,
  durationMs: 1_000,
  trials: 10,
  order: 'interleave',
  seed: 1,
  tracing: tracingDefaults,
  tuning: {},
}

it('is the same for the same content, however its keys are ordered and whatever it says that holds anyway', () => {
  expect(contentIdOf(content)).toMatch(/^c-[0-9a-f]{12}$/)
  const turned = Object.fromEntries(Object.entries(content).reverse()) as unknown as RunContent
  expect(contentIdOf(turned)).toBe(contentIdOf(content))
  const said = content.backends.map((backend) => ({ ...backend, dialect: 'vhost-mdev' as const }))
  expect(contentIdOf({ ...content, backends: said })).toBe(contentIdOf(content))
})

it.each<[string, Partial<RunContent>]>([
  ['frame', { point: { ...content.point, frame: 65 } }],
  ['backend', { backends: [{ name: 'b', kind: 'emulated', doorbell: 'mapped', device: 'polling' }] }],
  ['warm-up', { warmupMs: 51 }],
  ['duration', { durationMs: 999 }],
  ['number of trials', { trials: 11 }],
  ['order', { order: 'random' }],
  ['seed', { seed: 2 }],
  ['tracing', { tracing: { ...tracingDefaults, doorbells: 'off' } }],
  ['tuning', { tuning: { governor: 'performance' } }],
])('is another for another %s', (_, change) => {
  expect(contentIdOf({ ...content, ...change })).not.toBe(contentIdOf(content))
})

it('does not depend on how a run is called, queued, kept or judged, nor on its repetition', () => {
  const suite: Suite = {
    apiVersion: 'ringside/v1',
    kind: 'Suite',
    name: 'nightly',
    backends: [...content.backends] as Suite['backends'],
    workloads: [{ kind: 'throughput' }],
    matrix: { frame: [64] },
  }
  const other: Suite = {
    ...suite,
    name: 'daily',
    run: { repeat: 2 },
    priority: 'high',
    timeouts: { waiting: '1h' },
    artifacts: ['log'],
    judge: { minChange: '9%' },
  }
  expect(new Set([...expand(suite), ...expand(other)].map(({ contentId }) => contentId))).toEqual(new Set([contentIdOf(content)]))
})
