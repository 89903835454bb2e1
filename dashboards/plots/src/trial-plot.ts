/** Every trial as a mark, in the order they ran; medians as lines. Throughput from zero, latency on a log axis. */
import { type MetricName, metrics } from '@ringside/contract/metrics'
import { formatQuantity } from '../../words/src/quantity.ts'
import { base, latencyAxis, rateAxis } from './axes.ts'
import { fileWidth, isNarrow, type Plot } from './plot.ts'
import { colorOf, dashOf, type PlotTheme, type Series, symbolOf } from './theme.ts'

/** A trial, or a run as its median. */
export interface TrialDot {
  /** Which series it belongs to. */
  readonly name: string
  readonly value: number
  /** Something speaks against it: its mark is hollow. */
  readonly hollow: boolean
  /** For people: `trial 3`, `run r-7k2m9q4x1c`. */
  readonly title: string
}

export interface TrialPlotOptions {
  /** The point. */
  readonly title: string
  readonly metric: MetricName
  readonly medians: readonly { readonly name: string; readonly median: number }[]
  readonly seriesOf: (name: string) => Series
  /** What a mark is. */
  readonly noun?: 'trial' | 'run'
}

/** `dots` in order of time. */
export function trialPlot(dots: readonly TrialDot[], options: TrialPlotOptions): Plot {
  const { title, metric, medians, noun = 'trial' } = options
  return {
    title: `${title}: ${metrics[metric].title} by ${noun}`,
    file: `${title}-${metric}`,
    height: 240,
    option: (theme, width = fileWidth) => ({
      ...base(theme),
      grid: { left: 72, right: isNarrow(width) ? 76 : 170, top: 34, bottom: 44 },
      xAxis: orderAxis(theme, dots.length, noun),
      yAxis: valueAxis(theme, dots, options),
      series: [...medianLines(dots.length, options, { theme, width }), ...marks(dots, options, theme)],
      tooltip: { ...base(theme).tooltip, trigger: 'item', formatter: ({ name }: { name: string }) => name },
    }),
    table: () => [
      ['order', 'series', metric, 'doubtful', noun],
      ...dots.map(({ name, value, hollow, title: what }, i) => [i + 1, name, value, hollow ? 'yes' : 'no', what]),
      ...medians.map(({ name, median }) => ['median', name, median, '', '']),
    ],
  }
}

const orderAxis = (theme: PlotTheme, count: number, noun: string) => ({
  type: 'value' as const,
  min: 0.2,
  max: count + 0.8,
  name: `${noun}s in the order they ran, 1 to ${count}`,
  nameLocation: 'middle' as const,
  nameGap: 18,
  nameTextStyle: { color: theme.soft, fontSize: 12 },
  axisLabel: { show: false },
  axisTick: { show: false },
  splitLine: { show: false },
  axisLine: { lineStyle: { color: theme.line } },
})

function valueAxis(theme: PlotTheme, dots: readonly TrialDot[], { metric, medians }: TrialPlotOptions) {
  const { better, title, unit } = metrics[metric]
  const values = [...dots.map(({ value }) => value), ...medians.map(({ median }) => median)]
  const zero = better === 'higher' || values.every((value) => value <= 0)
  return zero ? rateAxis(theme, { name: title, unit }) : latencyAxis(theme, `${title} (log)`, values)
}

/** Of each series, over the whole width, with its value and where there is room its name at the end. */
function medianLines(count: number, { metric, medians, seriesOf }: TrialPlotOptions, { theme, width }: Sheet) {
  return medians.map(({ name, median }) => {
    const series = seriesOf(name)
    const value = formatQuantity(median, metrics[metric].unit)
    return {
      type: 'line',
      name,
      silent: true,
      data: [
        [0.2, median],
        [count + 0.8, median],
      ],
      showSymbol: false,
      color: colorOf(series, theme),
      lineStyle: { width: 1.6, type: dashOf(series) },
      labelLayout: { moveOverlap: 'shiftY' },
      endLabel: {
        show: true,
        formatter: isNarrow(width) ? value : `${value}  ${name}`,
        color: theme.ink,
        width: isNarrow(width) ? 70 : 160,
        overflow: 'truncate',
      },
    }
  })
}

interface Sheet {
  readonly theme: PlotTheme
  readonly width: number
}

function marks(dots: readonly TrialDot[], { metric, seriesOf }: TrialPlotOptions, theme: PlotTheme) {
  const { unit } = metrics[metric]
  return [...new Set(dots.map(({ name }) => name))].map((name) => {
    const series = seriesOf(name)
    const color = colorOf(series, theme)
    return {
      type: 'scatter',
      name,
      symbol: symbolOf(series),
      symbolSize: dots.length > 200 ? 5 : 9,
      data: dots.flatMap((dot, i) =>
        dot.name !== name
          ? []
          : [
              {
                name: `${name}, ${dot.title}\n${formatQuantity(dot.value, unit)}`,
                value: [i + 1, dot.value],
                itemStyle: dot.hollow ? { color: theme.paper, borderColor: color, borderWidth: 1.8 } : { color },
              },
            ],
      ),
    }
  })
}
