/** Doorbells of a lane: how many at a time, how long they took, and each by itself where there is room. */
import type { FoldedDoorbells, SingleLane } from '@ringside/contract'
import { spanNames } from '@ringside/contract/span'
import { formatQuantity } from '../../../words/src/quantity.ts'
import { type DoorbellNode, doorbellKey } from '../../../words/src/trace-tree.ts'
import { type Bells, type BucketedLane, finest, singlesIn } from './bells.ts'
import { type Pen, xOf } from './pen.ts'
import type { Scene } from './scene.ts'
import { lengthOf } from './time.ts'

/** Adds an amount to the columns from one place to another, to each as much as of it lies between them. */
export function spread(into: Float64Array, { from, to, amount }: { from: number; to: number; amount: number }): void {
  const [first, last] = [Math.max(0, Math.floor(from)), Math.min(into.length - 1, Math.ceil(to) - 1)]
  for (let x = first; x <= last; x++) {
    const share = (Math.min(to, x + 1) - Math.max(from, x)) / (to - from)
    into[x] = (into[x] ?? 0) + amount * share
  }
}

/** Doorbells a ns, by column of the screen. */
function ratesOf(pen: Pen, lane: BucketedLane, into: Float64Array): void {
  const nsPerPx = lengthOf(pen.shown) / pen.width
  for (let i = 0; i < lane.bucket.length; i++) {
    const begin = lane.fromNs + (lane.bucket[i] ?? 0) * lane.bucketNs
    const [from, to] = [xOf(pen, begin), xOf(pen, begin + lane.bucketNs)]
    if (to < 0 || from > pen.width) continue
    const count = lane.count[i] ?? 0
    spread(into, { from, to, amount: count / nsPerPx })
  }
}

const rates = (pen: Pen): Float64Array => new Float64Array(Math.max(1, Math.ceil(pen.width)))

/** Steps of the rates from a line at `y`, at most `height` high; negative heights hang down. */
function fillRates(pen: Pen, values: Float64Array, { y, height, most }: { y: number; height: number; most: number }): void {
  const { context } = pen
  context.beginPath()
  context.moveTo(0, y)
  let before = -1
  for (let x = 0; x < values.length; x++) {
    const value = values[x] ?? 0
    if (value === before) continue
    // What is above zero is never invisible.
    const at = (each: number) => y - (each > 0 ? Math.sign(height) * Math.max(1, (each / most) * Math.abs(height)) : 0)
    if (before >= 0) context.lineTo(x, at(before))
    context.lineTo(x, at(value))
    before = value
  }
  context.lineTo(values.length, before > 0 ? y - (before / most) * height : y)
  context.lineTo(values.length, y)
  context.fill()
}

export interface BellsRow {
  readonly scene: Scene
  readonly bells: Bells
  readonly y: number
  readonly height: number
}

/** Kicks upwards and calls downwards from one line, all queues together. */
export function drawBells(pen: Pen, lanes: readonly DoorbellNode[], { scene, bells, y, height }: BellsRow): void {
  const { context, shown, palette, colorOf } = pen
  const [kicks, calls] = [rates(pen), rates(pen)]
  for (const { doorbells } of lanes) {
    const lane = finest(bells, doorbellKey(doorbells), shown)
    if (lane) ratesOf(pen, lane, doorbells.name === spanNames.doorbellKick ? kicks : calls)
  }
  const most = Math.max(greatest(kicks), greatest(calls))
  const middle = Math.round(y + height / 2)
  if (most > 0) {
    context.fillStyle = colorOf(scene.spans.get(lanes[0]?.doorbells.parentSpanId ?? '')?.span)
    const half = height / 2 - 4
    fillRates(pen, kicks, { y: middle, height: half, most })
    context.globalAlpha = 0.65
    fillRates(pen, calls, { y: middle + 1, height: -half, most })
    context.globalAlpha = 1
  }
  context.fillStyle = palette.line
  context.fillRect(0, middle, pen.width, 1)
}

function greatest(values: Float64Array): number {
  let most = 0
  for (const value of values) if (value > most) most = value
  return most
}

/** Of a lane's row: the rate above, durations below on a log axis. */
const [rateHeight, axisTop, axisBottom] = [16, 26, 5]

/** The log axis of a lane's durations: whole decades around all that it has. */
export function durationAxis({ durationNsP50, durationNsMax }: FoldedDoorbells): readonly [number, number] {
  const low = Math.floor(Math.log10(Math.max(1, durationNsP50 / 4)))
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(1, durationNsMax))))]
}

/** From the top of the row down to a duration. */
export function yOf(ns: number, [low, high]: readonly [number, number], height: number): number {
  const share = (Math.log10(Math.max(1, ns)) - low) / (high - low)
  return height - axisBottom - Math.max(0, Math.min(1, share)) * (height - axisTop - axisBottom)
}

export function drawLane(pen: Pen, { doorbells }: DoorbellNode, { scene, bells, y, height }: BellsRow): void {
  const { context, shown, colorOf } = pen
  const axis = durationAxis(doorbells)
  drawAxis(pen, axis, { y, height })
  const lane = finest(bells, doorbellKey(doorbells), shown)
  context.fillStyle = colorOf(scene.spans.get(doorbells.parentSpanId)?.span)
  if (lane === undefined) return
  const counted = rates(pen)
  ratesOf(pen, lane, counted)
  const most = greatest(counted)
  if (most > 0) fillRates(pen, counted, { y: y + rateHeight + 2, height: rateHeight, most })
  const singles = singlesIn(bells, doorbells, shown)
  if (singles) drawSingles(pen, singles, { fromNs: bells.singles?.fromNs ?? 0, place: (ns) => y + yOf(ns, axis, height) })
  else if (lane.durations) drawDurations(pen, lane, (ns) => y + yOf(ns, axis, height))
}

/** A line at each power of ten, with its words at the left end. */
function drawAxis(
  { context, width, palette }: Pen,
  axis: readonly [number, number],
  { y, height }: { y: number; height: number },
): void {
  context.fillStyle = palette.line
  for (let decade = axis[0]; decade <= axis[1]; decade++)
    context.fillRect(0, Math.round(y + yOf(10 ** decade, axis, height)), width, 1)
  context.fillStyle = palette.soft
  context.font = `10px ${palette.font}`
  // The upper words hang below their line, or they would stand in the rates.
  for (const [decade, below] of [
    [axis[0], -2],
    [axis[1], 9],
  ] as const)
    context.fillText(formatQuantity(10 ** decade, 'ns').replace(/\.0+(?= )/, ''), 3, y + yOf(10 ** decade, axis, height) + below)
}

/** From the median to the 99th percentile strong, from there to the longest pale. */
function drawDurations(pen: Pen, lane: BucketedLane, place: (ns: number) => number): void {
  const { context, width } = pen
  const { p50 = [], p99 = [], max = [] } = lane.durations ?? {}
  const bars = (low: readonly number[], high: readonly number[], least: number) => {
    context.beginPath()
    for (let i = 0; i < lane.bucket.length; i++) {
      const x = xOf(pen, lane.fromNs + (lane.bucket[i] ?? 0) * lane.bucketNs)
      const wide = Math.max(1, (lane.bucketNs / lengthOf(pen.shown)) * width - 0.5)
      if (x + wide < 0 || x > width) continue
      const top = place(high[i] ?? 0)
      context.rect(x, top - least / 2, wide, Math.max(least, place(low[i] ?? 0) - top))
    }
    context.fill()
  }
  context.globalAlpha = 0.28
  bars(p99, max, 0)
  context.globalAlpha = 0.65
  bars(p50, p99, 0)
  context.globalAlpha = 1
  bars(p50, p50, 2)
}

interface SinglesPlace {
  readonly fromNs: number
  readonly place: (ns: number) => number
}

/** Each at the height of its duration and as long; what nobody was seen to notice is hollow. */
function drawSingles(pen: Pen, lane: SingleLane, { fromNs, place }: SinglesPlace): void {
  const { context, width } = pen
  const hollow: number[] = []
  context.beginPath()
  for (let i = 0; i < lane.startNs.length; i++) {
    const durationNs = lane.durationNs[i] ?? 0
    const x = xOf(pen, fromNs + (lane.startNs[i] ?? 0))
    if (x > width + 2) break
    const right = xOf(pen, fromNs + (lane.startNs[i] ?? 0) + durationNs)
    if (right < -2) continue
    if (lane.observed[i] === false) hollow.push(i)
    context.rect(x - 1.5, place(durationNs) - 2, Math.max(3, right - x), 4)
  }
  context.fill()
  context.strokeStyle = pen.palette.ink
  context.lineWidth = 1.2
  for (const i of hollow)
    context.strokeRect(xOf(pen, fromNs + (lane.startNs[i] ?? 0)) - 3, place(lane.durationNs[i] ?? 0) - 4, 7, 8)
}
