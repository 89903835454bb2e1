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
  /** Below {@link narrowWidth}, where it differs. */
  readonly narrowHeight?: number
  /** `width`: of the whole plot, in CSS pixels. */
  readonly option: (theme: PlotTheme, width?: number) => PlotOption
  /** The numbers drawn; the first row names the columns, with units. */
  readonly table: () => readonly (readonly (string | number)[])[]
}

/** Plots below this many CSS pixels leave words out of their margins. */
export const narrowWidth = 560

/** Of files and of the page of a report, in CSS pixels. */
export const fileWidth = 820

export const isNarrow = (width: number): boolean => width < narrowWidth

export const heightAt = ({ height, narrowHeight = height }: Plot, width: number): number =>
  isNarrow(width) ? narrowHeight : height

/** Of the files made of a plot: nothing that a file system or a shell would stumble over. */
export const fileName = ({ file }: Plot): string => file.replace(/[^\w.-]+/g, '-')

/** RFC 4180. */
export function csvOf({ table }: Plot): string {
  const quoted = (cell: string | number) =>
    /[",\n\r]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell)
  return table()
    .map((row) => `${row.map(quoted).join(',')}\r\n`)
    .join('')
}
