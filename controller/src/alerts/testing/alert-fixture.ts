/** An alert with one point, as it has just been opened. */
import { type AlertRecord, opened, type PointRecord } from '../alert-record.ts'

export const pointFixture = (changes: Partial<PointRecord> = {}): PointRecord => ({
  series: '0123456789ab',
  pointId: 'ba9876543210',
  label: 'latency 64 B 1 kpps',
  backend: 'emu',
  metric: 'latency_ns_p99',
  unit: 'ns',
  worse: 'higher',
  minChangeRatio: 0.05,
  rule: 'suite',
  value: 2.4e6,
  baselineMedian: 2e6,
  ratio: 1.2,
  interval: [1.18, 1.22],
  runId: 'r-9',
  runEndedAt: '2026-11-20T10:00:00.000Z',
  confirmationRunId: 'r-10',
  baselineRunIds: ['r-8', 'r-7', 'r-6'],
  slowestDoorbells: [
    { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', runId: 'r-10', durationNs: 2.9e6 },
  ],
  latestRunId: 'r-10',
  latestRatio: 1.2,
  goodRuns: 0,
  ...changes,
})

export const alertFixture = (changes: Partial<PointRecord> = {}): AlertRecord =>
  opened({ id: 'al-1', suite: 'nightly', host: 'bench-1' }, pointFixture(changes), {
    by: 'alert',
    reason: 'r-10 confirmed r-9',
    atMs: Date.parse('2026-11-20T10:01:00Z'),
  })
