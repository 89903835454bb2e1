/** What a report is made of, as the controller gives it: a submission, one of its runs, or two sets of runs. */
import { addSpanCounts, noSpans, parseRunSet, type Report, type SetComparison, type SetDetail } from '@ringside/contract'
import {
  type ComparisonReport,
  comparisonPlots,
  isRatio,
  type Origin,
  type PlotFile,
  renderComparisonHtml,
  renderReportHtml,
  reportPlots,
} from '@ringside/dashboards'
import type { Client } from './client.ts'
import { CommandFailure, usageFailure } from './failure.ts'

/** Rows of a comparison whose details are in the report: those that differ most. */
const detailedRows = 12

export interface ReportSource {
  /** Of the file, where nobody names one. */
  readonly name: string
  /** For --json: what it was made of. */
  readonly of: { readonly a: string; readonly b?: string }
  html(origin: Origin): string
  plots(): PlotFile[]
}

/** Without `a`: the latest submission. Throws {@link CommandFailure}. */
export async function reportSource(client: Client, a: string | undefined, b: string | undefined): Promise<ReportSource> {
  if (a === undefined) return ofSubmission(client, await latestSubmission(client))
  for (const text of b === undefined ? [a] : [a, b]) {
    const parsed = parseRunSet(text)
    if ('fault' in parsed) throw usageFailure(parsed.fault)
  }
  if (b !== undefined || !/^[rs]-[^:\s]+$/.test(a)) return ofSets(client, a, b)
  return a.startsWith('s-') ? ofSubmission(client, a) : ofRun(client, a)
}

async function latestSubmission(client: Client): Promise<string> {
  const { runs } = await client.runs({ limit: 1 })
  const [latest] = runs
  if (latest === undefined)
    throw new CommandFailure('nothing has run here yet; measure something first: ringside run bench/suites/demo.yaml')
  return latest.submissionId
}

const ofSubmission = async (client: Client, id: string): Promise<ReportSource> => submissionSource(await client.report(id), id)

/** The report of its submission, with nothing in it of other runs. */
async function ofRun(client: Client, id: string): Promise<ReportSource> {
  const { submissionId } = await client.run(id)
  const whole = await client.report(submissionId)
  const runs = whole.runs.filter((run) => run.id === id)
  return submissionSource(
    {
      submission: { ...whole.submission, runs: whole.submission.runs.filter((run) => run.id === id) },
      runs,
      comparisons: whole.comparisons.filter((comparison) => comparison.a.runId === id),
      latencies: whole.latencies.filter(({ runId }) => runId === id),
      spans: runs.reduce((total, { spans }) => addSpanCounts(total, spans ?? noSpans), noSpans),
    },
    id,
  )
}

const submissionSource = (report: Report, id: string): ReportSource => ({
  name: id,
  of: { a: id },
  html: (origin) => renderReportHtml(report, origin),
  plots: () => reportPlots(report),
})

async function ofSets(client: Client, a: string, b: string | undefined): Promise<ReportSource> {
  const sets = b === undefined ? { a } : { a, b }
  const path = '/api/v1/comparisons/sets'
  const comparison = await client.call<SetComparison>('GET', `${path}?${new URLSearchParams(sets)}`)
  const details: SetDetail[] = []
  for (const { key } of differingMost(comparison).slice(0, detailedRows)) {
    details.push(await client.call<SetDetail>('GET', `${path}/row?${new URLSearchParams({ ...sets, row: key })}`))
  }
  const report: ComparisonReport = { comparison, details }
  return {
    name: 'comparison',
    of: sets,
    html: (origin) => renderComparisonHtml(report, origin),
    plots: () => comparisonPlots(report),
  }
}

function differingMost({ rows }: SetComparison): SetComparison['rows'] {
  const size = ({ comparison: { ratio } }: SetComparison['rows'][number]) => (isRatio(ratio) ? Math.abs(Math.log(ratio)) : 0)
  return rows.toSorted((x, y) => size(y) - size(x))
}
