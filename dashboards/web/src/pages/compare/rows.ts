/** Which rows are shown, and in which order. */
import type { SetRow } from '@ringside/contract'
import { isRatio } from '../../../../words/src/quantity.ts'
import type { CompareView } from './view.ts'

export function chosenRows(
  rows: readonly SetRow[],
  { order, metric, words }: Pick<CompareView, 'order' | 'metric' | 'words'>,
): SetRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const chosen = rows.filter(
    (row) => (metric === undefined || row.comparison.metric === metric) && wanted.every((word) => wordsOf(row).includes(word)),
  )
  return order === 'suite' ? chosen : chosen.toSorted((x, y) => sizeOf(y) - sizeOf(x))
}

/** Everything a row can be found by. */
function wordsOf({ label, point, comparison: { metric, verdict, a, b } }: SetRow): string {
  const frame = typeof point.frame === 'object' ? point.frame.capture : `${point.frame}`
  const shape = `${frame} ${point.ring} ring ${point.ringSize} ${point.queues} queues`
  return `${label} ${shape} ${metric} ${verdict} ${a.backend} ${b.backend}`.toLowerCase()
}

/** Decided before undecided, then by distance from 1. */
function sizeOf({ comparison: { verdict, ratio } }: SetRow): number {
  const decided = verdict === 'faster' || verdict === 'slower'
  return (decided ? 1e3 : 0) + (isRatio(ratio) ? Math.abs(Math.log(ratio)) : 0)
}
