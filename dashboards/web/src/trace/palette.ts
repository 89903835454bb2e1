/** Colours that the page has now, and which of them a span is drawn in. */
import type { TraceSpan } from '@ringside/contract'
import { attributes } from '@ringside/contract/span'

export interface Palette {
  readonly ink: string
  readonly soft: string
  readonly line: string
  readonly band: string
  readonly paper: string
  readonly focus: string
  /** Okabe-Ito, by the backend's slot. */
  readonly series: readonly string[]
  readonly font: string
}

export function currentPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ink: read('ink'),
    soft: read('soft'),
    line: read('line'),
    band: read('band'),
    paper: read('paper'),
    focus: read('focus'),
    series: [0, 1, 2, 3, 4, 5].map((slot) => read(`s${slot}`)),
    font: read('sans'),
  }
}

/** Of a backend its own, as in every chart; of what belongs to none the colour of soft text. */
export type ColorOf = (span: TraceSpan | undefined) => string

export function colorsOf(palette: Palette, backends: readonly string[]): ColorOf {
  return (span) => {
    const slot = backends.indexOf(span?.attributes[attributes.backend] ?? '')
    return slot < 0 ? palette.soft : (palette.series[slot % palette.series.length] ?? palette.soft)
  }
}
