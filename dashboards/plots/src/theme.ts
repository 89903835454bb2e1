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
const symbols = ['circle', 'triangle', 'rect', 'diamond', 'pin', 'roundRect'] as const

/** Of a curve of the series, in ECharts' terms. */
export const dashOf = ({ slot }: Series) => dashes[slot] ?? 'solid'

/** Of the series' points, in ECharts' terms. */
export const symbolOf = ({ slot }: Series) => symbols[slot] ?? 'circle'

export const colorOf = ({ slot }: Series, theme: PlotTheme): string => theme.series[slot] ?? theme.ink
