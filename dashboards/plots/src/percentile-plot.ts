/** Latency by percentile on the HDR axis, 1 / (1 - p); latency on a log axis. */
import type { LatencyProfile } from '@ringside/contract'
import { formatCount, formatQuantity } from '../../words/src/quantity.ts'
import { base, latencyAxis, nines, percentileAt, percentileAxis } from './axes.ts'
import { fileWidth, isNarrow, type Plot } from './plot.ts'
import { colorOf, dashOf, type Series, symbolOf } from './theme.ts'

/** One curve a profile, named by `nameOf` (default: the backend). */
export function percentilePlot(
  profiles: readonly LatencyProfile[],
  { title, seriesOf, nameOf = ({ backend }) => backend }: PercentilePlotOptions,
): Plot {
  const curves = profiles.map((profile) => ({
    name: nameOf(profile),
    points: profile.curve.flatMap(([percentile, ns]) => (percentile < 100 && ns > 0 ? [[nines(percentile), ns] as const] : [])),
  }))
  const most = Math.max(1, ...curves.flatMap(({ points }) => points.map(([position]) => position)))
  return {
    title: `${title}: latency by percentile`,
    file: `${title}-percentiles`,
    height: 320,
    option: (theme, width = fileWidth) => ({
      ...base(theme),
      grid: { left: 72, right: isNarrow(width) ? 14 : 110, top: 34, bottom: 52 },
      xAxis: percentileAxis(theme, Math.ceil(most * 10) / 10),
      yAxis: latencyAxis(
        theme,
        undefined,
        curves.flatMap(({ points }) => points.map(([, ns]) => ns)),
      ),
      series: curves.map(({ name, points }) => {
        const series = seriesOf(name)
        return {
          type: 'line',
          name,
          data: points,
          showSymbol: false,
          symbol: symbolOf(series),
          symbolSize: 8,
          color: colorOf(series, theme),
          lineStyle: { width: 2.2, type: dashOf(series) },
          // Curves that end at one place keep their names apart.
          labelLayout: { moveOverlap: 'shiftY' },
          endLabel: { show: !isNarrow(width), formatter: name, color: theme.ink, width: 100, overflow: 'truncate' },
        }
      }),
      tooltip: { ...base(theme).tooltip, trigger: 'axis', formatter: tooltipOf },
    }),
    table: () => [
      ['series', 'percentile', 'latency_ns'],
      ...profiles.flatMap((profile) => profile.curve.map(([percentile, ns]) => [nameOf(profile), percentile, ns])),
    ],
  }
}

export interface PercentilePlotOptions {
  /** The point. */
  readonly title: string
  readonly seriesOf: (name: string) => Series
  readonly nameOf?: (profile: LatencyProfile) => string
}

interface Hovered {
  readonly seriesName: string
  readonly value: readonly [number, number]
}

/** `p99.9`, and what each curve has there. */
function tooltipOf(hovered: readonly Hovered[]): string {
  const [first] = hovered
  if (first === undefined) return ''
  const percentile = Number(percentileAt(first.value[0]).toPrecision(6))
  const lines = hovered.map(({ seriesName, value: [, ns] }) => `${seriesName}  ${formatQuantity(ns, 'ns')}`)
  return [`p${formatCount(percentile)}`, ...lines].join('\n')
}
