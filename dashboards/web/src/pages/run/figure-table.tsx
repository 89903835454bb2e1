/** A table of figures; where the screen is narrow each cell says what it is. */
import type { ComponentChildren } from 'preact'

export interface FigureTableProps {
  readonly caption: string
  readonly head: readonly string[]
  /** The first cell names its row. */
  readonly rows: readonly (readonly ComponentChildren[])[]
}

export function FigureTable({ caption, head, rows }: FigureTableProps) {
  return (
    <table class="rows figures">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {head.map((title, i) => (
            <th key={title} scope="col" class={i === 0 ? '' : 'number'}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, i) => (
              <td key={head[i]} data-label={head[i]} class={i === 0 ? '' : 'number'}>
                <span>{cell}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
