/** How many packets each round of work found, as shares of the rounds: a stem for each backend and size. */
import { batchStart } from '@ringside/contract'
import { formatPercent } from '../../words/src/index.ts'
import { linearScale } from './axis.ts'
import { dashOf, marker, type SeriesOf } from './series.ts'
import { type Drawing, line, text, type Width, widths } from './svg.ts'

export interface Batches {
  readonly backend: string
  /** Rounds by size, as QueueCounters has them. */
  readonly counts: readonly number[]
}

const height = 170
const plotTop = 26
const plotBottom = height - 46
/** Sizes that have room for a label each where the screen is narrow. */
const narrowLabels = 8

export function drawBatches(batches: readonly Batches[], seriesOf: SeriesOf, width: Width): Drawing {
  const shares = batches.map(({ backend, counts }) => ({ series: seriesOf(backend), shares: sharesOf(counts) }))
  const buckets = 1 + Math.max(0, ...shares.map((each) => each.shares.findLastIndex((share) => share > 0)))
  const plot = { left: 70, right: widths[width] - 20 }
  const step = (plot.right - plot.left) / buckets
  const y = linearScale(Math.max(0.01, ...shares.flatMap((each) => each.shares)), [plotBottom, plotTop])
  const stems = shares.flatMap(({ series, shares: values }, i) =>
    values.slice(0, buckets).flatMap((share, bucket) => {
      if (share === 0) return []
      const x = plot.left + (bucket + (i + 1) / (shares.length + 1)) * step
      const stem = `<line class="curve s${series.slot}" x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${plotBottom}" y2="${y.at(share).toFixed(1)}" stroke-dasharray="${dashOf(series)}"/>`
      return [stem + marker(series, { x, y: y.at(share) })]
    }),
  )
  const rows = y.ticks
    .filter((tick) => tick <= 1)
    .map(
      (tick) =>
        line([plot.left, y.at(tick)], [plot.right, y.at(tick)], 'grid') +
        text(formatPercent(tick), [plot.left - 8, y.at(tick) + 4], { anchor: 'end', class: 'soft' }),
    )
  const every = width === 'narrow' && buckets > narrowLabels ? 2 : 1
  const labels = Array.from({ length: buckets }, (_, bucket) =>
    bucket % every === 0
      ? text(sizeText(bucket), [plot.left + (bucket + 0.5) * step, plotBottom + 16], { anchor: 'middle', class: 'soft' })
      : '',
  )
  const foot = text('packets at once: from this many to below the next', [(plot.left + plot.right) / 2, plotBottom + 36], {
    anchor: 'middle',
    class: 'soft',
  })
  return { height, markup: [text('share of rounds', [0, 14], { class: 'soft' }), ...rows, ...labels, ...stems, foot].join('') }
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => (total === 0 ? 0 : count / total))
}

/** `512`, `4k`. */
function sizeText(bucket: number): string {
  const start = batchStart(bucket)
  return start < 1_024 ? String(start) : `${start / 1_024}k`
}
