/** The answer first, then the picture, then the table. */
import type { SetComparison, SetRow } from '@ringside/contract'
import { useMemo } from 'preact/hooks'
import { seriesOf } from '../../../../plots/src/theme.ts'
import { Answer } from '../../../../views/src/answer.tsx'
import { FigureContext } from '../../../../views/src/figure.ts'
import { Intervals } from '../../../../views/src/intervals.tsx'
import { Note } from '../../../../views/src/note.tsx'
import { foundWords, nothingWords, setMatchups, unmatchedWords } from '../../../../views/src/set-matchups.ts'
import { Copyable } from '../../parts/copyable.tsx'
import { PlotFigure } from '../../parts/plot-figure.tsx'
import { RawData } from '../../parts/raw-data.tsx'
import { useTitle } from '../../parts/use-title.ts'
import { Chooser } from './chooser.tsx'
import { Filters } from './filters.tsx'
import { RowTable } from './row-table.tsx'
import { chosenRows } from './rows.ts'
import type { CompareView } from './view.ts'

export interface ComparedProps {
  readonly comparison: SetComparison
  readonly view: CompareView & { readonly a: string }
  readonly onChange: (changes: Partial<CompareView>) => void
}

export function Compared({ comparison, view, onChange }: ComparedProps) {
  const pairs = setMatchups(comparison)
  const { a, b } = view
  useTitle(b === undefined ? a : `${a} against ${b}`)
  if (pairs.length === 0) return <Nothing comparison={comparison} view={view} />
  return (
    <>
      <Answer matchups={pairs} />
      <p class="soft">{foundWords(comparison)}</p>
      <Note title="Not compared" items={unmatchedWords(comparison)} />
      <Rows comparison={comparison} view={view} onChange={onChange} />
      <div class="beside">
        <Copyable text={`ringside report '${a}'${b === undefined ? '' : ` '${b}'`}`} />
        <RawData data={comparison} name="comparison" />
      </div>
    </>
  )
}

function Nothing({ comparison, view }: Pick<ComparedProps, 'comparison' | 'view'>) {
  const alone = view.b === undefined && comparison.a.runs > 0
  return (
    <>
      <h1>{alone ? 'One backend was measured: name something to compare it with' : nothingWords(comparison)}</h1>
      <p class="soft">{foundWords(comparison)}</p>
      <Note title="Not compared" items={unmatchedWords(comparison)} />
      <Chooser against={view.a} />
    </>
  )
}

function Rows({ comparison, view, onChange }: ComparedProps) {
  const { order, metric, words } = view
  // Plots are drawn anew only when what they show has changed.
  const rows = useMemo(() => chosenRows(comparison.rows, { order, metric, words }), [comparison, order, metric, words])
  const figures = useMemo(() => <Pictures comparison={comparison} rows={rows} />, [comparison, rows])
  return (
    <FigureContext.Provider value={PlotFigure}>
      {comparison.rows.length > 1 && <Filters view={view} rows={comparison.rows} shown={rows.length} onChange={onChange} />}
      {figures}
      <RowTable rows={rows} view={view} onChange={onChange} />
    </FigureContext.Provider>
  )
}

function Pictures({ comparison, rows }: { comparison: SetComparison; rows: readonly SetRow[] }) {
  return (
    <>
      {setMatchups({ rows }).map(({ a, b, comparisons }) => (
        <Intervals
          key={`${a} ${b}`}
          names={[a, b]}
          comparisons={comparisons}
          seriesOf={seriesOf([a, b])}
          minChangeRatio={comparison.minChangeRatio}
        />
      ))}
    </>
  )
}
