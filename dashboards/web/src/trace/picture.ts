/** What is seen as a file: names, bars and time in one picture. */
import { drawAxis } from './draw-axis.ts'
import { drawRows, type Picture } from './draw-rows.ts'
import { labelOf } from './labels.ts'
import { type Pen, prepared } from './pen.ts'
import { rowHeights, rowsIn } from './rows.ts'

const [namesWidth, axisHeight] = [280, 24]

/** A data address of a PNG, with the rows from `picture.top` on, as high as the pen. */
export function pngOf(pen: Omit<Pen, 'context'>, picture: Picture): string {
  const { width, height, palette } = pen
  const whole = document.createElement('canvas')
  const context = prepared(whole, namesWidth + width, axisHeight + height)
  context.fillStyle = palette.paper
  context.fillRect(0, 0, namesWidth + width, axisHeight + height)
  const part = document.createElement('canvas')
  const place = (h: number, y: number, draw: (partly: Pen) => void) => {
    draw({ ...pen, height: h, context: prepared(part, width, h) })
    context.drawImage(part, namesWidth, y, width, h)
  }
  place(axisHeight, 0, (partly) => drawAxis(partly, undefined))
  place(height, axisHeight, (partly) => drawRows({ ...partly, figures: true }, { ...picture, pointerX: undefined }))
  context.textBaseline = 'middle'
  context.fillStyle = palette.ink
  context.font = `13px ${palette.font}`
  const { list, top } = picture
  const [first, last] = rowsIn(list, top, height)
  for (let i = first; i < last; i++) {
    const row = list.rows[i]
    if (row === undefined) continue
    const y = axisHeight + (list.tops[i] ?? 0) - top + Math.min(rowHeights[row.kind], 24) / 2
    const indent = Math.min(91, (row.level - 1) * 13) + 6
    if (y > axisHeight) context.fillText(labelOf(row).title, indent, y, namesWidth - indent - 8)
  }
  return whole.toDataURL('image/png')
}
