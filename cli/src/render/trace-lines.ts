/** The lines of a waterfall: a span, a fold of equal ones, a fold of doorbells, a single doorbell. */
import { attributes, type RunTrace, type SpanLink, spanNames, type TraceSpan } from '@ringside/contract'
import {
  byHandle,
  type DoorbellNode,
  doorbellKey,
  type FoldNode,
  formatCount,
  formatQuantity,
  type SpanNode,
  type TreeNode,
} from '@ringside/dashboards'
import { stretch } from './bar.ts'
import { densityLine } from './density.ts'
import { cut, type Line, pad, widthOf } from './line.ts'

const durationColumns = 8

/** The stretch of time that is drawn, and the room there is to draw it. */
export interface View {
  readonly startUnixNs: bigint
  readonly totalNs: number
  readonly barColumns: number
  readonly width: number
  /** Handles of folded doorbells by {@link doorbellKey}, to name what links lead to. */
  readonly handles: ReadonlyMap<string, string>
}

export function viewOf({ spans }: RunTrace, tree: readonly TreeNode[], width: number): View {
  const base = BigInt(spans[0]?.startUnixNs ?? 0)
  const starts = spans.map(({ startUnixNs }) => Number(BigInt(startUnixNs) - base))
  const first = starts.reduce((least, start) => Math.min(least, start), 0)
  const end = spans.reduce((most, { durationNs }, i) => Math.max(most, (starts[i] ?? 0) + durationNs), 0)
  const folds = [...byHandle(tree).values()].filter((node) => node.kind === 'doorbells')
  return {
    startUnixNs: base + BigInt(first),
    totalNs: Math.max(1, end - first),
    barColumns: Math.max(8, Math.min(48, Math.floor(width * 0.22))),
    width,
    handles: new Map(folds.map(({ doorbells, handle }) => [doorbellKey(doorbells), handle])),
  }
}

/** What stands before a node's own line, and before the lines below it. */
export interface Indent {
  readonly own: string
  readonly below: string
}

export function spanLine({ span }: SpanNode, indent: Indent, view: View): Line {
  const start = Number(BigInt(span.startUnixNs) - view.startUnixNs)
  const share = span.durationNs / view.totalNs
  // A request of microseconds in a run of seconds has no length to draw; its arguments need the room.
  const point = span.attributes[attributes.ioctlRequest] !== undefined && share * view.barColumns < 0.1
  const bar = point ? '' : stretch(start / view.totalNs, start / view.totalNs + share, view.barColumns)
  const title = [titleOf(span), linkWords(span.links, view)].filter((words) => words !== '').join(' ')
  const row = { title, bar, durationNs: span.durationNs, error: span.error, dim: span.context === true }
  return waterfallLine(row, indent, view)
}

export function foldLine({ handle, nodes }: FoldNode, indent: Indent, view: View): Line {
  const spans = nodes.map(({ span }) => span)
  const first = spans[0] as TraceSpan
  const durations = spans.map(({ durationNs }) => durationNs).sort((x, y) => x - y)
  const ends = spans.map((span) => Number(BigInt(span.startUnixNs) - view.startUnixNs) + span.durationNs)
  const end = ends.reduce((most, each) => Math.max(most, each), 0)
  const start = Number(BigInt(first.startUnixNs) - view.startUnixNs)
  const backend = first.attributes[attributes.backend]
  const title = `${formatCount(spans.length)} more ${first.name}${backend === undefined ? '' : ` ${backend}`}, slowest ${formatQuantity(durations.at(-1) ?? 0, 'ns')}`
  const bar = stretch(start / view.totalNs, end / view.totalNs, view.barColumns)
  const median = durations[durations.length >> 1] ?? 0
  return waterfallLine({ handle, title, bar, durationNs: median, error: false, dim: true }, indent, view)
}

interface WaterfallRow {
  readonly handle?: string
  readonly title: string
  readonly bar: string
  readonly durationNs: number
  readonly error: boolean
  readonly dim: boolean
}

function waterfallLine({ handle, title, bar, durationNs, error, dim }: WaterfallRow, indent: Indent, view: View): Line {
  const columns = Math.max(8, view.width - (bar === '' ? -1 : view.barColumns) - durationColumns - 3)
  const named = handle === undefined ? '' : `${handle} `
  const room = Math.max(4, columns - indent.own.length - named.length)
  const style = error ? 'warn' : dim ? 'dim' : undefined
  return [
    { text: indent.own, style: 'dim' },
    { text: named, style: 'bold' },
    { text: pad(cut(title, room), room), style },
    { text: bar === '' ? '' : ` ${bar}`, style: error ? 'warn' : 'dim' },
    pad(formatQuantity(durationNs, 'ns'), durationColumns + 1, 'left'),
  ]
}

/** `trial 3 mapped`, `VHOST_SET_VRING_NUM index=0 num=256`, `! VFIO_IOMMU_MAP_DMA ENOMEM size=0x4000000`. */
function titleOf({ name, error, attributes: values }: TraceSpan): string {
  const index = values[attributes.trialIndex]
  const trial =
    name === spanNames.trial ? [index === undefined ? '' : String(Number(index) + 1), values[attributes.backend] ?? ''] : []
  const args = Object.entries(values)
    .filter(([key]) => key.startsWith(attributes.ioctlArgPrefix))
    .map(([key, value]) => `${key.slice(attributes.ioctlArgPrefix.length)}=${shorten(value)}`)
  return [error ? '!' : '', name, ...trial, values[attributes.errorType] ?? '', ...args].filter((word) => word !== '').join(' ')
}

/** Leading zeros of hex numbers say nothing; of a long value the start is enough to recognise it. */
const shorten = (value: string): string => cut(value.replace(/^0x0+(?=[0-9a-f])/i, '0x'), 14)

/** `-> 3 links: d1, d4`, "" without links. */
export function linkWords(links: readonly SpanLink[] | undefined, { handles }: View): string {
  if (links === undefined || links.length === 0) return ''
  const named = links.flatMap(({ doorbells }) => (doorbells && handles.get(doorbellKey(doorbells))) ?? [])
  const where = [...new Set(named)].join(', ')
  return `-> ${formatCount(links.length)} ${links.length === 1 ? 'link' : 'links'}${where === '' ? '' : `: ${where}`}`
}

/** What they are and how many, with their density over the time they rang in; below it, how long they took. */
export function doorbellLines({ handle, doorbells }: DoorbellNode, indent: Indent, { width, barColumns }: View): Line[] {
  const { name, queue, method, count, durationNsP50, durationNsP99, durationNsMax, batchMean, unobserved } = doorbells
  const seconds = Number(BigInt(doorbells.endUnixNs) - BigInt(doorbells.startUnixNs)) / 1e9
  const rate = seconds > 0 ? [formatQuantity(count / seconds, '/s')] : []
  const title = `${name.replace('doorbell.', '')} q${queue} ${method}  ${[`${formatCount(count)} x`, ...rate].join(', ')}`
  const before = indent.own.length + handle.length + 1
  const room = Math.max(widthOf(title), width - barColumns - durationColumns - 3 - before)
  const columns = Math.min(barColumns, width - before - room - 1)
  const quantiles = [
    `p50 ${formatQuantity(durationNsP50, 'ns')}`,
    `p99 ${formatQuantity(durationNsP99, 'ns')}`,
    `max ${formatQuantity(durationNsMax, 'ns')}`,
    `batch ${batchMean < 10 ? batchMean.toFixed(1) : batchMean.toFixed(0)}`,
  ]
  return [
    [
      { text: indent.own, style: 'dim' },
      { text: `${handle} `, style: 'bold' },
      pad(title, room),
      { text: columns < 1 ? '' : ` ${densityLine(doorbells.density, columns)}`, style: 'dim' },
    ],
    [
      { text: `${indent.below}${' '.repeat(handle.length + 1)}`, style: 'dim' },
      // First, so that a narrow terminal cuts something else.
      { text: unobserved === 0 ? '' : `${formatCount(unobserved)} unobserved, `, style: 'warn' },
      { text: quantiles.join(', '), style: 'dim' },
    ],
  ]
}

/** What all doorbells of a fold have in common, and its line says. */
const common: readonly string[] = [
  attributes.runId,
  attributes.suite,
  attributes.label,
  attributes.backend,
  attributes.trialIndex,
  attributes.phase,
  attributes.queueIndex,
  attributes.doorbellMethod,
]

/** `+102.345678 ms  182 ns  ring_index=4711 batch=64`. */
export function detailLine(span: TraceSpan, { indent, node }: { indent: Indent; node: DoorbellNode }, view: View): Line {
  const words = Object.entries(span.attributes)
    .filter(([key]) => !common.includes(key) && key !== attributes.doorbellObserved)
    .map(([key, value]) => `${key.slice(key.lastIndexOf('.') + 1)}=${value}`)
  const unseen = span.attributes[attributes.doorbellObserved] === 'false'
  return [
    { text: `${indent.below}   `, style: 'dim' },
    pad(offsetWords(Number(BigInt(span.startUnixNs) - node.originUnixNs)), 17, 'left'),
    pad(formatQuantity(span.durationNs, 'ns'), durationColumns + 2, 'left'),
    { text: `  ${words.join(' ')}`, style: 'dim' },
    { text: unseen ? '  unobserved' : '', style: 'warn' },
    { text: span.links === undefined ? '' : `  ${linkWords(span.links, view)}` },
  ]
}

/** The row that stands for what is not shown: before it, or after it from an offset in ns on. */
export function moreLine(indent: Indent, fromNs: number | undefined): Line {
  const words = fromNs === undefined ? '… earlier ones' : `… more from ${offsetWords(fromNs)} on (--from ${offsetOption(fromNs)})`
  return [{ text: `${indent.below}   ${words}`, style: 'dim' }]
}

/** `+102.345678 ms`: to the nanosecond, because doorbells are no further apart. */
export const offsetWords = (ns: number): string => `${ns < 0 ? '-' : '+'}${(Math.abs(ns) / 1e6).toFixed(6)} ms`

/** As an option takes it. */
const offsetOption = (ns: number): string => `${(Math.max(0, ns) / 1e6).toFixed(6)}ms`
