/** Every trial as a mark, in the order they ran; medians as lines. Throughput from zero, latency on a log axis. */
import { type MetricName, metrics, type TrialResult } from '@ringside/contract'
import { formatQuantity } from '../../words/src/index.ts'
import { linearScale, logScale, type Scale, spread } from './axis.ts'
import { dashOf, marker, type Series, type SeriesOf } from './series.ts'
import { clip, type Drawing, line, text, type Width, widths } from './svg.ts'

export interface TrialPlot {
  readonly metric: MetricName
  readonly trials: readonly TrialResult[]
  readonly medians: readonly { readonly backend: string; readonly median: number }[]
  readonly seriesOf: SeriesOf
}

const height = 230
const plotTop = 26
const plotBottom = height - 38

/** Something speaks against the trial: its mark is hollow. */
export const doubtful = ({ generatorLimited, environment, packets, expectedFaults }: TrialResult): boolean =>
  generatorLimited || environment.stealRatio > 0.02 || (packets.corrupt > 0 && !expectedFaults)

export function drawTrials({ metric, trials, medians, seriesOf }: TrialPlot, width: Width): Drawing {
  const { unit, better, title } = metrics[metric]
  const measured = trials
    .toSorted((x, y) => Number(BigInt(x.startedUnixNs) - BigInt(y.startedUnixNs)))
    .flatMap((trial) => (trial.metrics[metric] === undefined ? [] : [{ trial, value: trial.metrics[metric] }]))
  const values = measured.map(({ value }) => value)
  const plot = { left: 70, right: widths[width] - (width === 'wide' ? 150 : 84) }
  const y = scaleOf(values, better)
  const x = (i: number) => plot.left + 10 + ((i + 0.5) / Math.max(1, measured.length)) * (plot.right - plot.left - 20)
  const dots = measured.map(({ trial, value }, i) =>
    marker(seriesOf(trial.backend), { x: x(i), y: y.at(value), hollow: doubtful(trial) }),
  )
  const lines = medians.map(({ backend, median }) =>
    medianLine(seriesOf(backend), { left: plot.left, right: plot.right, y: y.at(median) }),
  )
  const labelY = spread(
    medians.map(({ median }) => y.at(median)),
    16,
  )
  const labels = medians.map(({ backend, median }, i) => {
    const value = formatQuantity(median, unit)
    const name = width === 'wide' ? `${value}  ${clip(backend, 62)}` : value
    return text(name, [plot.right + 8, (labelY[i] ?? 0) + 4.5])
  })
  const foot = `trials in the order they ran, 1 to ${measured.length}`
  return {
    height,
    markup: [
      text(`${title}${better === 'lower' ? ' (log)' : ''}`, [0, 14], { class: 'soft' }),
      ...grid(y, { ...plot, unit }),
      ...lines,
      ...dots,
      ...labels,
      text(foot, [(plot.left + plot.right) / 2, height - 12], { anchor: 'middle', class: 'soft' }),
    ].join(''),
  }
}

function scaleOf(values: readonly number[], better: 'higher' | 'lower'): Scale {
  const range = [plotBottom, plotTop] as const
  const positive = values.filter((value) => value > 0)
  if (better === 'higher' || positive.length === 0) return linearScale(Math.max(0, ...values), range)
  const [low, high] = [Math.min(...positive), Math.max(...positive)]
  // A log axis never closer than a factor of 1.5, or noise would fill the picture.
  const middle = Math.sqrt(low * high)
  const log = logScale([Math.min(low / 1.1, middle / 1.25), Math.max(high * 1.1, middle * 1.25)], range)
  return { ...log, at: (value) => (value > 0 ? log.at(value) : plotBottom) }
}

function grid(y: Scale, { left, right, unit }: { left: number; right: number; unit: string }): string[] {
  return y.ticks.map(
    (tick) =>
      line([left, y.at(tick)], [right, y.at(tick)], 'grid') +
      text(formatQuantity(tick, unit), [left - 8, y.at(tick) + 4], { anchor: 'end', class: 'soft' }),
  )
}

const medianLine = (series: Series, { left, right, y }: { left: number; right: number; y: number }): string =>
  `<line class="middle s${series.slot}" x1="${left}" x2="${right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke-dasharray="${dashOf(series)}"/>`
