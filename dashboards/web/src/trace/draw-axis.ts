/** The time above the rows, and all of the trace above that. */
import { spanNames } from '@ringside/contract/span'
import { doorbellKey } from '../../../words/src/trace-tree.ts'
import { type Bells, finest } from './bells.ts'
import { spread } from './draw-bells.ts'
import { roomForTicks } from './draw-rows.ts'
import { type Pen, xOf } from './pen.ts'
import { type Scene, stretchOf } from './scene.ts'
import { type Stretch, ticksOf } from './time.ts'

export function drawAxis(pen: Pen, brushed: Stretch | undefined): void {
  const { context, width, height, palette, shown } = pen
  const { base, ticks } = ticksOf(shown, roomForTicks(width))
  context.font = `12px ${palette.font}`
  context.fillStyle = palette.soft
  const room = base === '' ? 0 : context.measureText(base).width + 12
  context.fillText(base, 4, 15)
  for (const { ns, words } of ticks) {
    const x = Math.round(xOf(pen, ns))
    context.fillStyle = palette.line
    context.fillRect(x, height - 6, 1, 6)
    const wide = context.measureText(words).width
    if (x + 4 < room || x + 4 + wide > width) continue
    context.fillStyle = palette.soft
    context.fillText(words, x + 4, 15)
  }
  if (brushed === undefined) return
  context.globalAlpha = 0.3
  context.fillStyle = palette.focus
  context.fillRect(xOf(pen, brushed.fromNs), 0, xOf(pen, brushed.toNs) - xOf(pen, brushed.fromNs), height)
  context.globalAlpha = 1
}

/** Trials and phases as blocks, doorbells as a curve, late packets and failures as strokes. */
export function drawOverview(pen: Pen, scene: Scene, bells: Bells): void {
  const { context, height, colorOf, palette } = pen
  const blocks = scene.trace.spans.filter(({ name }) => name === spanNames.trial || name === spanNames.measure)
  for (const span of blocks) {
    const { fromNs, toNs } = stretchOf(scene, span)
    context.globalAlpha = span.name === spanNames.trial ? 0.35 : 0.9
    context.fillStyle = colorOf(span)
    context.fillRect(xOf(pen, fromNs), 3, Math.max(1, xOf(pen, toNs) - xOf(pen, fromNs) - 1), 9)
  }
  context.globalAlpha = 1
  drawDensity(pen, scene, bells)
  context.fillStyle = palette.ink
  for (const span of scene.trace.spans) {
    if (span.name !== spanNames.packetOutlier && !span.error) continue
    const x = xOf(pen, stretchOf(scene, span).fromNs)
    if (span.error) context.fillRect(x - 1, 0, 3, 14)
    else context.fillRect(x, height - 5, 1, 4)
  }
}

function drawDensity(pen: Pen, scene: Scene, bells: Bells): void {
  const { context, width, height, palette } = pen
  const columns = new Float64Array(Math.max(1, Math.ceil(width)))
  for (const { doorbells } of scene.lanes) {
    const lane = finest(bells, doorbellKey(doorbells), scene.whole)
    if (lane === undefined) continue
    for (let i = 0; i < lane.bucket.length; i++) {
      const begin = lane.fromNs + (lane.bucket[i] ?? 0) * lane.bucketNs
      const [from, to] = [xOf(pen, begin), xOf(pen, begin + lane.bucketNs)]
      spread(columns, { from, to, amount: lane.count[i] ?? 0 })
    }
  }
  const most = columns.reduce((a, b) => Math.max(a, b), 0)
  if (most === 0) return
  context.fillStyle = palette.soft
  context.beginPath()
  for (let x = 0; x < columns.length; x++) {
    const high = ((columns[x] ?? 0) / most) * (height - 22)
    if (high > 0) context.rect(x, height - 6 - Math.max(1, high), 1, Math.max(1, high))
  }
  context.fill()
}

/** What is shown, within all: the rest is dimmed, and the window has a frame. */
export function drawWindow(pen: Pen, window: Stretch): void {
  const { context, width, height, palette } = pen
  const [left, right] = [xOf(pen, window.fromNs), xOf(pen, window.toNs)]
  context.globalAlpha = 0.6
  context.fillStyle = palette.paper
  context.fillRect(0, 0, left, height)
  context.fillRect(right, 0, width - right, height)
  context.globalAlpha = 1
  context.strokeStyle = palette.focus
  context.lineWidth = 2
  context.strokeRect(Math.max(1, left), 1, Math.max(3, Math.min(width - 1, right) - Math.max(1, left)), height - 2)
}
