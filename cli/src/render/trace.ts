/** A run's trace as a waterfall: a tree with one line a span, bars on the time of the run. */
import { type RunDetail, type RunTrace, spanNames } from '@ringside/contract'
import { byHandle, type FoldNode, formatCount, formatQuantity, type TreeNode, traceTree } from '@ringside/dashboards'
import { type Line, paint, type RenderOptions, wrap } from './line.ts'
import { type View, viewOf } from './trace-lines.ts'
import { lossLines } from './trace-losses.ts'
import { type DoorbellPage, type FoldPage, type Openness, rowsOf } from './trace-rows.ts'

export interface TraceOptions extends RenderOptions {
  /** Show every sibling instead of folding long runs of equal ones. */
  readonly full?: boolean
  /** The run, to say what of it is not in the trace. */
  readonly run?: RunDetail
  /** The filter in words, where there is one. */
  readonly filter?: string
  /** By handle, what is unfolded, and which of it is shown. */
  readonly unfolded?: Unfolded
}

export interface Unfolded {
  readonly doorbells: ReadonlyMap<string, DoorbellPage>
  readonly folds: ReadonlyMap<string, FoldPage>
}

/**
 *     trial 1 mapped                             ·██·····················   1.19 s
 *     ├─ setup                                   ·█······················  4.80 ms
 *     │  ├─ VHOST_SET_VRING_NUM index=0 …        ·█······················  5.10 µs
 *     └─ d1 kick q0 mmio  487,500 x, 488 k/s     ▆▆▆▆▆▆▆▆▆▆▆▆▁▁▁▁▁▁▁▁▁▁▁▁
 */
export function renderTrace(trace: RunTrace, options: TraceOptions): string {
  if (isBare(trace)) return paint(bareLines(trace, options), options)
  const tree = traceTree(trace, { full: options.full ?? false })
  const view = viewOf(trace, tree, options.width)
  const rows = rowsOf(tree, view, staticOpenness(options.unfolded))
  const body = rows.flatMap(({ lines }) => lines)
  return paint([...headLines(trace, view, options), [], ...body, ...noteLines(trace, tree, options)], options)
}

/** What stands above the tree: what it is, what it lacks, what the filter leaves. */
export function headLines(trace: RunTrace, view: View, options: TraceOptions): Line[] {
  return [
    [
      { text: `trace ${trace.traceId}`, style: 'bold' },
      { text: `  run ${trace.runId}, ${formatQuantity(view.totalNs, 'ns')}`, style: 'dim' },
    ],
    ...(options.run === undefined ? [] : lossLines(options.run, options)),
    ...filterLines(trace, options),
  ]
}

function filterLines({ passed }: RunTrace, { filter, width }: TraceOptions): Line[] {
  if (passed === undefined || filter === undefined) return []
  const { spans, doorbells } = passed
  const count = `${formatCount(spans.shown)} of ${formatCount(spans.of)} spans, ${formatCount(doorbells.shown)} of ${formatCount(doorbells.of)} doorbells`
  return wrap(`only ${filter}: ${count}, and what they lie in`, width).map((text): Line => [{ text, style: 'bold' }])
}

const isBare = ({ spans, doorbells }: RunTrace): boolean => spans.length === 0 && doorbells.length === 0

function bareLines(trace: RunTrace, options: TraceOptions): Line[] {
  const none = trace.passed !== undefined && trace.passed.spans.of + trace.passed.doorbells.of > 0
  const why = none
    ? 'No span passes the filter; leave a part of it out.'
    : `No spans are stored for run ${trace.runId}. They arrive between trials; try again when one has ended.`
  return [...(none ? filterLines(trace, options) : []), ...wrap(why, options.width).map((text): Line => [text])]
}

/** Everything open but folds, of which only those are that were asked for. */
function staticOpenness(unfolded: Unfolded | undefined): Openness {
  return {
    isOpen: (node) =>
      node.kind === 'span' || (node.kind === 'doorbells' ? unfolded?.doorbells : unfolded?.folds)?.has(node.handle) === true,
    doorbells: ({ handle }) => unfolded?.doorbells.get(handle),
    siblings: (node) => unfolded?.folds.get(node.handle) ?? wholeFold(node),
  }
}

export const wholeFold = ({ nodes }: FoldNode): FoldPage => ({ nodes, earlier: false })

/** How to see what is folded, where something is. */
function noteLines(trace: RunTrace, tree: readonly TreeNode[], { unfolded, width }: TraceOptions): Line[] {
  const folded = [...byHandle(tree)].filter(([handle]) => !unfolded?.doorbells.has(handle) && !unfolded?.folds.has(handle))
  const notes = [
    ...(folded.some(([, node]) => node.kind === 'fold')
      ? ['Lines with "more" show the median of what they fold; --full shows every span but doorbells.']
      : []),
    ...(folded[0] === undefined ? [] : [`--unfold ${folded[0][0]} shows what that line folds; -i is for looking around.`]),
    ...(trace.spans.some(({ name }) => name === spanNames.packetOutlier) ? ['--outliers lists the slowest packets.'] : []),
  ]
  if (notes.length === 0) return []
  return [[], ...wrap(notes.join(' '), width).map((text): Line => [{ text, style: 'dim' }])]
}
