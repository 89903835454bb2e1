/** A table that turns into cards where the screen is narrow. */
import type { ComponentChildren } from 'preact'

export interface DataTableProps {
  readonly caption: ComponentChildren
  readonly head: readonly string[]
  readonly rows: readonly (readonly ComponentChildren[])[]
  /** Cells are prose and not figures. */
  readonly words?: boolean
}

/** A number stays with its unit; the first column, which holds names, may break. */
const unbroken = (cell: ComponentChildren): ComponentChildren =>
  typeof cell === 'string' ? cell.replaceAll(' ', '\u00a0') : cell

/** Every cell carries its column's title, which the style sheet shows on narrow screens. */
export function DataTable({ caption, head, rows, words = false }: DataTableProps) {
  const look = (column: number) => (words || column === 0 ? undefined : 'number')
  return (
    <div class="scroll">
      <table class={words ? 'rows words' : 'rows'}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((title, i) => (
              <th key={title} scope="col" class={look(i)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, i) => (
                <td key={head[i]} data-label={head[i] ?? ''} class={look(i)}>
                  {words || i === 0 ? cell : unbroken(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
