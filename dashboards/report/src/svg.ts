/** A chart as SVG that stands alone: in the page, and as a file. */
import { escapeHtml, type Html, html, trusted } from './html.ts'
import { chartCss } from './style.ts'

/** Widths at which every chart is drawn: for the page, and for a telephone. Text keeps its size in both. */
export const widths = { wide: 820, narrow: 350 } as const
export type Width = keyof typeof widths

export interface Drawing {
  /** Height in pixels at the width it was drawn for. */
  readonly height: number
  readonly markup: string
}

export interface Figure {
  readonly title: string
  /** What the chart shows, and of how much data. */
  readonly caption: Html
  /** Name of the file without its ending. */
  readonly file: string
  readonly draw: (width: Width) => Drawing
}

/** Both drawings, of which the style sheet shows one, the caption and a link to the picture. */
export function figure({ title, caption, file, draw }: Figure): Html {
  const [wide, narrow] = [draw('wide'), draw('narrow')]
  const paper = `<rect class="paper" width="${widths.wide}" height="${wide.height}"/>`
  const alone = svg({ ...wide, markup: `<style>${chartCss}</style>${paper}${wide.markup}` }, 'wide', title)
  const name = `${file.replace(/[^\w.-]+/g, '-')}.svg`
  return html`<figure>
${trusted(svg(wide, 'wide', title))}
${trusted(svg(narrow, 'narrow', title))}
<figcaption>${caption} <a class="get" download="${name}" href="data:image/svg+xml,${encodeURIComponent(alone)}" aria-label="${title}: download as SVG">SVG</a></figcaption>
</figure>`
}

function svg({ height, markup }: Drawing, width: Width, title: string): string {
  const size = `viewBox="0 0 ${widths[width]} ${height}" width="${widths[width]}" height="${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart ${width}" ${size} role="img"><title>${escapeHtml(title)}</title>${markup}</svg>`
}

export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly class?: string
}

/** Escaped text at a position. */
export function text(content: string, [x, y]: readonly [number, number], options: TextOptions = {}): string {
  const anchor = options.anchor === undefined || options.anchor === 'start' ? '' : ` text-anchor="${options.anchor}"`
  const style = options.class === undefined ? '' : ` class="${options.class}"`
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${anchor}${style}>${escapeHtml(content)}</text>`
}

export type Point = readonly [number, number]

export const line = ([x1, y1]: Point, [x2, y2]: Point, style: string): string =>
  `<line class="${style}" x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}"/>`

/** About as many characters as fit `pixels` at the charts' type size, the rest as an ellipsis. */
export function clip(content: string, pixels: number): string {
  const most = Math.max(3, Math.floor(pixels / 6.6))
  return content.length <= most ? content : `${content.slice(0, most - 1)}…`
}
