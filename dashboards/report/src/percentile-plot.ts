/** Latency by percentile on the HDR axis, 1 / (1 - p): 90, 99, 99.9 evenly spaced. Latency on a log axis. */
import type { LatencyProfile } from '@ringside/contract'
import { formatQuantity } from '../../words/src/index.ts'
import { logScale, spread } from './axis.ts'
import { dashOf, marker, type SeriesOf } from './series.ts'
import { clip, type Drawing, line, text, type Width, widths } from './svg.ts'

const height = 300
const plotTop = 26
const plotBottom = height - 46

export function drawPercentiles(profiles: readonly LatencyProfile[], seriesOf: SeriesOf, width: Width): Drawing {
  const curves = profiles.map(({ backend, curve }) => ({
    series: seriesOf(backend),
    points: curve
      .filter(([percentile, ns]) => percentile < 100 && ns > 0)
      .map(([percentile, ns]) => [nines(percentile), ns] as const),
  }))
  const latencies = curves.flatMap(({ points }) => points.map(([, ns]) => ns))
  const [low, high] = [Math.min(...latencies, 1e12), Math.max(...latencies, 1)]
  const plot = { left: 70, right: widths[width] - (width === 'wide' ? 110 : 20) }
  const most = Math.max(1, ...curves.flatMap(({ points }) => points.map(([x]) => x)))
  const x = (value: number) => plot.left + (value / most) * (plot.right - plot.left)
  const y = logScale([Math.min(low, high) / 1.2, high * 1.3], [plotBottom, plotTop])
  const ends = curves.map(({ points }) => points.at(-1) ?? ([0, low] as const))
  const labelY = spread(
    ends.map(([, ns]) => y.at(ns)),
    16,
  )
  const drawn = curves.map(({ series, points }, i) => {
    const path = points.map(([px, ns], k) => `${k === 0 ? 'M' : 'L'}${x(px).toFixed(1)} ${y.at(ns).toFixed(1)}`).join('')
    const [endX, endNs] = ends[i] ?? [0, low]
    const label = width === 'wide' ? text(clip(series.name, 96), [plot.right + 12, (labelY[i] ?? 0) + 4.5]) : ''
    const curve = `<path class="curve s${series.slot}" d="${path}" stroke-dasharray="${dashOf(series)}"/>`
    return curve + marker(series, { x: x(endX), y: y.at(endNs) }) + label
  })
  const rows = y.ticks.map(
    (tick) =>
      line([plot.left, y.at(tick)], [plot.right, y.at(tick)], 'grid') +
      text(formatQuantity(tick, 'ns'), [plot.left - 8, y.at(tick) + 4], { anchor: 'end', class: 'soft' }),
  )
  const columns = percentileTicks(most, width).map(
    (percentile) =>
      line([x(nines(percentile)), plotTop], [x(nines(percentile)), plotBottom], 'grid') +
      text(String(percentile), [x(nines(percentile)), plotBottom + 16], { anchor: 'middle', class: 'soft' }),
  )
  const foot = text('percentile of packets (HDR axis)', [(plot.left + plot.right) / 2, plotBottom + 36], {
    anchor: 'middle',
    class: 'soft',
  })
  return { height, markup: [text('latency (log)', [0, 14], { class: 'soft' }), ...rows, ...columns, ...drawn, foot].join('') }
}

/** Position on the HDR axis: the number of nines, 2 for 99. */
const nines = (percentile: number): number => -Math.log10(1 - percentile / 100)

function percentileTicks(most: number, width: Width): number[] {
  const ticks = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999, 99.99999].filter((percentile) => nines(percentile) <= most)
  return width === 'narrow' && most > 4 ? ticks.filter((percentile) => percentile !== 50) : ticks
}
