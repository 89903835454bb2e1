/** Bars of spans, and of many spans that are folded. */
import type { TraceSpan } from '@ringside/contract'
import { attributes } from '@ringside/contract/span'
import { formatQuantity } from '../../../words/src/quantity.ts'
import type { FoldNode } from '../../../words/src/trace-tree.ts'
import { type Pen, xOf } from './pen.ts'
import { type Scene, stretchOf } from './scene.ts'
import type { Stretch } from './time.ts'

/** What is shorter is drawn so wide, or it would not be seen. */
const leastPx = 2
const [barTop, barHeight] = [5, 14]

/** The bar of a span in a row that begins at `y`, its duration beside it where its name is without one. */
export function drawSpan(pen: Pen, { span, stretch, y }: { span: TraceSpan; stretch: Stretch; y: number }): void {
  const { context, width, palette, colorOf } = pen
  const [from, to] = [xOf(pen, stretch.fromNs), xOf(pen, stretch.toNs)]
  if (to < -leastPx || from > width) return
  const left = Math.max(-1, from)
  const right = Math.min(width + 1, Math.max(to, from + leastPx))
  context.globalAlpha = span.context ? 0.3 : strengthOf(span)
  context.fillStyle = colorOf(span)
  context.fillRect(left, y + barTop, right - left, barHeight)
  context.globalAlpha = 1
  if (span.error) drawFailure(pen, { left, right, y })
  if (!pen.figures) return
  const words = formatQuantity(span.durationNs, 'ns')
  context.font = `12px ${palette.font}`
  context.fillStyle = palette.soft
  const room = context.measureText(words).width + 6
  if (right + room < width) context.fillText(words, right + 6, y + barTop + 11)
  else if (left - room > 0) context.fillText(words, left - room, y + barTop + 11)
}

/** What holds others is paler than what it holds. */
function strengthOf({ attributes: values }: TraceSpan): number {
  if (values[attributes.phase] !== undefined || values[attributes.ioctlRequest] !== undefined) return 0.95
  return values[attributes.backend] === undefined ? 0.55 : 0.6
}

/** Hatched and outlined: to be seen without colours. */
function drawFailure({ context, palette }: Pen, { left, right, y }: { left: number; right: number; y: number }): void {
  context.save()
  context.beginPath()
  context.rect(left, y + barTop, right - left, barHeight)
  context.clip()
  context.strokeStyle = palette.paper
  context.lineWidth = 1.5
  context.beginPath()
  for (let x = left - barHeight; x < right; x += 6) {
    context.moveTo(x, y + barTop + barHeight)
    context.lineTo(x + barHeight, y + barTop)
  }
  context.stroke()
  context.restore()
  context.strokeStyle = palette.ink
  context.lineWidth = 1.5
  context.strokeRect(left - 1, y + barTop - 1, right - left + 2, barHeight + 2)
}

/** Begin and end of what a fold has in it, by begin; made once, for it can be a hundred thousand. */
interface FoldTimes {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

const times = new WeakMap<FoldNode, FoldTimes>()

function timesOf(scene: Scene, fold: FoldNode): FoldTimes {
  let known = times.get(fold)
  if (known === undefined) {
    const stretches = fold.nodes.map(({ span }) => stretchOf(scene, span)).sort((a, b) => a.fromNs - b.fromNs)
    known = {
      starts: Float64Array.from(stretches, ({ fromNs }) => fromNs),
      ends: Float64Array.from(stretches, ({ toNs }) => toNs),
    }
    times.set(fold, known)
  }
  return known
}

/** Everything that a fold has in it, in one line: where they are close together, one bar is many. */
export function drawFold(pen: Pen, { scene, fold, y }: { scene: Scene; fold: FoldNode; y: number }): void {
  const { context, width, colorOf } = pen
  const { starts, ends } = timesOf(scene, fold)
  context.fillStyle = colorOf(fold.nodes[0]?.span)
  context.globalAlpha = 0.7
  context.beginPath()
  let drawnTo = Number.NEGATIVE_INFINITY
  for (let i = 0; i < starts.length; i++) {
    const from = xOf(pen, starts[i] ?? 0)
    if (from > width) break
    const right = Math.max(xOf(pen, ends[i] ?? 0), from + leastPx)
    // What lies under the bar before shows nothing.
    if (right < 0 || right <= drawnTo + 0.5) continue
    const left = Math.max(from, drawnTo)
    // A gap where there is room for one: bars that touch are not one bar.
    const gap = right - from > 4 ? 1 : 0
    context.rect(Math.max(-1, left), y + barTop + 2, Math.min(width + 1, right - gap) - Math.max(-1, left), barHeight - 4)
    drawnTo = right
  }
  context.fill()
  context.globalAlpha = 1
}
