/** The names of the rows that are seen, as a tree that can be read aloud. */
import { labelOf } from './labels.ts'
import { type RowList, rowHeights } from './rows.ts'

export interface RowLabelsProps {
  readonly list: RowList
  /** The first row that is seen, and the one behind the last. */
  readonly first: number
  readonly last: number
  readonly selected: string | undefined
  readonly onSelect: (key: string) => void
  readonly onToggle: (key: string) => void
}

export const rowId = (key: string): string => `row-${key}`

export function RowLabels({ list, first, last, selected, onSelect, onToggle }: RowLabelsProps) {
  const base = list.tops[first] ?? 0
  return (
    <>
      {list.rows.slice(first, last).map((row, i) => {
        const { title, figure, more } = labelOf(row)
        const { key, level, open, kind } = row
        const style = {
          top: `${(list.tops[first + i] ?? 0) - base}px`,
          height: `${rowHeights[kind]}px`,
          '--level': level,
        }
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the tree has the focus and the keys
          <div
            key={key}
            id={rowId(key)}
            role="treeitem"
            class={`label ${kind}${row.kind === 'span' && row.node.span.context ? ' context' : ''}`}
            style={style}
            aria-level={level}
            aria-expanded={open}
            aria-selected={key === selected}
            onClick={() => onSelect(key)}
            onDblClick={() => open !== undefined && onToggle(key)}
          >
            <span
              class="twist"
              aria-hidden="true"
              onClick={(event) => {
                event.stopPropagation()
                if (open !== undefined) onToggle(key)
              }}
            >
              {open === undefined ? '' : open ? '▾' : '▸'}
            </span>
            <span class="title">{title}</span> <span class="figure">{figure}</span>
            {more.map((line) => (
              <span key={line} class="more">
                {line}
              </span>
            ))}
          </div>
        )
      })}
    </>
  )
}
