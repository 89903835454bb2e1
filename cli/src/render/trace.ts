/** A run's trace as a waterfall: a tree with one line a span, bars on the time of the run. */
import { attributes, type FoldedDoorbells, type RunTrace, spanNames, type TraceSpan } from '@ringside/contract'
import { formatCount, formatQuantity } from '@ringside/dashboards'
import { stretch } from './bar.ts'
import { cut, type Line, pad, paint, type RenderOptions } from './line.ts'
import { type FoldNode, foldSiblings, type SpanNode, type TreeNode, traceTree } from './trace-tree.ts'

export interface TraceOptions extends RenderOptions {
  /** Show every sibling instead of folding long runs of equal ones. */
  readonly full?: boolean
}

const durationColumns = 8

/**
 *     trial 1 mapped                          ·██·····················   1.19 s
 *     ├─ setup                                ·█······················  4.80 ms
 *     │  ├─ VHOST_SET_VRING_NUM index=0 …     ·█······················  5.10 µs
 */
export function renderTrace(trace: RunTrace, options: TraceOptions): string {
  if (trace.spans.length === 0) {
    return paint(
      [[`No spans are stored for run ${trace.runId}. They arrive between trials; try again when one has ended.`]],
      options,
    )
  }
  const view = viewOf(trace.spans, options)
  const head: Line = [
    { text: `trace ${trace.traceId}`, style: 'bold' },
    { text: `  run ${trace.runId}, ${formatQuantity(view.totalNs, 'ns')}`, style: 'dim' },
  ]
  const lines = traceTree(trace).flatMap((node) => nodeLines(node, { own: '', below: '' }, view))
  const note: Line[] = view.full
    ? []
    : [[], [{ text: 'Lines with "more" show the median of what they fold; --full shows every span.', style: 'dim' }]]
  return paint([head, [], ...lines, ...note], options)
}

interface View {
  readonly startUnixNs: bigint
  readonly totalNs: number
  readonly barColumns: number
  readonly width: number
  readonly full: boolean
}

/** The stretch of time that all spans cover, and the room there is to draw it. */
function viewOf(spans: readonly TraceSpan[], { width, full }: TraceOptions): View {
  const base = BigInt(spans[0]?.startUnixNs ?? 0)
  const starts = spans.map(({ startUnixNs }) => Number(BigInt(startUnixNs) - base))
  const first = starts.reduce((least, start) => Math.min(least, start), 0)
  const end = spans.reduce((most, { durationNs }, i) => Math.max(most, (starts[i] ?? 0) + durationNs), 0)
  return {
    startUnixNs: base + BigInt(first),
    totalNs: Math.max(1, end - first),
    barColumns: Math.max(8, Math.min(48, Math.floor(width * 0.22))),
    width,
    full: full ?? false,
  }
}

/** What stands before a node's own line, and before the lines below it. */
interface Indent {
  readonly own: string
  readonly below: string
}

function nodeLines(node: TreeNode, indent: Indent, view: View): Line[] {
  if (node.kind === 'doorbells') return [doorbellLine(node.doorbells, indent, view)]
  if (node.kind === 'fold') return [foldLine(node, indent, view)]
  const children = view.full ? node.children : foldSiblings(node.children)
  const below = children.flatMap((child, i) => {
    const last = i === children.length - 1
    return nodeLines(
      child,
      { own: `${indent.below}${last ? '└─ ' : '├─ '}`, below: `${indent.below}${last ? '   ' : '│  '}` },
      view,
    )
  })
  return [spanLine(node, indent, view), ...below]
}

function spanLine({ span }: SpanNode, indent: Indent, view: View): Line {
  const start = Number(BigInt(span.startUnixNs) - view.startUnixNs)
  const share = span.durationNs / view.totalNs
  // A request of microseconds in a run of seconds has no length to draw; its arguments need the room.
  const point = span.attributes[attributes.ioctlRequest] !== undefined && share * view.barColumns < 0.1
  const bar = point ? '' : stretch(start / view.totalNs, start / view.totalNs + share, view.barColumns)
  return waterfallLine({ title: titleOf(span), bar, durationNs: span.durationNs, error: span.error }, indent, view)
}

function foldLine({ nodes }: FoldNode, indent: Indent, view: View): Line {
  const spans = nodes.map(({ span }) => span)
  const first = spans[0] as TraceSpan
  const durations = spans.map(({ durationNs }) => durationNs).sort((x, y) => x - y)
  const ends = spans.map((span) => Number(BigInt(span.startUnixNs) - view.startUnixNs) + span.durationNs)
  const start = Number(BigInt(first.startUnixNs) - view.startUnixNs)
  const backend = first.attributes[attributes.backend]
  const title = `${spans.length} more ${first.name}${backend === undefined ? '' : ` ${backend}`}, slowest ${formatQuantity(durations.at(-1) ?? 0, 'ns')}`
  const bar = stretch(start / view.totalNs, Math.max(...ends) / view.totalNs, view.barColumns)
  return waterfallLine({ title, bar, durationNs: durations[durations.length >> 1] ?? 0, error: false, dim: true }, indent, view)
}

interface Row {
  readonly title: string
  readonly bar: string
  readonly durationNs: number
  readonly error: boolean
  readonly dim?: boolean
}

function waterfallLine({ title, bar, durationNs, error, dim }: Row, indent: Indent, view: View): Line {
  const columns = Math.max(8, view.width - (bar === '' ? -1 : view.barColumns) - durationColumns - 3)
  const room = Math.max(4, columns - indent.own.length)
  const style = error ? 'warn' : dim ? 'dim' : undefined
  return [
    { text: indent.own, style: 'dim' },
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

function doorbellLine(doorbells: FoldedDoorbells, indent: Indent, { width }: View): Line {
  const { name, queue, method, count, startUnixNs, endUnixNs, durationNsP50, durationNsP99, batchMean } = doorbells
  const seconds = Number(BigInt(endUnixNs) - BigInt(startUnixNs)) / 1e9
  const wide = width >= 100
  const figures = [
    `${formatCount(count)} x`,
    ...(seconds > 0 ? [formatQuantity(count / seconds, '/s')] : []),
    `p50 ${formatQuantity(durationNsP50, 'ns')}`,
    `p99 ${formatQuantity(durationNsP99, 'ns')}`,
    `batch ${batchMean < 10 ? batchMean.toFixed(1) : batchMean.toFixed(0)}`,
  ]
  const title = wide ? `${name} q${queue} ${method}` : `${name.replace('doorbell.', '')} q${queue}`
  return [{ text: indent.own, style: 'dim' }, `${title}  ${figures.join(wide ? ', ' : ' ')}`]
}
