/** Axes as every plot has them. */
import { formatPercent, formatQuantity } from '../../words/src/quantity.ts'
import { fontFamily, type PlotTheme } from './theme.ts'
import { logDomain, logTicks } from './ticks.ts'

/** What all plots have in common. */
export const base = (theme: PlotTheme) => ({
  animation: false,
  textStyle: { fontFamily, color: theme.ink },
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

/** Latency in ns, logarithmic; with `values` closely around them, with ticks also between powers of ten. */
export const latencyAxis = (theme: PlotTheme, name = 'latency (log)', values: readonly number[] = []) => ({
  type: 'log' as const,
  name,
  nameLocation: 'end' as const,
  ...(values.length === 0 ? withLabels(theme, inNs) : around(values, withLabels(theme, inNs))),
})

const inNs = (ns: number): string => formatQuantity(ns, 'ns')

function around<Look extends ReturnType<typeof withLabels>>(values: readonly number[], { axisLabel, axisTick, ...rest }: Look) {
  const [min, max] = logDomain(values)
  const customValues = logTicks(min, max)
  return { min, max, ...rest, axisLabel: { ...axisLabel, customValues }, axisTick: { ...axisTick, customValues } }
}

/** From zero. */
export const rateAxis = (theme: PlotTheme, { name, unit }: { name: string; unit: string }) => ({
  type: 'value' as const,
  min: 0,
  name,
  nameLocation: 'end' as const,
  splitNumber: 4,
  ...withLabels(theme, (value) => formatQuantity(value, unit)),
})

/** Shares from zero, as percent. */
export const shareAxis = (theme: PlotTheme, name: string) => ({
  type: 'value' as const,
  min: 0,
  splitNumber: 4,
  name,
  nameLocation: 'end' as const,
  ...withLabels(theme, formatPercent),
})

/** Points in time, in the reader's own zone. */
export const timeAxis = (theme: PlotTheme) => ({ type: 'time' as const, ...look(theme), splitLine: { show: false } })

/** Position on the HDR axis, the number of nines: 2 for 99. */
export const nines = (percentile: number): number => -Math.log10(1 - percentile / 100)

/** The other way round. */
export const percentileAt = (position: number): number => 100 * (1 - 10 ** -position)

/** Percentiles as HdrHistogram spaces them: 90, 99, 99.9 evenly. */
export function percentileAxis(theme: PlotTheme, most: number) {
  const { axisLabel, ...look } = withLabels(theme, (position) => String(Number(percentileAt(position).toPrecision(8))))
  return {
    type: 'value' as const,
    min: 0,
    max: most,
    interval: 1,
    name: 'percentile of packets (HDR axis)',
    nameLocation: 'middle' as const,
    nameGap: 30,
    ...look,
    // The axis ends where the samples do, which is no percentile that anyone speaks of.
    axisLabel: { ...axisLabel, showMaxLabel: Number.isInteger(most) },
  }
}

/** Of all axes; labels as `formatter` writes them. */
export function withLabels(theme: PlotTheme, formatter: (value: number) => string) {
  const { axisLabel, ...rest } = look(theme)
  return { ...rest, axisLabel: { ...axisLabel, formatter } }
}
