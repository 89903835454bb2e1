/** Reports as pages that need nothing else: no scripts, no fonts, no network. */
import type { Report } from '@ringside/contract'
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { fileName } from '../../plots/src/plot.ts'
import { renderSvg } from '../../plots/src/render.ts'
import { seriesOf as seriesFor } from '../../plots/src/theme.ts'
import { FigureContext, type FigureProps } from '../../views/src/figure.ts'
import { AnswerSection } from './answer-section.tsx'
import { DataSection, EnvironmentSection, MethodSection } from './appendix.tsx'
import { ComparisonBody } from './comparison-body.tsx'
import { CountSection } from './count-section.tsx'
import { printable } from './markup.ts'
import { PointSection } from './point-section.tsx'
import type { ComparisonReport, Origin, PlotFile } from './renderer.ts'
import { ReportFigure } from './report-figure.tsx'
import { pageCss } from './style.ts'

export function renderReportHtml(report: Report, origin: Origin): string {
  const shown = printable(report)
  const { submission, runs } = shown
  const hosts = [...new Set(runs.flatMap(({ result }) => result?.host.hostname ?? []))]
  return document({
    title: submission.suite,
    eyebrow: `suite ${submission.suite}${hosts.length > 0 ? ` on ${hosts.join(', ')}` : ''}`,
    foot: `Submission ${submission.id}, trace ${submission.traceId}.`,
    origin: printable(origin),
    body: (
      <>
        <ReportBody report={shown} origin={printable(origin)} />
        <DataSection data={report} id={submission.id} />
      </>
    ),
  })
}

export function renderComparisonHtml(report: ComparisonReport, origin: Origin): string {
  const { a, b } = printable(report.comparison)
  const title = b === undefined ? a.text : `${a.text} against ${b.text}`
  return document({
    title,
    eyebrow: title,
    foot: '',
    origin: printable(origin),
    body: (
      <>
        <ComparisonBody report={printable(report)} origin={printable(origin)} />
        <DataSection data={report} id="comparison" />
      </>
    ),
  })
}

export const reportPlots = (report: Report): PlotFile[] =>
  plotsOf(<ReportBody report={report} origin={{ command: '', generatedAt: '' }} />)

export const comparisonPlots = (report: ComparisonReport): PlotFile[] =>
  plotsOf(<ComparisonBody report={report} origin={{ command: '', generatedAt: '' }} />)

function ReportBody({ report, origin }: { report: Report; origin: Origin }) {
  const { runs } = report
  const seriesOf = seriesFor(runs.flatMap(({ backends }) => backends))
  return (
    <>
      <AnswerSection report={report} seriesOf={seriesOf} />
      {runs.map((run) => (
        <PointSection key={run.id} run={run} report={report} seriesOf={seriesOf} />
      ))}
      <CountSection report={report} />
      <EnvironmentSection runs={runs} origin={origin} />
      <MethodSection minChangeRatios={runs.map(({ spec }) => spec.minChangeRatio)} />
    </>
  )
}

/** Each once, by its name. */
function plotsOf(body: ComponentChildren): PlotFile[] {
  const files = new Map<string, PlotFile>()
  const Collect = ({ plot }: FigureProps) => {
    const name = `${fileName(plot)}.svg`
    files.set(name, { name, svg: renderSvg(plot) })
    return null
  }
  renderToString(<FigureContext.Provider value={Collect}>{body}</FigureContext.Provider>)
  return [...files.values()]
}

interface Page {
  readonly title: string
  /** Of what, on which hosts. */
  readonly eyebrow: string
  readonly foot: string
  readonly origin: Origin
  readonly body: ComponentChildren
}

function document({ title, eyebrow, foot, origin: { command, generatedAt }, body }: Page): string {
  const made = dateOf(generatedAt)
  const markup = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:" />
        <title>{title}: Ringside report</title>
        <style dangerouslySetInnerHTML={{ __html: pageCss }} />
      </head>
      <body>
        <main>
          <p class="eyebrow">
            Ringside, {eyebrow}, {made}
          </p>
          <FigureContext.Provider value={ReportFigure}>{body}</FigureContext.Provider>
        </main>
        <footer>
          Made {made} by <code>{command}</code>. {foot}
        </footer>
      </body>
    </html>,
  )
  return `<!doctype html>\n${markup}\n`
}

/** `2026-11-22 21:04 UTC`. */
const dateOf = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`
