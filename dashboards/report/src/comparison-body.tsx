/** Two sets of runs on one page: the sentence, all ratios, and what stands behind each row that there are details of. */
import type { SetComparison } from '@ringside/contract'
import { seriesOf as seriesFor } from '../../plots/src/theme.ts'
import { Answer } from '../../views/src/answer.tsx'
import { Intervals } from '../../views/src/intervals.tsx'
import { Note } from '../../views/src/note.tsx'
import { RowDetail } from '../../views/src/row-detail.tsx'
import { setMatchups, setSideNames } from '../../views/src/set-matchups.ts'
import { VerdictTable } from '../../views/src/verdict-table.tsx'
import { formatCount } from '../../words/src/quantity.ts'
import { Commands, MethodSection } from './appendix.tsx'
import type { ComparisonReport, Origin } from './renderer.ts'

export function ComparisonBody({ report, origin }: { report: ComparisonReport; origin: Origin }) {
  const { comparison, details } = report
  const pairs = setMatchups(comparison)
  return (
    <>
      {pairs.length === 0 ? <h1>{nothing(comparison)}</h1> : <Answer matchups={pairs} />}
      <p class="soft">{foundWords(comparison)}</p>
      {pairs.map(({ a, b, comparisons }) => (
        <section key={`${a} ${b}`}>
          <Intervals
            names={[a, b]}
            comparisons={comparisons}
            seriesOf={seriesFor([a, b])}
            minChangeRatio={comparison.minChangeRatio}
          />
          <VerdictTable comparisons={comparisons} namesOf={() => [a, b]} whole />
        </section>
      ))}
      <Unmatched comparison={comparison} />
      {details.map((detail) => (
        <section key={detail.row.key}>
          <h2 id={detail.row.key}>{detail.row.comparison.label}</h2>
          <RowDetail detail={detail} names={setSideNames(detail.row.comparison)} />
        </section>
      ))}
      {details.length < comparison.rows.length && (
        <p class="note">
          Details of {details.length} of {comparison.rows.length} rows: those that differ most.
        </p>
      )}
      <section>
        <h2 id="environment">How it was made</h2>
        <Commands origin={origin} />
      </section>
      <MethodSection minChangeRatios={[comparison.minChangeRatio]} />
    </>
  )
}

function nothing({ a, b }: SetComparison): string {
  if (a.runs === 0) return `No run that succeeded is in ${a.text}.`
  if (b?.runs === 0) return `No run that succeeded is in ${b.text}.`
  return 'The sets have no point and metric in common.'
}

/** `suite:nightly: 400 runs of 25 points, 2026-11-01 to 2026-11-20`. */
function foundWords({ a, b }: SetComparison): string {
  return [a, ...(b === undefined ? [] : [b])]
    .map(({ text, runs, points, from, to }) => {
      const days = from === undefined ? '' : `, ${from.slice(0, 10)} to ${to?.slice(0, 10)}`
      return `${text}: ${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'} of ${formatCount(points)} points${days}`
    })
    .join('. ')
}

function Unmatched({ comparison: { unmatched, omittedPoints } }: { comparison: SetComparison }) {
  const words = (side: string, labels: readonly string[]) =>
    labels.length === 0 ? [] : [`without a counterpart to ${side}: ${labels.join(', ')}`]
  const omitted = omittedPoints > 0 ? [`${formatCount(omittedPoints)} older points were left out: narrow the sets`] : []
  return <Note title="Not compared" items={[...words('A', unmatched.a), ...words('B', unmatched.b), ...omitted]} />
}
