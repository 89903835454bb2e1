/** The top of the report: the answer in sentences, then all ratios in one picture. */
import type { Report, RunDetail } from '@ringside/contract'
import type { Series } from '../../plots/src/theme.ts'
import { Answer } from '../../views/src/answer.tsx'
import { Intervals } from '../../views/src/intervals.tsx'
import { matchups } from '../../words/src/sentence.ts'

export function AnswerSection({ report, seriesOf }: { report: Report; seriesOf: (name: string) => Series }) {
  const { comparisons, runs } = report
  const pairs = matchups(comparisons)
  const minChangeRatio = Math.max(0, ...runs.map(({ spec }) => spec.minChangeRatio))
  return (
    <>
      {pairs.length === 0 ? <h1>{whyNothing(runs)}</h1> : <Answer matchups={pairs} />}
      <Contents runs={runs} />
      <Unfinished runs={runs} />
      {pairs.map(({ a, b, comparisons: mine }) => (
        <Intervals key={`${a} ${b}`} names={[a, b]} comparisons={mine} seriesOf={seriesOf} minChangeRatio={minChangeRatio} />
      ))}
      <Caveats report={report} />
    </>
  )
}

function whyNothing(runs: readonly RunDetail[]): string {
  if (runs.length === 0) return 'No runs: the suite expanded to no point.'
  if (runs.every(({ state }) => state === 'failed'))
    return runs.length === 1 ? 'The run failed.' : `All ${runs.length} runs failed.`
  if (runs.every(({ backends }) => backends.length === 1)) return 'One backend was measured: there is nothing to compare it with.'
  return 'No run has finished with two measured backends yet.'
}

function Contents({ runs }: { runs: readonly RunDetail[] }) {
  if (runs.length === 0) return null
  return (
    <nav aria-label="Contents">
      {runs.map(({ id, label }) => (
        <a key={id} href={`#${id}`}>
          {label}
        </a>
      ))}
      <a href="#packets">packets and spans</a> <a href="#environment">environment</a> <a href="#method">method</a>{' '}
      <a href="#data">data</a>
    </nav>
  )
}

/** Failures stand above the fold: an answer from part of the runs must not look whole. */
function Unfinished({ runs }: { runs: readonly RunDetail[] }) {
  const open = runs.filter(({ state }) => state !== 'succeeded')
  if (open.length === 0) return null
  return (
    <div class="note">
      <strong>
        {open.length} of {runs.length} runs did not succeed.
      </strong>
      <ul>
        {open.map(({ id, label, state, failure }) => (
          <li key={id}>
            <a href={`#${id}`}>{label}</a>: {failure === undefined ? state : `failed (${failure.cause}). ${failure.message}`}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Caveats({ report: { comparisons, runs } }: { report: Report }) {
  const items = runs.flatMap(({ id, label }) => {
    const ofRun = comparisons.filter(({ a, b }) => a.runId === id || b.runId === id)
    const caveats = [...new Set(ofRun.flatMap((comparison) => comparison.caveats))]
    return caveats.map((caveat) => (
      <li key={`${id} ${caveat}`}>
        <a href={`#${id}`}>{label}</a>: {caveat}
      </li>
    ))
  })
  if (items.length === 0) return null
  return (
    <div class="note">
      <strong>To keep in mind</strong>
      <ul>{items}</ul>
    </div>
  )
}
