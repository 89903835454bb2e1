/** One row of the picture of ratios: its words, its interval, and the marker of whom it favours. */
import type { Comparison } from '@ringside/contract'
import { formatInterval, formatRatio, isRatio } from '../../words/src/quantity.ts'
import { colorOf, fontFamily, markerPath, type PlotTheme, type Series } from './theme.ts'

/** What a row of the picture is: the head of those in which more, or less, is better; or a comparison. */
export type IntervalRow =
  | { readonly head: 'higher' | 'lower' }
  | { readonly head?: undefined; readonly comparison: Comparison; readonly winner: Series | undefined }

export interface RowLook {
  readonly theme: PlotTheme
  /** Label and figures stand above the interval instead of beside it. */
  readonly narrow: boolean
  readonly names: readonly [string, string]
  /** In front of the axis, where it is wide. */
  readonly labelWidth: number
}

interface Place extends RowLook {
  /** Pixels of a ratio at a height within the row, 0 to 1. */
  readonly at: (ratio: number, height: number) => readonly [number, number]
  /** Pixels from which and to which the axis goes. */
  readonly axis: readonly [number, number]
  readonly right: number
}

type Shape = Readonly<Record<string, unknown>>

export function drawRow(row: IntervalRow, place: Place): Shape {
  return { type: 'group', children: row.head === undefined ? rowShapes(row, place) : headShapes(row.head, place) }
}

function headShapes(better: 'higher' | 'lower', { names: [a, b], at, axis: [from, to], theme }: Place): Shape[] {
  const [left, right] = better === 'higher' ? [b, a] : [a, b]
  const [, y] = at(1, 0.62)
  const half = (to - from) / 2 - 10
  return [
    words(`◂ ${left} better`, { x: from, y, fill: theme.soft, stroke: theme.paper, width: half }),
    words(`${right} better ▸`, { x: to, y, fill: theme.soft, stroke: theme.paper, width: half, align: 'right' }),
  ]
}

type ComparisonRow = Exclude<IntervalRow, { head: 'higher' | 'lower' }>

function rowShapes({ comparison, winner }: ComparisonRow, place: Place): Shape[] {
  const { label, ratio, interval, verdict } = comparison
  const {
    at,
    axis: [from, to],
    right,
    narrow,
    theme,
    labelWidth,
  } = place
  const [, y] = at(1, narrow ? 0.3 : 0.5)
  const weight = winner === undefined ? 'normal' : 'bold'
  const said = { y, stroke: theme.paper, fill: winner === undefined ? theme.soft : theme.ink, weight } as const
  const glyph = isRatio(ratio) ? glyphShapes(comparison, winner, place) : []
  if (narrow) {
    return [
      words(label, { x: from, y, fill: theme.ink, stroke: theme.paper, weight: 'bold', width: (to - from) * 0.55 }),
      words(`${formatRatio(ratio)}, ${verdict}`, { ...said, x: to, align: 'right', weight: 'normal' }),
      ...glyph,
    ]
  }
  return [
    words(label, { x: 0, y, fill: theme.ink, stroke: theme.paper, weight: 'bold', width: labelWidth - 16 }),
    ...glyph,
    words(`${formatRatio(ratio)}  ${formatInterval(interval)}`, { x: to + 16, y, fill: theme.ink, stroke: theme.paper }),
    words(verdict, { ...said, x: right, align: 'right' }),
  ]
}

function glyphShapes({ ratio, interval: [low, high] }: Comparison, winner: Series | undefined, place: Place): Shape[] {
  const { at, narrow, theme } = place
  const height = narrow ? 0.72 : 0.5
  const [x, y] = at(ratio, height)
  const color = winner === undefined ? theme.soft : colorOf(winner, theme)
  const bounded = isRatio(low) && isRatio(high)
  const shape = { x1: at(bounded ? low : ratio, height)[0], x2: at(bounded ? high : ratio, height)[0], y1: y, y2: y }
  const mark =
    winner === undefined
      ? { fill: theme.paper, stroke: color, lineWidth: 1.8 }
      : { fill: color, stroke: theme.paper, lineWidth: 1 }
  return [
    ...(bounded ? [{ type: 'line', shape, style: { stroke: color, lineWidth: 7, lineCap: 'round', opacity: 0.38 } }] : []),
    { type: 'path', shape: { pathData: markerPath(winner, 5) }, x, y, style: mark },
  ]
}

interface WordsLook {
  /** Around the letters, where they stand on a line. */
  readonly stroke: string
  readonly x: number
  readonly y: number
  readonly fill: string
  readonly weight?: 'normal' | 'bold'
  readonly align?: 'left' | 'right'
  /** What does not fit in so many pixels becomes an ellipsis. */
  readonly width?: number
}

const words = (text: string, { x, y, fill, stroke, weight = 'normal', align = 'left', width }: WordsLook): Shape => ({
  type: 'text',
  style: {
    text,
    x,
    y,
    fill,
    stroke,
    lineWidth: 3,
    align,
    verticalAlign: 'middle',
    fontFamily,
    fontSize: 13,
    fontWeight: weight === 'bold' ? 600 : 400,
    ...(width !== undefined && { width, overflow: 'truncate', ellipsis: '…' }),
  },
})
