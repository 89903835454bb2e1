/** Ratios with their intervals around 1.0 on one logarithmic axis: a row for each point and metric. */
import type { Comparison } from '@ringside/contract'
import { formatInterval, formatRatio, isRatio } from '../../words/src/quantity.ts'
import { base } from './axes.ts'
import { drawRow, type IntervalRow, type RowLook } from './interval-row.ts'
import { fileWidth, isNarrow, type Plot } from './plot.ts'
import type { PlotTheme, Series } from './theme.ts'
import { logTicks, thinned } from './ticks.ts'

export interface IntervalPlotOptions {
  /** Names of the two sides. */
  readonly names: readonly [string, string]
  readonly seriesOf: (name: string) => Series
  /** The change that matters, 0.02 for 2 %; shaded around 1. */
  readonly minChangeRatio: number
}

const rowHeight = 30
const narrowRowHeight = 52
const axisHeight = 46

export function intervalPlot(comparisons: readonly Comparison[], options: IntervalPlotOptions): Plot {
  const [a, b] = options.names
  const rows = rowsOf(comparisons, options)
  return {
    title: `${a} over ${b}: ratios with intervals`,
    file: `ratios-${a}-${b}`,
    height: rows.length * rowHeight + axisHeight,
    narrowHeight: rows.length * narrowRowHeight + axisHeight,
    option: (theme, width = fileWidth) => {
      const narrow = isNarrow(width)
      const look: RowLook = { theme, narrow, names: options.names, labelWidth: labelWidthOf(width) }
      return {
        ...base(theme),
        grid: {
          left: narrow ? 14 : look.labelWidth,
          right: narrow ? 14 : 310,
          top: 4,
          bottom: axisHeight - 4,
        },
        xAxis: ratioAxis(theme, comparisons, narrow),
        yAxis: { type: 'value', min: 0, max: rows.length, inverse: true, show: false },
        series: [bandSeries(theme, { rows: rows.length, ...options }), rowSeries(rows, look)],
        tooltip: { ...base(theme).tooltip, trigger: 'item', formatter: ({ name }: { name: string }) => name },
      }
    },
    table: () => [
      ['comparison', 'metric', 'a', 'b', 'unit', 'ratio', 'interval_low', 'interval_high', 'verdict'],
      ...comparisons.map(({ label, metric, a: left, b: right, unit, ratio, interval, verdict }) => [
        label,
        metric,
        left.median,
        right.median,
        unit,
        ratio,
        ...interval,
        verdict,
      ]),
    ],
  }
}

const labelWidthOf = (width: number): number => Math.min(320, Math.max(190, width * 0.26))

function rowsOf(comparisons: readonly Comparison[], { names: [a, b], seriesOf }: IntervalPlotOptions): IntervalRow[] {
  const winnerOf = ({ verdict }: Comparison) =>
    verdict === 'faster' ? seriesOf(a) : verdict === 'slower' ? seriesOf(b) : undefined
  return (['higher', 'lower'] as const).flatMap((head) => {
    const group = comparisons.filter(({ better }) => better === head)
    return group.length === 0 ? [] : [{ head }, ...group.map((comparison) => ({ comparison, winner: winnerOf(comparison) }))]
  })
}

/** All finite bounds, 1, and at least 5 % to both sides of it. */
function domainOf(comparisons: readonly Comparison[]): readonly [number, number] {
  const values = comparisons.flatMap(({ ratio, interval }) => [ratio, ...interval].filter(isRatio))
  const low = values.reduce((least, value) => Math.min(least, value), 0.95)
  const high = values.reduce((most, value) => Math.max(most, value), 1.05)
  const margin = (high / low) ** 0.05
  return [low / margin, high * margin]
}

function ratioAxis(theme: PlotTheme, comparisons: readonly Comparison[], narrow: boolean) {
  const [min, max] = domainOf(comparisons)
  const room = Math.log(max / min) / (narrow ? 6 : 9)
  const customValues = thinned(logTicks(min, max), { kept: 1, room })
  return {
    type: 'log' as const,
    min,
    max,
    name: 'ratio of medians (log)',
    nameLocation: 'middle' as const,
    nameGap: 24,
    nameTextStyle: { color: theme.soft, fontSize: 12 },
    axisLine: { show: false },
    axisTick: { show: false, customValues },
    axisLabel: {
      color: theme.soft,
      fontSize: 12,
      customValues,
      formatter: (ratio: number) => ratio.toLocaleString('en-US', { maximumSignificantDigits: 3 }),
    },
    splitLine: { lineStyle: { color: theme.line } },
  }
}

/** Shaded: what does not matter. And the line of no difference. */
function bandSeries(theme: PlotTheme, { rows, minChangeRatio }: { rows: number; minChangeRatio: number }) {
  return {
    type: 'custom',
    silent: true,
    z: 0,
    data: [[1 / (1 + minChangeRatio), 1 + minChangeRatio]],
    renderItem: (_params: unknown, { value, coord }: Coordinates) => {
      const [[left = 0, top = 0], [right = 0], [one = 0, bottom = 0]] = [
        coord([value(0), 0]),
        coord([value(1), 0]),
        coord([1, rows]),
      ]
      const width = Math.max(1, right - left)
      return {
        type: 'group',
        children: [
          { type: 'rect', shape: { x: left, y: top, width, height: bottom - top }, style: { fill: theme.band } },
          { type: 'line', shape: { x1: one, x2: one, y1: top, y2: bottom }, style: { stroke: theme.ink, lineWidth: 1 } },
        ],
      }
    },
  }
}

interface Item {
  readonly dataIndex: number
  /** The rectangle between the axes. */
  readonly coordSys: { readonly x: number; readonly width: number }
}

/** What ECharts gives to who draws an item. */
interface Coordinates {
  readonly value: (dimension: number) => number
  readonly coord: (at: readonly [number, number]) => readonly [number, number]
  /** Of the whole plot. */
  readonly getWidth: () => number
}

function rowSeries(rows: readonly IntervalRow[], look: RowLook) {
  return {
    type: 'custom',
    clip: false,
    data: rows.map((row, i) => ({ name: nameOf(row), value: [1, i] })),
    renderItem: ({ dataIndex, coordSys: { x, width } }: Item, { coord, getWidth }: Coordinates) => {
      const row = rows[dataIndex]
      const at = (ratio: number, height: number) => coord([ratio, dataIndex + height])
      return row && drawRow(row, { at, axis: [x, x + width], right: getWidth(), ...look })
    },
    encode: { x: 0, y: 1 },
  }
}

function nameOf(row: IntervalRow): string {
  if (row.head !== undefined) return row.head === 'higher' ? 'more is better' : 'less is better'
  const { label, ratio, interval, verdict } = row.comparison
  return `${label}\n${formatRatio(ratio)}  ${formatInterval(interval)}\n${verdict}`
}
