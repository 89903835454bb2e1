/** How many packets each round of work found, as shares of the rounds: a stem for each backend and size. */
import { batchStart } from '@ringside/contract/queue-totals'
import { formatPercent } from '../../words/src/quantity.ts'
import { batchWords } from '../../words/src/queue.ts'
import { base, shareAxis } from './axes.ts'
import { fileWidth, isNarrow, type Plot } from './plot.ts'
import { colorOf, dashOf, type PlotTheme, type Series, symbolOf } from './theme.ts'

export interface Batches {
  readonly backend: string
  /** Rounds by size, as QueueCounters has them. */
  readonly counts: readonly number[]
}

/** Sizes that have room for a label each where the screen is narrow. */
const narrowLabels = 8

/** `title`: the point. */
export function batchPlot(
  batches: readonly Batches[],
  { title, seriesOf }: { title: string; seriesOf: (name: string) => Series },
): Plot {
  const drawn = batches.map(({ backend, counts }) => ({ backend, counts, shares: sharesOf(counts) }))
  const buckets = 1 + Math.max(0, ...drawn.map(({ shares }) => shares.findLastIndex((share) => share > 0)))
  return {
    title: `${title}: packets the device found at once`,
    file: `${title}-batches`,
    height: 190,
    option: (theme, width = fileWidth) => ({
      ...base(theme),
      grid: { left: 62, right: 16, top: 34, bottom: 48 },
      xAxis: sizeAxis(theme, buckets, isNarrow(width) && buckets > narrowLabels ? 1 : 0),
      yAxis: shareAxis(theme, 'share of rounds'),
      series: drawn.flatMap(({ backend, shares }, i) =>
        stems(
          shares.slice(0, buckets).map((share, bucket) => ({ at: bucket - 0.5 + (i + 1) / (drawn.length + 1), share, bucket })),
          { name: backend, series: seriesOf(backend), theme },
        ),
      ),
      tooltip: { ...base(theme).tooltip, trigger: 'item', formatter: ({ name }: { name: string }) => name },
    }),
    table: () => [
      ['backend', 'packets_from', 'rounds', 'share'],
      ...drawn.flatMap(({ backend, counts, shares }) =>
        shares.slice(0, buckets).map((share, bucket) => [backend, batchStart(bucket), counts[bucket] ?? 0, share]),
      ),
    ],
  }
}

interface Stem {
  readonly at: number
  readonly share: number
  readonly bucket: number
}

function stems(all: readonly Stem[], { name, series, theme }: { name: string; series: Series; theme: PlotTheme }) {
  const color = colorOf(series, theme)
  const present = all.filter(({ share }) => share > 0)
  const line = { type: 'line', silent: true, showSymbol: false, color, lineStyle: { width: 2.2, type: dashOf(series) } }
  return [
    // One line with gaps: down to zero and up again.
    {
      ...line,
      data: present.flatMap(({ at, share }) => [
        [at, 0],
        [at, share],
        ['-', '-'],
      ]),
    },
    {
      type: 'scatter',
      name,
      color,
      symbol: symbolOf(series),
      symbolSize: 9,
      data: present.map(({ at, share, bucket }) => ({
        name: `${name}: ${batchWords(bucket)} packets in ${formatPercent(share)} of the rounds`,
        value: [at, share],
      })),
    },
  ]
}

const sizeAxis = (theme: PlotTheme, buckets: number, skipped: 0 | 1) => ({
  type: 'value' as const,
  min: -0.5,
  max: buckets - 0.5,
  name: 'packets at once: from this many to below the next',
  nameLocation: 'middle' as const,
  nameGap: 28,
  nameTextStyle: { color: theme.soft, fontSize: 12 },
  splitLine: { show: false },
  axisLine: { lineStyle: { color: theme.line } },
  axisTick: { show: false },
  axisLabel: {
    color: theme.soft,
    fontSize: 12,
    formatter: sizeText,
    customValues: Array.from({ length: buckets }, (_, bucket) => bucket).filter((bucket) => bucket % (1 + skipped) === 0),
  },
})

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => (total === 0 ? 0 : count / total))
}

/** `512`, `4k`. */
function sizeText(bucket: number): string {
  const start = batchStart(bucket)
  return start < 1_024 ? String(start) : `${start / 1_024}k`
}
