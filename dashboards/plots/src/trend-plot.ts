/**
 * How a metric of a point went over time: a line through the medians of runs and a band over the middle half of their trials.
 * Other hardware or another kernel begins a new line; what happened meanwhile stands on it as marks with words.
 */
import { formatPercent, formatQuantity } from '../../words/src/quantity.ts'
import { base, withLabels } from './axes.ts'
import type { Plot } from './plot.ts'
import { colorOf, dashOf, type PlotTheme, type Series, symbolOf } from './theme.ts'
import { linearTicks, logTicks } from './ticks.ts'
import type { TrendLine } from './trend-line.ts'
import { type PlaceY, placeOf, yRange } from './trend-range.ts'

export interface TrendMark {
  readonly atMs: number
  readonly kind: 'alert' | 'environment'
  /** A word or two. */
  readonly words: string
}

export interface TrendPick {
  /** `A`. */
  readonly name: string
  readonly atMs: number
  readonly value: number
}

export interface TrendPlotOptions {
  /** The point. */
  readonly title: string
  readonly metric: { readonly name: string; readonly title: string; readonly unit: string }
  readonly marks: readonly TrendMark[]
  readonly picks: readonly TrendPick[]
  /** What is shown of the time: first and last moment, Unix ms. */
  readonly window: readonly [number, number]
  readonly seriesOf: (backend: string) => Series
  readonly height?: number
}

/** Beyond so many figures a plot shows no single ones, and each pixel the lowest and the highest of its own. */
export const mostDots = 600

/** As many figures as lie in the window. */
export const figuresIn = (lines: readonly TrendLine[], [from, to]: readonly [number, number]): number =>
  lines.reduce((sum, { endedAtMs }) => sum + endedAtMs.filter((at) => at >= from && at <= to).length, 0)

export function trendPlot(lines: readonly TrendLine[], options: TrendPlotOptions): Plot {
  const { title, metric, window, height = 240 } = options
  const place = placeOf(metric.unit)
  const range = yRange(lines, window, place)
  const dots = figuresIn(lines, window) <= mostDots
  const description = `${metric.title} of ${title} over time`
  return {
    title: description,
    file: `${title}-${metric.name}-trend`,
    height,
    option: (theme) => ({
      ...base(theme),
      // What the library says by itself names every figure.
      aria: { enabled: true, label: { description } },
      tooltip: { show: false },
      grid: { left: 74, right: 18, top: options.marks.length > 0 ? 30 : 14, bottom: 30 },
      xAxis: timeAxis(theme, window),
      yAxis: valueAxis(theme, { unit: metric.unit, range, place }),
      series: [
        ...lines.flatMap((line) => seriesOfLine(line, { ...options, theme, place, dots })),
        pickSeries(options.picks, theme, place),
        markSeries(options, theme),
      ],
    }),
    table: () => tableOf(lines, metric),
  }
}

function tableOf(lines: readonly TrendLine[], { name, unit }: TrendPlotOptions['metric']) {
  const of = name.includes(unit) ? name : `${name}_${unit.replace('/', '_')}`
  return [
    ['run', 'ended_at', 'backend', 'host', `${of}_median`, `${of}_quartile_1`, `${of}_quartile_3`, 'trials', 'flaws'],
    ...lines.flatMap((line) =>
      line.runs.map((run, i) => [
        run,
        new Date(line.endedAtMs[i] ?? 0).toISOString(),
        line.backend,
        line.host,
        line.value[i] ?? Number.NaN,
        line.low[i] ?? Number.NaN,
        line.high[i] ?? Number.NaN,
        line.trials[i] ?? 0,
        line.flaws[i] ?? 0,
      ]),
    ),
  ]
}

function timeAxis(theme: PlotTheme, [min, max]: readonly [number, number]) {
  const { axisLabel, splitLine: _, ...look } = withLabels(theme, String)
  const { formatter: __, ...label } = axisLabel
  return { type: 'time' as const, min, max, ...look, splitLine: { show: false }, axisLabel: label, splitNumber: 4 }
}

interface ValueAxis {
  readonly unit: string
  readonly range: readonly [number, number]
  readonly place: PlaceY
}

/** Latency is drawn as its logarithm: an axis of ECharts that is logarithmic goes over whole decades. */
function valueAxis(theme: PlotTheme, { unit, range: [low, high], place }: ValueAxis) {
  const ticks = place.isLog ? logTicks(low, high) : linearTicks(low, high)
  const customValues = ticks.map(place.of)
  const axis = withLabels(theme, (position) =>
    unit === 'ratio' ? formatPercent(place.from(position)) : formatQuantity(place.from(position), unit),
  )
  return {
    type: 'value' as const,
    min: place.of(low),
    max: place.of(high),
    ...axis,
    axisTick: { ...axis.axisTick, customValues },
    axisLabel: { ...axis.axisLabel, customValues },
    splitLine: { ...axis.splitLine, customValues },
  }
}

interface Drawn extends TrendPlotOptions {
  readonly theme: PlotTheme
  readonly place: PlaceY
  readonly dots: boolean
}

function seriesOfLine(line: TrendLine, { seriesOf, theme, place, dots }: Drawn): object[] {
  const series = seriesOf(line.backend)
  const color = colorOf(series, theme)
  const pointAt = (i: number) => [line.endedAtMs[i], place.of(line.value[i] ?? Number.NaN)]
  const hollow = { color: theme.paper, borderColor: color, borderWidth: 1.5 }
  return [
    bandSeries(line, color, place),
    {
      type: 'line',
      name: line.backend,
      data: line.runs.map((_, i) => pointAt(i)),
      silent: true,
      color,
      showSymbol: dots || line.runs.length === 1,
      symbol: symbolOf(series),
      symbolSize: 5,
      lineStyle: { width: dots ? 1.6 : 1, type: dots ? dashOf(series) : 'solid' },
      ...(dots ? {} : { sampling: 'minmax' }),
    },
    {
      type: 'scatter',
      data: line.flaws.flatMap((flaws, i) => (flaws === 0 ? [] : [pointAt(i)])),
      silent: true,
      symbol: symbolOf(series),
      symbolSize: dots ? 8 : 4,
      itemStyle: hollow,
    },
  ]
}

interface CustomApi {
  readonly coord: (position: readonly [number, number]) => readonly [number, number]
}

/** One shape from quartile to quartile. Stacked lines would do the same, and look for each figure among all others. */
function bandSeries(line: TrendLine, color: string, place: PlaceY): object {
  return {
    type: 'custom',
    silent: true,
    clip: true,
    data: [[line.endedAtMs[0], place.of(line.value[0] ?? 0)]],
    renderItem: (_: unknown, { coord }: CustomApi) => ({
      type: 'polygon',
      shape: { points: bandOutline(line, (at, value) => coord([at, place.of(value)])) },
      style: { fill: color, opacity: 0.16 },
    }),
  }
}

type Pixel = readonly [number, number]

/** Along the upper quartiles and back along the lower ones; of figures on the same pixel the extremes. */
function bandOutline({ endedAtMs, low, high }: TrendLine, pixelOf: (at: number, value: number) => Pixel): Pixel[] {
  const [upper, lower]: [[number, number][], [number, number][]] = [[], []]
  for (let i = 0; i < endedAtMs.length; i++) {
    const at = endedAtMs[i] ?? 0
    const [x, top] = pixelOf(at, high[i] ?? 0)
    const bottom = pixelOf(at, low[i] ?? 0)[1]
    const [above, below] = [upper.at(-1), lower.at(-1)]
    if (above !== undefined && below !== undefined && Math.round(above[0]) === Math.round(x)) {
      above[1] = Math.min(above[1], top)
      below[1] = Math.max(below[1], bottom)
    } else {
      upper.push([x, top])
      lower.push([x, bottom])
    }
  }
  return [...upper, ...lower.reverse()]
}

function pickSeries(picks: readonly TrendPick[], theme: PlotTheme, place: PlaceY): object {
  return {
    type: 'scatter',
    silent: true,
    z: 5,
    symbol: 'circle',
    symbolSize: 14,
    itemStyle: { color: 'transparent', borderColor: theme.ink, borderWidth: 2 },
    label: { show: true, position: 'right', formatter: '{b}', color: theme.ink, fontWeight: 600 },
    data: picks.map(({ name, atMs, value }) => ({ name, value: [atMs, place.of(value)] })),
  }
}

/** So near to the one before, a mark's words would stand on the other's: then they are only beside the plot. */
const roomOfWords = 0.18
/** So near to the right, words stand on the left of their mark, and need the room of two. */
const nearEnd = 0.8

function markSeries({ marks, window: [from, to] }: TrendPlotOptions, theme: PlotTheme): object {
  let last = Number.NEGATIVE_INFINITY
  const data = marks
    .filter(({ atMs }) => atMs >= from && atMs <= to)
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, kind, words }) => {
      const isNearEnd = (atMs - from) / (to - from) > nearEnd
      const hasRoom = (atMs - last) / (to - from) > roomOfWords * (isNearEnd ? 2 : 1)
      if (hasRoom) last = atMs
      const align = isNearEnd ? 'right' : 'left'
      return {
        xAxis: atMs,
        name: words,
        lineStyle: { color: theme.ink, width: kind === 'alert' ? 1.6 : 1, type: kind === 'alert' ? 'solid' : 'dashed' },
        label: { show: hasRoom, formatter: words, position: 'end', align, color: theme.ink, fontSize: 11, distance: 4 },
      }
    })
  return { type: 'line', data: [], silent: true, markLine: { symbol: 'none', silent: true, animation: false, data } }
}
