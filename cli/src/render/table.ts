/** Columns aligned by their widest cell, closer together or fewer where the terminal is narrow. */
import { type Line, type Part, pad, widthOf } from './line.ts'

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
  /** May be left out where there is no room: the last such column goes first. */
  readonly optional?: boolean
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (Part | string)[])[]
}

const indent = 2

/** A head and one line a row, each at most `width` columns as long as the columns that stay allow it. */
export function table({ columns, rows }: Table, width: number): Line[] {
  const widths = columns.map(({ title }, i) => Math.max(widthOf(title), ...rows.map((row) => widthOf(textOf(row[i])))))
  const { shown, gap } = fit(columns, widths, width)
  const cell = (i: number, value: Part | string | undefined): Part => {
    const text = pad(textOf(value), widths[i] ?? 0, columns[i]?.align === 'right' ? 'left' : 'right')
    const before = i === shown[0] ? indent : gap
    return { text: ' '.repeat(before) + text, style: typeof value === 'object' ? value.style : undefined }
  }
  const head = shown.map((i) => cell(i, { text: columns[i]?.title ?? '', style: 'dim' }))
  return [head, ...rows.map((row) => shown.map((i) => cell(i, row[i])))]
}

/** The widest gap and the most columns that fit. */
function fit(columns: readonly Column[], widths: readonly number[], width: number): { shown: number[]; gap: number } {
  const shown = columns.map((_, i) => i)
  for (;;) {
    const text = shown.reduce((sum, i) => sum + (widths[i] ?? 0), indent)
    const gap = Math.min(3, Math.floor((width - text) / Math.max(1, shown.length - 1)))
    const spare = shown.findLast((i) => columns[i]?.optional === true)
    if (gap >= 2 || spare === undefined) return { shown, gap: Math.max(1, gap) }
    shown.splice(shown.indexOf(spare), 1)
  }
}

const textOf = (cell: Part | string | undefined): string => (typeof cell === 'object' ? cell.text : (cell ?? ''))
