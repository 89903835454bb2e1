/** An alert in words. */
import type { AlertPoint, AlertState, AlertSummary } from '@ringside/contract'
import { metricTitles } from '../../../words/src/metric-title.ts'
import { formatInterval, formatRatio } from '../../../words/src/quantity.ts'
import { quantityOf } from '../trends/figure-words.ts'

export const stateMarks: Readonly<Record<AlertState, string>> = { open: '▲', acknowledged: '◐', resolved: '✓' }

/** `latency p99 of sw, latency 64 B`. */
export const pointTitle = ({ metric, backend, label }: AlertPoint): string => `${metricTitles[metric]} of ${backend}, ${label}`

/** `1.21 x [1.19, 1.22]`; of loss: of the packets that arrived. */
export const changeWords = ({ metric, ratio, interval }: AlertPoint): string =>
  `${formatRatio(ratio)} ${formatInterval(interval)}${metric === 'loss_ratio' ? ' of the packets that arrived' : ''}`

/** `19.1 µs → 23.2 µs`. */
export const levelWords = ({ baselineMedian, value, unit }: AlertPoint): string =>
  `${quantityOf(baselineMedian, unit)} → ${quantityOf(value, unit)}`

/** The answer in one sentence. */
export function alertSentence({ points }: AlertSummary): string {
  const [worst] = points.toSorted((a, b) => distance(b) - distance(a))
  if (worst === undefined) return 'Nothing is known of what got worse.'
  const { baselineRunIds, metric, interval } = worst
  const of = metric === 'loss_ratio' ? ' of the packets that arrived' : ''
  const others = points.length - 1
  const together = others === 0 ? '' : ` ${others === 1 ? 'One other figure' : `${others} other figures`} moved with it.`
  return (
    `The ${pointTitle(worst)} went from ${quantityOf(worst.baselineMedian, worst.unit)} to ${quantityOf(worst.value, worst.unit)}: ` +
    `${formatRatio(worst.ratio)}${of}, 95 % interval ${formatInterval(interval)}, against ${baselineRunIds.length} runs before it.${together}`
  )
}

const distance = ({ ratio }: AlertPoint): number => Math.abs(Math.log(Math.max(ratio, Number.MIN_VALUE)))
