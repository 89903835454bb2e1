/** Runs of some weeks as rows of the tables, and as an archive that `ringside import` takes. */
import type { HostFacts, RunDetail } from '@ringside/contract'
import { type RunShape, runFixture } from '@ringside/contract/testing'
import type { RunRecord } from '../../runs/run-record.ts'
import { toRunRow } from '../../runs/run-rows.ts'
import { toTrialRows } from '../../runs/trial-rows.ts'
import { archiveEnd, archiveHead } from '../../store/archive/format.ts'

export interface TrendRun extends RunShape {
  readonly id: string
  /** When it ended. */
  readonly endedAtMs: number
  readonly suite?: string
  /** What of its host is another than usual. */
  readonly host?: Partial<HostFacts>
}

export interface TrendRows {
  readonly id: string
  readonly run: Readonly<Record<string, unknown>>
  readonly trials: readonly object[]
}

export function trendRows({ endedAtMs, suite = 'nightly', host = {}, ...shape }: TrendRun): TrendRows {
  const run = runFixture(shape)
  const result = { ...(run.result as NonNullable<RunDetail['result']>), endedAt: new Date(endedAtMs).toISOString() }
  const record: RunRecord = {
    spec: { ...run.spec, suite, submissionId: `s-${endedAtMs}` },
    parentSpanId: '00f067aa0ba902b7',
    position: 0,
    state: 'succeeded',
    submittedAtMs: endedAtMs - 60_000,
    startedAtMs: endedAtMs - 30_000,
    endedAtMs,
    earlier: [],
    result: { ...result, host: { ...result.host, ...host } },
  }
  return { id: shape.id, run: toRunRow(record) as TrendRows['run'], trials: toTrialRows(result) }
}

/** The text of an archive of runs without spans. */
export function archiveText(rows: readonly TrendRows[]): string {
  const chunks = rows.flatMap(({ id, run, trials }) => [
    { run: id, table: 'runs', rows: [{ ...run, spec: JSON.parse(String(run.spec)), result: JSON.parse(String(run.result)) }] },
    { run: id, table: 'trials', rows: trials },
  ])
  return `${archiveHead}${chunks.map((chunk) => JSON.stringify(chunk)).join(',\n')}${archiveEnd}`
}
