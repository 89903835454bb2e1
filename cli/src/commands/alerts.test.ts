import type { Alert, AlertPoint, AlertRule } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ringside } from '../testing/command.ts'
import { type StubController, stubController } from '../testing/stub-controller.ts'

const point: AlertPoint = {
  series: '0123456789ab',
  pointId: 'ba9876543210',
  label: 'latency 64 B 1 kpps',
  backend: 'emu',
  metric: 'latency_ns_p99',
  unit: 'ns',
  worse: 'higher',
  minChangeRatio: 0.05,
  rule: 'suite',
  value: 2.42e6,
  baselineMedian: 2e6,
  ratio: 1.21,
  interval: [1.19, 1.22],
  runId: 'r-9',
  runEndedAt: '2026-11-20T10:00:00.000Z',
  confirmationRunId: 'r-10',
  baselineRunIds: ['r-8', 'r-7', 'r-6'],
  slowestDoorbells: [{ traceId: '0a', spanId: '0b', runId: 'r-10', durationNs: 2.9e6, link: 'http://c/runs/r-10/trace?span=0b' }],
  latestRunId: 'r-11',
  latestRatio: 1.2,
  links: { compare: 'http://c/compare', trace: 'http://c/runs/r-10/trace?span=0b' },
}
const alert: Alert = {
  id: 'al-1',
  state: 'open',
  title: 'latency p99 of emu',
  suite: 'nightly',
  host: 'bench-1',
  openedAt: '2026-11-20T10:01:00.000Z',
  changedAt: '2026-11-20T10:01:00.000Z',
  points: [point],
  links: { alert: 'http://c/alerts/al-1', compare: 'http://c/compare', trace: 'http://c/runs/r-10/trace' },
  history: [{ at: '2026-11-20T10:01:00.000Z', by: 'alert', what: 'opened', reason: 'r-10 confirmed r-9' }],
  deliveries: [
    {
      id: 'd-1',
      receiver: 'team',
      event: 'opened',
      state: 'pending',
      attempts: 3,
      lastError: 'no answer within 10 s',
      at: '2026-11-20T10:02:00.000Z',
    },
  ],
}
const rule: AlertRule = {
  name: 'tails',
  metric: 'latency_ns_p99',
  worse: 'higher',
  minChangeRatio: 0.1,
  baselineRuns: 8,
  suite: 'nightly',
  labels: { nic: 'e810' },
  enabled: true,
  createdBy: 'someone',
  createdAt: '2026-11-20T10:00:00.000Z',
}

let controller: StubController
beforeAll(async () => {
  controller = await stubController({
    'GET /api/v1/alerts?state=open&state=acknowledged&limit=50': [200, { alerts: [alert] }],
    'GET /api/v1/alerts?state=resolved&limit=5': [200, { alerts: [] }],
    'GET /api/v1/alerts/al-1': [200, alert],
    'POST /api/v1/alerts/al-1/acknowledge': [200, { ...alert, state: 'acknowledged' }],
    'POST /api/v1/alerts/al-1/resolve': [200, { ...alert, state: 'resolved', expected: true }],
    'GET /api/v1/alert-rules': [200, { rules: [rule] }],
    'POST /api/v1/alert-rules': [201, rule],
    'PUT /api/v1/alert-rules/tails': [200, rule],
    'DELETE /api/v1/alert-rules/tails': [204, undefined],
  })
})
afterAll(() => controller.stop())

const alerts = (...args: string[]) => ringside(['alerts', ...args, '--url', controller.url], { env: { COLUMNS: '140' } })

describe('alerts', () => {
  it('are listed with what got worse, by how much and since when', async () => {
    const { code, stdout } = await alerts()
    expect(code).toBe(0)
    expect(stdout.split('\n')[1]).toMatch(
      /^ {2}al-1 +open +latency p99 of emu, latency 64 B 1 kpps +1\.21 x +\[1\.19, 1\.22\] +2026-11-20 10:01 +bench-1 +nightly$/,
    )
    expect((await alerts('list', '--state', 'resolved', '--limit', '5')).stdout).toMatch(/^No alerts\. /)
    expect(JSON.parse((await alerts('--json')).stdout)).toEqual({ alerts: [alert] })
  })

  it('are shown with how they were confirmed, and who was told', async () => {
    const { stdout } = await alerts('show', 'al-1')
    for (const words of [
      'al-1  open',
      'latency p99 of emu, latency 64 B 1 kpps got worse: 1.21 x [1.19, 1.22]',
      '2.42 ms against 2.00 ms, the median of 3 runs; a change of 5 % matters (rule suite)',
      'since     2026-11-20 10:00 UTC, run r-9; confirmed by r-10',
      'latest    1.20 x in r-11',
      'compare   ringside compare r-10:emu r-8:emu',
      'slowest   a doorbell took 2.90 ms: http://c/runs/r-10/trace?span=0b',
      '2026-11-20 10:01 opened: r-10 confirmed r-9',
      'no answer within 10 s',
      'ringside alerts resolve al-1 --reason TEXT [--expected]',
    ])
      expect(stdout).toContain(words)
  })

  it('are acknowledged and resolved with a reason, and not without', async () => {
    expect((await alerts('ack', 'al-1', '--reason', 'on it')).stdout).toContain('al-1  acknowledged')
    const resolved = await alerts('resolve', 'al-1', '--reason', 'new firmware', '--expected')
    expect(resolved.stdout).toContain('expected: the new level is the baseline now')
    const without = await alerts('ack', 'al-1')
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('--reason')])
  })
})

describe('rules', () => {
  it('are listed with what matters to them', async () => {
    expect((await alerts('rules')).stdout.split('\n')[1]).toMatch(
      /^ {2}tails +latency p99 +higher +10 % +8 runs +suite nightly; hosts with nic=e810$/,
    )
  })

  it('are added, replaced and removed', async () => {
    const said = ['tails', '--metric', 'p99', '--min-change', '10%', '--baseline', '8', '--label', 'nic=e810']
    expect((await alerts('rules', 'add', ...said)).code).toBe(0)
    expect((await alerts('rules', 'add', ...said, '--replace')).code).toBe(0)
    expect((await alerts('rules', 'remove', 'tails')).stdout).toBe('removed tails\n')
  })

  it.each([
    ['an unknown metric', ['--metric', 'p98'], 'p98'],
    ['a change of nothing', ['--metric', 'p99', '--min-change', '0%'], 'above zero'],
    ['too small a baseline', ['--metric', 'p99', '--baseline', '2'], 'from 3 to 100'],
    ['half a label', ['--metric', 'p99', '--label', 'nic'], 'key=value'],
  ])('with %s are not sent', async (_, options, words) => {
    const { code, stderr } = await alerts('rules', 'add', 'x', ...options)
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  })
})
