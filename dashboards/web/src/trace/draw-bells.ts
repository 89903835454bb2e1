/** Doorbells of a lane: how many at a time, how long they took, and each by itself where there is room. */
import type { FoldedDoorbells, SingleLane } from '@ringside/contract'
import { spanNames } from '@ringside/contract/span'
import { formatQuantity } from '../../../words/src/quantity.ts'
import { type DoorbellNode, doorbellKey } from '../../../words/src/trace-tree.ts'
import { type Bells, type BucketedLane, finest, isSingle, singlesIn } from './bells.ts'
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

/** Columns that single doorbells are counted in together: one alone would be a hair. */
const binPx = 4

/** Adds the doorbells of a lane a ns, by column of the screen; by each of them where they are known one by one. */
function addRates(pen: Pen, { bells, doorbells }: { bells: Bells; doorbells: FoldedDoorbells }, into: Float64Array): void {
  if (!isSingle(bells, pen.shown)) {
    const lane = finest(bells, doorbellKey(doorbells), pen.shown)
    if (lane) addBuckets(pen, lane, into)
    return
  }
  const amount = pen.width / lengthOf(pen.shown)
  for (const startNs of singlesIn(bells, doorbells, pen.shown)?.startNs ?? []) {
    const from = Math.floor(xOf(pen, (bells.singles?.fromNs ?? 0) + startNs) / binPx) * binPx
    if (from >= 0 && from < pen.width) spread(into, { from, to: from + binPx, amount })
  }
}

function addBuckets(pen: Pen, lane: BucketedLane, into: Float64Array): void {
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
  const { context, palette, colorOf } = pen
  const [kicks, calls] = [rates(pen), rates(pen)]
  for (const { doorbells } of lanes) {
    addRates(pen, { bells, doorbells }, doorbells.name === spanNames.doorbellKick ? kicks : calls)
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

/** First and last power of ten of a log axis. */
type Axis = readonly [number, number]

/** The log axis of a lane's durations: whole decades around all that it has. */
export function durationAxis({ durationNsP50, durationNsMax }: FoldedDoorbells): Axis {
  const low = Math.floor(Math.log10(Math.max(1, durationNsP50 / 4)))
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(1, durationNsMax))))]
}

/** From the top of the row down to a duration. */
export function yOf(ns: number, [low, high]: Axis, height: number): number {
  const share = (Math.log10(Math.max(1, ns)) - low) / (high - low)
  return height - axisBottom - Math.max(0, Math.min(1, share)) * (height - axisTop - axisBottom)
}

export function drawLane(pen: Pen, { doorbells }: DoorbellNode, { scene, bells, y, height }: BellsRow): void {
  const { context, shown, colorOf } = pen
  const axis = durationAxis(doorbells)
  const place = (ns: number) => y + yOf(ns, axis, height)
  drawAxis(pen, axis, place)
  context.fillStyle = colorOf(scene.spans.get(doorbells.parentSpanId)?.span)
  const counted = rates(pen)
  addRates(pen, { bells, doorbells }, counted)
  const most = greatest(counted)
  if (most > 0) fillRates(pen, counted, { y: y + rateHeight + 2, height: rateHeight, most })
  const singles = singlesIn(bells, doorbells, shown)
  const lane = isSingle(bells, shown) ? undefined : finest(bells, doorbellKey(doorbells), shown)
  if (singles) drawSingles(pen, singles, { fromNs: bells.singles?.fromNs ?? 0, place })
  else if (lane?.durations) drawDurations(pen, lane, place)
  drawAxisWords(pen, axis, place)
}

/** A line at each power of ten. */
function drawAxis({ context, width, palette }: Pen, [low, high]: Axis, placeOf: (ns: number) => number): void {
  context.fillStyle = palette.line
  for (let decade = low; decade <= high; decade++) context.fillRect(0, Math.round(placeOf(10 ** decade)), width, 1)
}

/** What the first and the last line stand for, at their left ends and over whatever is drawn there. */
function drawAxisWords({ context, palette }: Pen, axis: Axis, placeOf: (ns: number) => number): void {
  context.font = `10px ${palette.font}`
  for (const [i, decade] of axis.entries()) {
    const words = formatQuantity(10 ** decade, 'ns').replace(/\.0+(?= )/, '')
    // The upper words hang below their line, or they would stand in the rates.
    const y = placeOf(10 ** decade) + (i === 0 ? -2 : 9)
    context.fillStyle = palette.paper
    context.fillRect(1, y - 9, context.measureText(words).width + 5, 11)
    context.fillStyle = palette.soft
    context.fillText(words, 3, y)
  }
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
