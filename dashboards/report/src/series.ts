/** One colour, marker and dash for each backend, the same in every chart of the report. */
import { type Html, html, trusted } from './html.ts'

export interface Series {
  readonly name: string
  /** Position in the palette, 0 to 5. */
  readonly slot: number
}

const slots = 6

export type SeriesOf = (backend: string) => Series

/** Series by the order in which names first appear. */
export function seriesOf(backends: Iterable<string>): SeriesOf {
  const order = new Map([...new Set(backends)].map((name, i) => [name, i]))
  return (name) => ({ name, slot: (order.get(name) ?? 0) % slots })
}

const shapes: readonly ((r: number) => string)[] = [
  (r) => `<circle r="${r}"/>`,
  (r) => `<path d="M0 ${-1.25 * r}L${1.15 * r} ${0.8 * r}H${-1.15 * r}Z"/>`,
  (r) => `<rect x="${-0.9 * r}" y="${-0.9 * r}" width="${1.8 * r}" height="${1.8 * r}"/>`,
  (r) => `<path d="M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0Z"/>`,
  (r) => `<path d="M0 ${1.25 * r}L${1.15 * r} ${-0.8 * r}H${-1.15 * r}Z"/>`,
  (r) =>
    `<path d="M${-r} ${-0.4 * r}H${-0.4 * r}V${-r}H${0.4 * r}V${-0.4 * r}H${r}V${0.4 * r}H${0.4 * r}V${r}H${-0.4 * r}V${0.4 * r}H${-r}Z"/>`,
]

const dashes = ['', '7 4', '2 3', '9 3 2 3', '4 2', '12 4'] as const

/** Stroke dash of the series' curves; the second cue beside colour. */
export const dashOf = ({ slot }: Series): string => dashes[slot] ?? ''

export interface Mark {
  readonly x: number
  readonly y: number
  readonly hollow?: boolean
  readonly radius?: number
}

/** The series' marker as SVG. Hollow: something speaks against the value. */
export function marker({ slot }: Series, { x, y, hollow, radius = 4 }: Mark): string {
  const shape = (shapes[slot] ?? (shapes[0] as (r: number) => string))(radius)
  return `<g class="mark s${slot}${hollow ? ' hollow' : ''}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${shape}</g>`
}

/** Names with their markers and dashes. */
export function legend(series: readonly Series[]): Html {
  return html`<p class="legend">${series.map((each) => {
    const line = `<line class="curve s${each.slot}" x1="1" x2="27" y1="7" y2="7" stroke-dasharray="${dashOf(each)}"/>`
    const key = `<svg viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">${line}${marker(each, { x: 14, y: 7 })}</svg>`
    return html`<span>${trusted(key)} ${each.name}</span>`
  })}</p>`
}
