/** Trials as dots in the order they ran, with medians; hollow where something speaks against one. */
import type { MetricName } from '@ringside/contract'
import { metrics } from '@ringside/contract/metrics'
import { useContext } from 'preact/hooks'
import type { Series } from '../../plots/src/theme.ts'
import { type TrialDot, trialPlot } from '../../plots/src/trial-plot.ts'
import { doubtWords } from '../../words/src/caution.ts'
import { FigureContext } from './figure.ts'

export interface TrialsFigureProps {
  readonly title: string
  readonly metric: MetricName
  readonly dots: readonly TrialDot[]
  readonly seriesOf: (name: string) => Series
}

export function TrialsFigure({ title, metric, dots, seriesOf }: TrialsFigureProps) {
  const Figure = useContext(FigureContext)
  const medians = [...Map.groupBy(dots, ({ name }) => name)].map(([name, mine]) => ({
    name,
    median: medianOf(mine.map(({ value }) => value)),
  }))
  const hollow = dots.filter((dot) => dot.hollow).length
  return (
    <Figure plot={trialPlot(dots, { title, metric, medians, seriesOf })}>
      {metrics[metric].title} of {dots.length} trials; lines are medians.
      {hollow > 0 && ` Hollow: ${hollow} ${hollow === 1 ? 'trial' : 'trials'} with ${doubtWords}.`}
    </Figure>
  )
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
