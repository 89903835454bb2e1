/** Colours of plots, and what marks a series beside its colour. */

export interface PlotTheme {
  readonly ink: string
  readonly soft: string
  readonly line: string
  readonly band: string
  readonly paper: string
  /** Okabe-Ito, by the series' slot. */
  readonly series: readonly string[]
}

/** For files and paper. */
export const paperTheme: PlotTheme = {
  ink: '#1b1f24',
  soft: '#57606a',
  line: '#d5dae0',
  band: '#eef1f4',
  paper: '#ffffff',
  series: ['#0072b2', '#d55e00', '#009e73', '#e69f00', '#56b4e9', '#cc79a7'],
}

export const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'

/** One colour, dash and marker for each backend, the same in every plot of a page. */
export interface Series {
  readonly name: string
  /** Position in the palette, 0 to 5. */
  readonly slot: number
}

const slots = 6

/** Series by the order in which names first appear. */
export function seriesOf(names: Iterable<string>): (name: string) => Series {
  const order = new Map([...new Set(names)].map((name, i) => [name, i]))
  return (name) => ({ name, slot: (order.get(name) ?? 0) % slots })
}

const dashes: readonly ('solid' | readonly number[])[] = ['solid', [7, 4], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4]]
/** Of a curve of the series, in ECharts' terms. */
export const dashOf = ({ slot }: Series) => dashes[slot] ?? 'solid'

/** Of the series' points, in ECharts' terms. */
export const symbolOf = (series: Series) => `path://${markerPath(series, 5)}`

export const colorOf = ({ slot }: Series, theme: PlotTheme): string => theme.series[slot] ?? theme.ink

/** The series' marker as an SVG path around 0, 0; a circle without a series. */
export function markerPath(series: Series | undefined, r: number): string {
  const circle = `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`
  const shapes = [
    circle,
    `M0 ${-1.25 * r}L${1.15 * r} ${0.8 * r}H${-1.15 * r}Z`,
    `M${-0.9 * r} ${-0.9 * r}H${0.9 * r}V${0.9 * r}H${-0.9 * r}Z`,
    `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0Z`,
    `M0 ${1.25 * r}L${1.15 * r} ${-0.8 * r}H${-1.15 * r}Z`,
    `M${-r} ${-0.4 * r}H${-0.4 * r}V${-r}H${0.4 * r}V${-0.4 * r}H${r}V${0.4 * r}H${0.4 * r}V${r}H${-0.4 * r}V${0.4 * r}H${-r}Z`,
  ]
  return (series && shapes[series.slot]) ?? circle
}
