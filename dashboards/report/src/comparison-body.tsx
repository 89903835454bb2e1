/** Two sets of runs on one page: the sentence, all ratios, and what stands behind each row that there are details of. */
import { seriesOf as seriesFor } from '../../plots/src/theme.ts'
import { Answer } from '../../views/src/answer.tsx'
import { Intervals } from '../../views/src/intervals.tsx'
import { Note } from '../../views/src/note.tsx'
import { RowDetail } from '../../views/src/row-detail.tsx'
import { foundWords, nothingWords, setMatchups, setSideNames, unmatchedWords } from '../../views/src/set-matchups.ts'
import { VerdictTable } from '../../views/src/verdict-table.tsx'
import { Commands, MethodSection } from './appendix.tsx'
import type { ComparisonReport, Origin } from './renderer.ts'

export function ComparisonBody({ report, origin }: { report: ComparisonReport; origin: Origin }) {
  const { comparison, details } = report
  const pairs = setMatchups(comparison)
  return (
    <>
      {pairs.length === 0 ? <h1>{nothingWords(comparison)}</h1> : <Answer matchups={pairs} />}
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
      <Note title="Not compared" items={unmatchedWords(comparison)} />
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
