/** Two sets of runs side by side, as the controller answers: the rows of the demo, and what stands behind the second. */
import type { SetComparison, SetDetail, SetRow, SideEnvironment } from '../set-comparison.ts'
import { reportFixture } from './report-fixture.ts'
import { demoHost } from './run-fixture.ts'

export function comparisonFixture(): { readonly comparison: SetComparison; readonly details: readonly SetDetail[] } {
  const { comparisons, runs, latencies } = reportFixture()
  const rows = comparisons.map((comparison, i): SetRow => {
    const run = runs.find(({ id }) => id === comparison.a.runId)
    if (run === undefined) throw new Error(`no run ${comparison.a.runId} in the fixture`)
    const ids = { ids: [run.id], of: 1 }
    return { key: `k${i}`, label: run.label, point: run.spec.point, runs: { a: ids, b: ids }, comparison }
  })
  const set = { text: 'suite:demo', runs: 3, points: 3, suites: ['demo'], hosts: ['h-1'] }
  const times = { from: '2026-11-20T21:04:00.000Z', to: '2026-11-20T21:04:00.000Z' }
  const comparison: SetComparison = {
    a: { ...set, ...times },
    minChangeRatio: 0.02,
    rows,
    omittedPoints: 0,
    unmatched: { a: ['throughput imix'], b: [] },
  }
  const row = rows[1] as SetRow
  const trials = runs.find(({ id }) => id === row.comparison.a.runId)?.result?.trials ?? []
  const [a, b] = latencies
  const environment = (memory: string): SideEnvironment => ({
    runId: row.comparison.a.runId,
    host: demoHost,
    facts: [
      ['ring memory', memory],
      ['timestamps', 'tsc'],
    ],
  })
  return {
    comparison,
    details: [
      {
        row,
        trials: trials.map(({ backend, index, startedUnixNs, metrics }) => ({
          side: backend === row.comparison.a.backend ? 'a' : 'b',
          runId: row.comparison.a.runId,
          index,
          startedUnixNs,
          value: metrics[row.comparison.metric] ?? 0,
          doubtful: index === 3,
        })),
        latencies: { ...(a && { a }), ...(b && { b }) },
        environments: { a: environment('hugetlb-2M'), b: environment('4K') },
      },
    ],
  }
}
