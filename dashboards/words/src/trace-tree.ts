/** Spans and folded doorbells as a tree, long runs of equal siblings folded. What is folded has a handle to unfold it by. */
import type { DoorbellKind, FoldedDoorbells, RunTrace, TraceSpan } from '@ringside/contract'
import { attributes } from '@ringside/contract/span'

export interface SpanNode {
  readonly kind: 'span'
  readonly span: TraceSpan
  readonly children: readonly TreeNode[]
  /** This span or one below it is an error. */
  readonly failed: boolean
}

export interface DoorbellNode {
  readonly kind: 'doorbells'
  /** `d1`, `d2`: by time, whether shown or not. */
  readonly handle: string
  readonly doorbells: FoldedDoorbells
  /** Start of what they rang in, from which their offsets count. Unix ns. */
  readonly originUnixNs: bigint
}

/** Siblings of one name and backend, at least two. */
export interface FoldNode {
  readonly kind: 'fold'
  /** `f1`, `f2`: from top to bottom, with what folds hide. */
  readonly handle: string
  readonly nodes: readonly SpanNode[]
  /** Start of what they lie in. Unix ns. */
  readonly originUnixNs: bigint
}

export type TreeNode = SpanNode | DoorbellNode | FoldNode

/** Siblings of one kind above which all but the first are folded. */
const foldAbove = 4

/** The trees under every span whose parent is not part of the trace, in order of time; `full`: nothing but doorbells folded. */
export function traceTree(trace: RunTrace, { full = false } = {}): TreeNode[] {
  const roots = unfoldedTree(trace)
  return full ? roots : folding(roots)
}

/** By value, without making numbers of them: there can be a hundred thousand. */
export const compareUnixNs = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

function unfoldedTree({ spans, doorbells }: RunTrace): TreeNode[] {
  const known = new Set(spans.map(({ spanId }) => spanId))
  const inOrder = spans.toSorted((x, y) => compareUnixNs(x.startUnixNs, y.startUnixNs))
  const placeOf = (id: string) => (known.has(id) ? id : '')
  const childrenOf = Map.groupBy(inOrder, ({ parentSpanId, spanId }) => (parentSpanId === spanId ? '' : placeOf(parentSpanId)))
  const doorbellsOf = Map.groupBy(doorbells, ({ parentSpanId }) => placeOf(parentSpanId))
  let handles = 0
  const rungIn = (id: string, originUnixNs?: string) =>
    (doorbellsOf.get(id) ?? []).map((fold): DoorbellNode => {
      handles += 1
      const origin = BigInt(originUnixNs ?? fold.startUnixNs)
      return { kind: 'doorbells', handle: `d${handles}`, doorbells: fold, originUnixNs: origin }
    })
  const build = (span: TraceSpan): SpanNode => {
    const below = (childrenOf.get(span.spanId) ?? []).map(build)
    const children = [...below, ...rungIn(span.spanId, span.startUnixNs)]
    return { kind: 'span', span, children, failed: span.error || below.some(({ failed }) => failed) }
  }
  // Doorbells can be stored before the phase that they rang in has ended.
  return [...(childrenOf.get('') ?? []).map(build), ...rungIn('')]
}

/** Folds siblings everywhere in the trees, those within folds too. */
function folding(roots: readonly TreeNode[]): TreeNode[] {
  let handles = 0
  const within = (node: SpanNode): SpanNode => ({ ...node, children: folded(node.children, BigInt(node.span.startUnixNs)) })
  const folded = (children: readonly TreeNode[], originUnixNs: bigint): TreeNode[] =>
    foldSiblings(children, originUnixNs).map((node) => {
      if (node.kind === 'doorbells') return node
      if (node.kind === 'span') return within(node)
      handles += 1
      const handle = `f${handles}`
      return { ...node, handle, nodes: node.nodes.map(within) }
    })
  const first = roots[0]
  return folded(roots, first?.kind === 'span' ? BigInt(first.span.startUnixNs) : 0n)
}

/** Keeps the first of more than {@link foldAbove} siblings of one name and backend, and every one that failed. */
function foldSiblings(children: readonly TreeNode[], originUnixNs: bigint): TreeNode[] {
  const spans = children.filter((child): child is SpanNode => child.kind === 'span')
  // What succeeded, by what it is; every child asks for it, so it is sorted out once.
  const groups = new Map(
    [...Map.groupBy(spans, kindOf)].map(([kind, group]) => [
      kind,
      { size: group.length, good: group.filter(({ failed }) => !failed) },
    ]),
  )
  return children.flatMap((child): TreeNode[] => {
    const group = child.kind === 'span' ? groups.get(kindOf(child)) : undefined
    if (child.kind !== 'span' || group === undefined || group.size <= foldAbove || child.failed) return [child]
    if (child !== group.good[0]) return []
    const nodes = group.good.slice(1)
    return nodes.length > 1 ? [child, { kind: 'fold', handle: '', nodes, originUnixNs }] : [child, ...nodes]
  })
}

const kindOf = ({ span }: SpanNode): string => `${span.name}\n${span.attributes[attributes.backend] ?? ''}`

/** Every node that has a handle, by it; unless `hidden` is false, also those that folds hide. */
export function byHandle(nodes: readonly TreeNode[], { hidden = true } = {}): Map<string, DoorbellNode | FoldNode> {
  const found = new Map<string, DoorbellNode | FoldNode>()
  const visit = (node: TreeNode): void => {
    if (node.kind !== 'span') found.set(node.handle, node)
    if (node.kind === 'fold' && !hidden) return
    for (const below of belowOf(node)) visit(below)
  }
  for (const node of nodes) visit(node)
  return found
}

/** What shows when a node is open: children, or what a fold folds. */
export const belowOf = (node: TreeNode): readonly TreeNode[] =>
  node.kind === 'span' ? node.children : node.kind === 'fold' ? node.nodes : []

/** By what doorbells are folded, as text to look them up by. */
export const doorbellKey = ({ parentSpanId, name, queue, method }: DoorbellKind): string =>
  `${parentSpanId} ${name} ${queue} ${method}`
