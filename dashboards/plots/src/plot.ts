/** A plot: what it says, how it is drawn in a theme, and its data as a table. */
import type { PlotOption } from './echarts.ts'
import type { PlotTheme } from './theme.ts'

export interface Plot {
  /** For who cannot see it: what is drawn, and what it shows. */
  readonly title: string
  /** Of files made of it, without an ending. */
  readonly file: string
  /** In CSS pixels. */
  readonly height: number
  readonly option: (theme: PlotTheme) => PlotOption
  /** The numbers drawn; the first row names the columns, with units. */
  readonly table: () => readonly (readonly (string | number)[])[]
}

/** RFC 4180. */
export function csvOf({ table }: Plot): string {
  const quoted = (cell: string | number) =>
    /[",\n\r]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell)
  return table()
    .map((row) => `${row.map(quoted).join(',')}\r\n`)
    .join('')
}
