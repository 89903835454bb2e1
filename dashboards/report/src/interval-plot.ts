/** Ratios with their intervals around 1.0 on one logarithmic axis: a row for each point and metric. */
import type { Comparison } from '@ringside/contract'
import { formatInterval, formatRatio, isRatio, type Matchup } from '../../words/src/index.ts'
import { logScale, type Scale } from './axis.ts'
import { marker, type Series, type SeriesOf } from './series.ts'
import { clip, type Drawing, line, text, type Width, widths } from './svg.ts'

export interface IntervalPlot {
  readonly matchup: Matchup
  readonly seriesOf: SeriesOf
  /** The change that matters, 0.02 for 2 %; shaded around 1. */
  readonly minChangeRatio: number
}

interface Layout {
  readonly rowHeight: number
  readonly plot: readonly [number, number]
  readonly right: number
  /** Label and figures stand above the row instead of beside it. */
  readonly stacked: boolean
}

const layouts: Readonly<Record<Width, Layout>> = {
  wide: { rowHeight: 30, plot: [206, 566], right: widths.wide, stacked: false },
  narrow: { rowHeight: 56, plot: [12, widths.narrow - 12], right: widths.narrow, stacked: true },
}

const headHeight = 40
const axisHeight = 34

export function drawIntervals(plot: IntervalPlot, width: Width): Drawing {
  const layout = layouts[width]
  const { comparisons } = plot.matchup
  const groups = (['higher', 'lower'] as const)
    .map((better) => comparisons.filter((comparison) => comparison.better === better))
    .filter((group) => group.length > 0)
  const scale = logScale(domainOf(comparisons), layout.plot)
  const heights = groups.map((group) => headHeight + group.length * layout.rowHeight)
  const bottom = heights.reduce((sum, height) => sum + height, 0)
  const drawn = groups.map((group, i) => {
    const top = heights.slice(0, i).reduce((sum, height) => sum + height, 0)
    const rows = group.map((comparison, k) =>
      row(comparison, { ...plot, layout, scale, top: top + headHeight + k * layout.rowHeight }),
    )
    return `${groupHead(plot.matchup, group, { layout, top })}${rows.join('')}`
  })
  return { height: bottom + axisHeight, markup: frame(plot, { layout, scale, bottom }) + drawn.join('') }
}

/** All finite bounds, 1, and at least 5 % to both sides of it. */
function domainOf(comparisons: readonly Comparison[]): readonly [number, number] {
  const values = comparisons.flatMap(({ ratio, interval }) => [ratio, ...interval].filter(isRatio))
  const low = Math.min(0.95, ...values)
  const high = Math.max(1.05, ...values)
  const margin = (high / low) ** 0.04
  return [low / margin, high * margin]
}

function frame(
  { minChangeRatio }: IntervalPlot,
  { layout, scale, bottom }: { layout: Layout; scale: Scale; bottom: number },
): string {
  const [left, right] = layout.plot
  const [from, to] = [Math.max(left, scale.at(1 / (1 + minChangeRatio))), Math.min(right, scale.at(1 + minChangeRatio))]
  const band = `<rect class="band" x="${from.toFixed(1)}" width="${Math.max(1, to - from).toFixed(1)}" y="${headHeight - 8}" height="${bottom - headHeight + 8}"/>`
  const ticks = thin(scale.ticks, scale).map(
    (tick) =>
      line([scale.at(tick), headHeight - 8], [scale.at(tick), bottom], 'grid') +
      text(tick.toLocaleString('en-US', { maximumSignificantDigits: 3 }), [scale.at(tick), bottom + 15], {
        anchor: 'middle',
        class: 'soft',
      }),
  )
  const one = line([scale.at(1), headHeight - 8], [scale.at(1), bottom], 'one')
  const title = text('ratio of medians (log)', [(left + right) / 2, bottom + 31], {
    anchor: 'middle',
    class: 'soft',
  })
  return band + ticks.join('') + one + title
}

/** Ticks that leave room for their labels, 1 always among them. */
function thin(ticks: readonly number[], { at }: Scale): number[] {
  const kept = [1]
  for (const tick of ticks) {
    if (kept.every((other) => Math.abs(at(other) - at(tick)) >= 34)) kept.push(tick)
  }
  return kept
}

function groupHead({ a, b }: Matchup, group: readonly Comparison[], { layout, top }: { layout: Layout; top: number }): string {
  const [left, right] = group[0]?.better === 'higher' ? [b, a] : [a, b]
  const [from, to] = layout.plot
  const room = (to - from) / 2 - 12
  return (
    text(`◂ ${clip(`${left} better`, room)}`, [from, top + 22], { class: 'soft' }) +
    text(`${clip(`${right} better`, room)} ▸`, [to, top + 22], { anchor: 'end', class: 'soft' })
  )
}

interface Place extends IntervalPlot {
  readonly layout: Layout
  readonly scale: Scale
  readonly top: number
}

function row(comparison: Comparison, { seriesOf, layout, scale, top }: Place): string {
  const { label, ratio, interval, verdict } = comparison
  const middle = top + (layout.stacked ? 40 : layout.rowHeight / 2)
  const baseline = layout.stacked ? top + 14 : middle + 4.5
  const winner = winnerOf(comparison, seriesOf)
  const glyph = isRatio(ratio) ? intervalGlyph(comparison, winner, { scale, middle }) : ''
  const figures = layout.stacked ? `${formatRatio(ratio)}, ${verdict}` : `${formatRatio(ratio)}  ${formatInterval(interval)}`
  return (
    text(clip(label, layout.stacked ? 176 : layout.plot[0] - 30), [layout.stacked ? layout.plot[0] : 0, baseline], {
      class: 'strong',
    }) +
    glyph +
    (layout.stacked
      ? text(figures, [layout.right - 12, baseline], { anchor: 'end' })
      : text(figures, [layout.plot[1] + 18, baseline]) +
        text(verdict, [layout.right, baseline], { anchor: 'end', class: winner ? 'strong' : 'soft' }))
  )
}

/** The backend the verdict favours; none without a difference, which is drawn grey and hollow. */
function winnerOf({ verdict, a, b }: Comparison, seriesOf: SeriesOf): Series | undefined {
  if (verdict === 'faster') return seriesOf(a.backend)
  return verdict === 'slower' ? seriesOf(b.backend) : undefined
}

function intervalGlyph(
  { ratio, interval }: Comparison,
  winner: Series | undefined,
  { scale, middle }: { scale: Scale; middle: number },
): string {
  const style = winner === undefined ? 'unsure' : `s${winner.slot}`
  const [low, high] = interval
  const bounded = isRatio(low) && isRatio(high)
  const span = bounded ? line([scale.at(low), middle], [scale.at(high), middle], `span ${style}`) : ''
  const mark =
    winner === undefined
      ? `<g class="mark hollow unsure" transform="translate(${scale.at(ratio).toFixed(1)} ${middle.toFixed(1)})"><circle r="4"/></g>`
      : ''
  return span + (winner === undefined ? mark : marker(winner, { x: scale.at(ratio), y: middle, radius: 4.5 }))
}
