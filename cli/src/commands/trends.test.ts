import type { TrendAnswer } from '@ringside/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ringside } from '../testing/command.ts'
import { type StubController, stubController } from '../testing/stub-controller.ts'

const answer: TrendAnswer = {
  metric: 'latency_ns_p99',
  unit: 'ns',
  better: 'lower',
  points: 3,
  isCut: false,
  series: [
    {
      pointId: 'p-1',
      label: 'latency 64 B',
      suite: 'nightly',
      backend: 'sw',
      host: 'h-1',
      fingerprint: '5f0c2a8130d1',
      runs: ['r-1', 'r-2', 'r-3'],
      endedAtMs: [1, 2, 3],
      value: [10_000, 20_000, 40_000],
      low: [9_000, 19_000, 39_000],
      high: [11_000, 21_000, 41_000],
      trials: [10, 10, 8],
      flaws: [0, 0, 0],
    },
  ],
  changes: [
    {
      host: 'h-1',
      runId: 'r-2',
      endedAtMs: Date.parse('2026-11-20T10:00:00Z'),
      fingerprint: '5f0c2a8130d1',
      isOtherHost: true,
      facts: [{ name: 'kernel', before: '6.1', after: '6.12' }],
    },
  ],
  measured: [],
}

let controller: StubController
beforeAll(async () => {
  controller = await stubController({
    'GET /api/v1/trends?metric=latency_ns_p99&suite=nightly&limit=24': [200, answer],
    'GET /api/v1/trends?metric=throughput_pps&limit=24': [
      200,
      { ...answer, metric: 'throughput_pps', series: [], measured: ['latency_ns_p99'] },
    ],
  })
})
afterAll(() => controller.stop())

const trends = (...args: string[]) => ringside(['trends', ...args, '--url', controller.url], { env: { COLUMNS: '160' } })

it('shows a bar for each run of a series, its last figure, and what changed of the host', async () => {
  const { stdout } = await trends('--suite', 'nightly')
  expect(stdout).toMatch(/latency 64 B +sw +h-1 +5f0c2a8130d1 +3 +▂▄█ +40\.0 µs +39\.0 µs to 41\.0 µs, 8 trials/)
  expect(stdout).toContain('1 of 3 points; --limit shows more')
  expect(stdout).toContain('2026-11-20 10:00 UTC  h-1: kernel 6.1 to 6.12; series begin anew')
})

it('prints every figure as one JSON document', async () => {
  expect(JSON.parse((await trends('--suite', 'nightly', '--json')).stdout)).toEqual(answer)
})

it('of what was not measured says what was', async () => {
  const { stdout } = await trends('--metric', 'throughput')
  expect(stdout).toContain('No run like that has measured throughput, but latency p99: --metric latency_ns_p99')
})
