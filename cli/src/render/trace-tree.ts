/** Spans and folded doorbells as a tree, long runs of equal siblings folded. */
import { attributes, type FoldedDoorbells, type RunTrace, type TraceSpan } from '@ringside/contract'

export interface SpanNode {
  readonly kind: 'span'
  readonly span: TraceSpan
  readonly children: readonly (SpanNode | DoorbellNode)[]
  /** This span or one below it is an error. */
  readonly failed: boolean
}

export interface DoorbellNode {
  readonly kind: 'doorbells'
  readonly doorbells: FoldedDoorbells
}

/** Siblings of one name and backend, at least two. */
export interface FoldNode {
  readonly kind: 'fold'
  readonly nodes: readonly SpanNode[]
}

export type TreeNode = SpanNode | DoorbellNode | FoldNode

/** Siblings of one kind above which all but the first are folded. */
const foldAbove = 4

/** The trees under every span whose parent is not part of the trace, in order of time. */
export function traceTree({ spans, doorbells }: RunTrace): SpanNode[] {
  const known = new Set(spans.map(({ spanId }) => spanId))
  const inOrder = spans.toSorted((x, y) => Number(BigInt(x.startUnixNs) - BigInt(y.startUnixNs)))
  const childrenOf = Map.groupBy(inOrder, ({ parentSpanId, spanId }) =>
    known.has(parentSpanId) && parentSpanId !== spanId ? parentSpanId : '',
  )
  const doorbellsOf = Map.groupBy(doorbells, ({ parentSpanId }) => parentSpanId)
  const build = (span: TraceSpan): SpanNode => {
    const below = (childrenOf.get(span.spanId) ?? []).map(build)
    const rung = (doorbellsOf.get(span.spanId) ?? []).map((entry): DoorbellNode => ({ kind: 'doorbells', doorbells: entry }))
    return { kind: 'span', span, children: [...below, ...rung], failed: span.error || below.some(({ failed }) => failed) }
  }
  return (childrenOf.get('') ?? []).map(build)
}

/** Keeps the first of more than {@link foldAbove} siblings of one name and backend, and every one that failed. */
export function foldSiblings(children: readonly (SpanNode | DoorbellNode)[]): TreeNode[] {
  const spans = children.filter((child): child is SpanNode => child.kind === 'span')
  const groups = Map.groupBy(spans, kindOf)
  return children.flatMap((child): TreeNode[] => {
    const group = child.kind === 'span' ? (groups.get(kindOf(child)) ?? []) : []
    if (child.kind === 'doorbells' || group.length <= foldAbove || child.failed) return [child]
    const [first, ...rest] = group.filter(({ failed }) => !failed)
    if (child !== first) return []
    return rest.length > 1 ? [child, { kind: 'fold', nodes: rest }] : [child, ...rest]
  })
}

const kindOf = ({ span }: SpanNode): string => `${span.name}\n${span.attributes[attributes.backend] ?? ''}`
