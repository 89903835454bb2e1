/** Tables that turn into cards where the screen is narrow. */
import { type Content, type Html, html } from './html.ts'

export interface TableOptions {
  readonly caption: Content
  readonly head: readonly string[]
  readonly rows: readonly (readonly Content[])[]
  /** Cells are prose and not figures. */
  readonly words?: boolean
}

/** A number stays with its unit; the first column, which holds names, may break. */
const unbroken = (cell: Content): Content => (typeof cell === 'string' ? cell.replaceAll(' ', '\u00a0') : cell)

/** Every cell carries its column's title, which the style sheet shows on narrow screens. */
export function table({ caption, head, rows, words }: TableOptions): Html {
  return html`<div class="scroll"><table${words ? html` class="words"` : ''}><caption>${caption}</caption>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => html`<td data-label="${head[i] ?? ''}">${words || i === 0 ? cell : unbroken(cell)}</td>`)}</tr>`)}</tbody></table></div>`
}
