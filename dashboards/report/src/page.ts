/** The report as one page that needs nothing else: no scripts, no fonts, no network. */
import type { Report } from '@ringside/contract'
import { answerSection } from './answer-section.ts'
import { dataSection, environmentSection, methodSection, type Origin } from './appendix.ts'
import { countSection } from './count-section.ts'
import { html, trusted } from './html.ts'
import { pointSection } from './point-section.ts'
import { seriesOf } from './series.ts'
import { pageCss } from './style.ts'

/** Complete HTML of a report. Everything that comes from users or hosts is escaped. */
export function renderReportHtml(report: Report, origin: Origin): string {
  const { submission, runs } = report
  const series = seriesOf(runs.flatMap(({ backends }) => backends))
  const hosts = [...new Set(runs.flatMap(({ result }) => result?.host.hostname ?? []))]
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${submission.suite}: Ringside report</title>
<style>${trusted(pageCss)}</style>
</head>
<body>
<main>
<p class="eyebrow">Ringside, suite ${submission.suite}${hosts.length > 0 ? ` on ${hosts.join(', ')}` : ''}, ${dateOf(origin.generatedAt)}</p>
${answerSection(report, series)}
${runs.map((run) => pointSection(run, report, series))}
${countSection(report)}
${environmentSection(report, origin)}
${methodSection(report)}
${dataSection(report)}
</main>
<footer>Made ${dateOf(origin.generatedAt)} by <code>${origin.command}</code>. Submission ${submission.id}, trace ${submission.traceId}.</footer>
</body>
</html>
`
  return page.markup
}

/** `2026-11-22 21:04 UTC`. */
const dateOf = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`
