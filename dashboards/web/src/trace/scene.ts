/** A trace with times as numbers and everything found by its id. */
import type { RunTrace, TraceSpan } from '@ringside/contract'
import { spanNames } from '@ringside/contract/span'
import {
  compareUnixNs,
  type DoorbellNode,
  type FoldNode,
  type SpanNode,
  type TreeNode,
  traceTree,
} from '../../../words/src/trace-tree.ts'
import { padded, type Stretch } from './time.ts'

export interface Scene {
  readonly trace: RunTrace
  readonly tree: readonly TreeNode[]
  readonly originUnixNs: bigint
  readonly whole: Stretch
  /** Spans, those in folds too. */
  readonly spans: ReadonlyMap<string, SpanNode>
  readonly lanes: readonly DoorbellNode[]
  /** What a node lies in, by its span's id or its handle: the nodes to open for it to be seen, from the outside in. */
  readonly above: ReadonlyMap<string, readonly (SpanNode | FoldNode)[]>
  /** Late packets by the ids of the doorbells that they are linked to. */
  readonly lateBy: ReadonlyMap<string, readonly TraceSpan[]>
}

export function sceneOf(trace: RunTrace): Scene {
  const tree = traceTree(trace)
  const starts = [...trace.spans, ...trace.doorbells].map(({ startUnixNs }) => startUnixNs)
  const originUnixNs = BigInt(starts.sort(compareUnixNs)[0] ?? 0)
  const ends = [
    ...trace.spans.map(({ startUnixNs, durationNs }) => Number(BigInt(startUnixNs) - originUnixNs) + durationNs),
    ...trace.doorbells.map(({ endUnixNs }) => Number(BigInt(endUnixNs) - originUnixNs)),
  ]
  const whole = { fromNs: 0, toNs: ends.reduce((most, end) => Math.max(most, end), 1) }
  return { trace, tree, originUnixNs, whole, ...indexOf(tree), lateBy: lateBy(trace) }
}

function indexOf(tree: readonly TreeNode[]): Pick<Scene, 'spans' | 'lanes' | 'above'> {
  const spans = new Map<string, SpanNode>()
  const above = new Map<string, readonly (SpanNode | FoldNode)[]>()
  const lanes: DoorbellNode[] = []
  const visit = (node: TreeNode, path: readonly (SpanNode | FoldNode)[]): void => {
    above.set(node.kind === 'span' ? node.span.spanId : node.handle, path)
    if (node.kind === 'doorbells') {
      lanes.push(node)
      return
    }
    if (node.kind === 'span') spans.set(node.span.spanId, node)
    const inside = node.kind === 'span' && node.children.length === 0 ? path : [...path, node]
    for (const below of node.kind === 'span' ? node.children : node.nodes) visit(below, inside)
  }
  for (const node of tree) visit(node, [])
  return { spans, lanes, above }
}

function lateBy({ spans }: RunTrace): Map<string, TraceSpan[]> {
  const found = new Map<string, TraceSpan[]>()
  for (const span of spans) {
    if (span.name !== spanNames.packetOutlier) continue
    for (const { spanId } of span.links ?? []) found.set(spanId, [...(found.get(spanId) ?? []), span])
  }
  return found
}

export const offsetNs = ({ originUnixNs }: Scene, unixNs: string): number => Number(BigInt(unixNs) - originUnixNs)

/** Of a time after the origin. */
export const unixNsAt = ({ originUnixNs }: Scene, ns: number): string => String(originUnixNs + BigInt(Math.round(ns)))

export function stretchOf(scene: Scene, { startUnixNs, durationNs }: { startUnixNs: string; durationNs: number }): Stretch {
  const fromNs = offsetNs(scene, startUnixNs)
  return { fromNs, toNs: fromNs + durationNs }
}

/** What is worth seeing first: the run as it was executed, without the time it waited and what its submission did beside it. */
export function firstLook(scene: Scene): Stretch {
  const executed = scene.trace.spans.filter(({ name }) => name === spanNames.runExecute)
  const { whole } = scene
  if (executed.length === 0) return whole
  const stretches = executed.map((span) => stretchOf(scene, span))
  const fromNs = Math.min(...stretches.map((each) => each.fromNs))
  const toNs = Math.max(...stretches.map((each) => each.toNs))
  const { fromNs: from, toNs: to } = padded({ fromNs, toNs }, 0.01)
  return { fromNs: Math.max(whole.fromNs, from), toNs: Math.min(whole.toNs, Math.max(to, from + 1)) }
}
