/** All ratios of a matchup in one picture. */
import type { Comparison } from '@ringside/contract'
import { useContext } from 'preact/hooks'
import { intervalPlot } from '../../plots/src/interval-plot.ts'
import type { Series } from '../../plots/src/theme.ts'
import { formatPercent } from '../../words/src/quantity.ts'
import { sampleWords } from '../../words/src/sentence.ts'
import { FigureContext } from './figure.ts'
import { Legend } from './legend.tsx'

/** Rows beyond this are in the table only. */
export const plottedRows = 60

export interface IntervalsProps {
  readonly names: readonly [string, string]
  readonly comparisons: readonly Comparison[]
  readonly seriesOf: (name: string) => Series
  readonly minChangeRatio: number
}

export function Intervals({ names, comparisons, seriesOf, minChangeRatio }: IntervalsProps) {
  const Figure = useContext(FigureContext)
  const [a, b] = names
  const shown = comparisons.slice(0, plottedRows)
  const samples = [...new Set(shown.map(sampleWords))]
  const counts = samples.length > 4 ? 'sample counts in the table' : samples.join('; ')
  return (
    <>
      <Legend series={[...new Set(names)].map(seriesOf)} />
      <Figure plot={intervalPlot(shown, { names, seriesOf, minChangeRatio })}>
        {a} over {b}: ratio of medians and its 95 % interval ({counts}). Shaded: a change of less than{' '}
        {formatPercent(minChangeRatio)}, which does not matter here. Grey and hollow: no difference, or can't tell.
        {comparisons.length > shown.length && ` The first ${shown.length} of ${comparisons.length} rows; the table has all.`}
      </Figure>
    </>
  )
}
