/** What is seen of the rows: bars, doorbells, and what is chosen. */
import type { Bells } from './bells.ts'
import { drawBells, drawLane, durationAxis, yOf } from './draw-bells.ts'
import { drawFold, drawSpan } from './draw-spans.ts'
import { type Pen, xOf } from './pen.ts'
import { type RowList, rowHeights, rowsIn } from './rows.ts'
import { type Scene, stretchOf } from './scene.ts'
import { type Stretch, ticksOf } from './time.ts'

/** How many round times there is room for: about 110 CSS pixels from one to the next, and some in the narrowest window. */
export const roomForTicks = (width: number): number => width / 110 + 1

/** A single doorbell, chosen or pointed at. */
export interface Marked {
  /** Key of its lane. */
  readonly lane: string
  readonly stretch: Stretch
}

export interface Picture {
  readonly scene: Scene
  readonly list: RowList
  readonly bells: Bells
  /** What is scrolled away, in CSS pixels. */
  readonly top: number
  readonly selected: string | undefined
  readonly marked: Marked | undefined
  /** Where a line through all rows is wanted. */
  readonly pointerX: number | undefined
}

export function drawRows(pen: Pen, picture: Picture): void {
  const { context, width, height, palette } = pen
  const { list, top, selected } = picture
  context.fillStyle = palette.line
  for (const { ns } of ticksOf(pen.shown, roomForTicks(width)).ticks) context.fillRect(Math.round(xOf(pen, ns)), 0, 1, height)
  const [first, last] = rowsIn(list, top, height)
  for (let i = first; i < last; i++) {
    const row = list.rows[i]
    if (row === undefined) continue
    const y = (list.tops[i] ?? 0) - top
    if (row.key === selected) {
      context.fillStyle = palette.band
      context.fillRect(0, y, width, rowHeights[row.kind])
    }
    drawRow(pen, { ...picture, index: i, y })
  }
  if (picture.pointerX !== undefined) {
    context.fillStyle = palette.soft
    context.fillRect(Math.round(picture.pointerX), 0, 1, height)
  }
}

function drawRow(pen: Pen, { scene, bells, list, index, y, marked }: Picture & { index: number; y: number }): void {
  const row = list.rows[index]
  if (row === undefined) return
  const height = rowHeights[row.kind]
  if (row.kind === 'span') {
    const { span } = row.node
    drawSpan(pen, { span, stretch: stretchOf(scene, span), y })
  } else if (row.kind === 'fold') drawFold(pen, { scene, fold: row.node, y })
  else if (row.kind === 'bells') drawBells(pen, row.lanes, { scene, bells, y, height })
  else {
    drawLane(pen, row.node, { scene, bells, y, height })
    if (marked?.lane === row.key)
      drawMark(
        pen,
        marked.stretch,
        y + yOf(marked.stretch.toNs - marked.stretch.fromNs, durationAxis(row.node.doorbells), height),
      )
  }
}

/** A frame around a single doorbell, and a line up to its rate. */
function drawMark(pen: Pen, { fromNs, toNs }: Stretch, y: number): void {
  const { context, palette } = pen
  const [left, right] = [xOf(pen, fromNs), xOf(pen, toNs)]
  context.strokeStyle = palette.ink
  context.lineWidth = 2
  context.strokeRect(left - 4, y - 5, Math.max(8, right - left + 6), 10)
}
