/** Axes as every plot has them. */
import { formatQuantity } from '../../words/src/quantity.ts'
import { fontFamily, type PlotTheme } from './theme.ts'

/** What all plots have in common. */
export const base = (theme: PlotTheme) => ({
  animation: false,
  textStyle: { fontFamily, color: theme.ink },
  aria: { enabled: true },
  // HTML tooltips need inline styles, which the content security policy refuses.
  tooltip: {
    renderMode: 'richText',
    confine: true,
    backgroundColor: theme.paper,
    borderColor: theme.line,
    textStyle: { color: theme.ink, fontSize: 12 },
  },
})

const look = (theme: PlotTheme) => ({
  axisLine: { lineStyle: { color: theme.line } },
  axisTick: { lineStyle: { color: theme.line } },
  axisLabel: { color: theme.soft, fontSize: 12, hideOverlap: true },
  splitLine: { lineStyle: { color: theme.line } },
  nameTextStyle: { color: theme.soft, fontSize: 12 },
})

/** Latency in ns, logarithmic. */
export const latencyAxis = (theme: PlotTheme, name = 'latency (log)') => ({
  type: 'log' as const,
  name,
  nameLocation: 'end' as const,
  ...withLabels(theme, (ns) => formatQuantity(ns, 'ns')),
})

/** From zero. */
export const rateAxis = (theme: PlotTheme, { name, unit }: { name: string; unit: string }) => ({
  type: 'value' as const,
  min: 0,
  name,
  ...withLabels(theme, (value) => formatQuantity(value, unit)),
})

/** Position on the HDR axis, the number of nines: 2 for 99. */
export const nines = (percentile: number): number => -Math.log10(1 - percentile / 100)

/** The other way round. */
export const percentileAt = (position: number): number => 100 * (1 - 10 ** -position)

/** Percentiles as HdrHistogram spaces them: 90, 99, 99.9 evenly. */
export const percentileAxis = (theme: PlotTheme, most: number) => ({
  type: 'value' as const,
  min: 0,
  max: most,
  interval: 1,
  name: 'percentile of packets (HDR axis)',
  nameLocation: 'middle' as const,
  nameGap: 30,
  ...withLabels(theme, (position) => String(Number(percentileAt(position).toPrecision(8)))),
})

/** Of all axes; labels as `formatter` writes them. */
export function withLabels(theme: PlotTheme, formatter: (value: number) => string) {
  const { axisLabel, ...rest } = look(theme)
  return { ...rest, axisLabel: { ...axisLabel, formatter } }
}
