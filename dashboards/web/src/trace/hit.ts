/** What lies at a place of the rows. */
import { type Bells, singlesIn } from './bells.ts'
import { durationAxis, yOf } from './draw-bells.ts'
import { type Pen, xOf } from './pen.ts'
import { type Row, type RowList, rowAt, rowHeights } from './rows.ts'

export interface Hit {
  readonly row: Row
  /** The doorbell that is meant, in a lane that shows them one by one. */
  readonly spanId?: string
}

/** How far one may miss, in CSS pixels. */
const reachPx = 9

/** The rows as they are drawn. */
interface Shown {
  readonly list: RowList
  readonly bells: Bells
  readonly pen: Pick<Pen, 'shown' | 'width'>
}

/** `y`: from the top of the first row, with what is scrolled away. */
export function hitAt({ list, bells, pen }: Shown, at: { x: number; y: number }): Hit | undefined {
  const index = rowAt(list, at.y)
  const row = list.rows[index]
  if (row === undefined || at.y >= (list.tops[list.rows.length] ?? 0)) return undefined
  if (row.kind !== 'lane') return { row }
  const lane = singlesIn(bells, row.node.doorbells, pen.shown)
  if (lane === undefined) return { row }
  const top = list.tops[index] ?? 0
  const axis = durationAxis(row.node.doorbells)
  const fromNs = bells.singles?.fromNs ?? 0
  let [best, distance] = [-1, reachPx]
  for (let i = 0; i < lane.startNs.length; i++) {
    const [startNs, durationNs] = [fromNs + (lane.startNs[i] ?? 0), lane.durationNs[i] ?? 0]
    const [left, right] = [xOf(pen, startNs), xOf(pen, startNs + durationNs)]
    const aside = Math.max(0, left - at.x, at.x - right)
    const away = Math.hypot(aside, top + yOf(durationNs, axis, rowHeights.lane) - at.y)
    if (away < distance) [best, distance] = [i, away]
  }
  const spanId = lane.spanId[best]
  return spanId === undefined ? { row } : { row, spanId }
}
