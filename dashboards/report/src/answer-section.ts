/** The top of the report: the answer in sentences, then all ratios in one picture. */
import type { Report, RunDetail } from '@ringside/contract'
import { answerOf, formatPercent, type Matchup, matchups, sampleWords } from '../../words/src/index.ts'
import { type Html, html } from './html.ts'
import { drawIntervals } from './interval-plot.ts'
import { legend, type SeriesOf } from './series.ts'
import { figure } from './svg.ts'

export function answerSection(report: Report, seriesOf: SeriesOf): Html {
  const pairs = matchups(report.comparisons)
  return html`${headlines(report, pairs)}
${contents(report.runs)}
${unfinished(report.runs)}
${pairs.map((matchup) => intervalFigure(matchup, report, seriesOf))}
${caveatNote(report)}`
}

function headlines({ runs }: Report, pairs: readonly Matchup[]): Html {
  if (pairs.length === 0) return html`<h1>${whyNothing(runs)}</h1>`
  return html`${pairs.map((matchup, i) => {
    const { verdict, detail } = answerOf(matchup)
    return html`${i === 0 ? html`<h1>${verdict}</h1>` : html`<p class="second">${verdict}</p>`}<p class="lead">${detail}</p>`
  })}`
}

function whyNothing(runs: readonly RunDetail[]): string {
  if (runs.length === 0) return 'No runs: the suite expanded to no point.'
  if (runs.every(({ state }) => state === 'failed'))
    return runs.length === 1 ? 'The run failed.' : `All ${runs.length} runs failed.`
  if (runs.every(({ backends }) => backends.length === 1)) return 'One backend was measured: there is nothing to compare it with.'
  return 'No run has finished with two measured backends yet.'
}

function contents(runs: readonly RunDetail[]): Html {
  if (runs.length === 0) return html``
  return html`<nav aria-label="Contents">${runs.map((run) => html`<a href="#${run.id}">${run.label}</a> `)}<a href="#packets">packets and spans</a> <a href="#environment">environment</a> <a href="#method">method</a> <a href="#data">data</a></nav>`
}

/** Failures stand above the fold: an answer from part of the runs must not look whole. */
function unfinished(runs: readonly RunDetail[]): Html {
  const open = runs.filter(({ state }) => state !== 'succeeded')
  if (open.length === 0) return html``
  return html`<div class="note"><strong>${open.length} of ${runs.length} runs did not succeed.</strong><ul>${open.map(
    ({ id, label, state, failure }) =>
      html`<li><a href="#${id}">${label}</a>: ${failure === undefined ? state : `failed (${failure.cause}). ${failure.message}`}</li>`,
  )}</ul></div>`
}

function caveatNote({ comparisons, runs }: Report): Html {
  const items = runs.flatMap(({ id, label }) => {
    const ofRun = comparisons.filter(({ a, b }) => a.runId === id || b.runId === id)
    const caveats = [...new Set(ofRun.flatMap((comparison) => comparison.caveats))]
    return caveats.map((caveat) => html`<li><a href="#${id}">${label}</a>: ${caveat}</li>`)
  })
  if (items.length === 0) return html``
  return html`<div class="note"><strong>To keep in mind</strong><ul>${items}</ul></div>`
}

function intervalFigure(matchup: Matchup, { runs }: Report, seriesOf: SeriesOf): Html {
  const { a, b, comparisons } = matchup
  const backends = [...new Set(comparisons.flatMap((comparison) => [comparison.a.backend, comparison.b.backend]))]
  const samples = [...new Set(comparisons.map(sampleWords))].join('; ')
  const minChangeRatio = Math.max(0, ...runs.map(({ spec }) => spec.minChangeRatio))
  const caption = html`${a} over ${b}: ratio of medians and its 95 % interval (${samples}). Shaded: a change of less than ${formatPercent(minChangeRatio)}, which does not matter here. Grey and hollow: no difference, or can't tell.`
  return html`${legend(backends.map(seriesOf))}${figure({
    title: `${a} over ${b}: ratios with intervals`,
    caption,
    file: `ratios-${a}-${b}`,
    draw: (width) => drawIntervals({ matchup, seriesOf, minChangeRatio }, width),
  })}`
}
