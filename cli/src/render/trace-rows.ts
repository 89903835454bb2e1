/** A tree of spans as rows: what is open is followed by what lies below it. */
import type { TraceSpan } from '@ringside/contract'
import { belowOf, type DoorbellNode, type FoldNode, type SpanNode, type TreeNode } from '@ringside/dashboards'
import type { Line } from './line.ts'
import { detailLine, doorbellLines, foldLine, type Indent, moreLine, spanLine, type View } from './trace-lines.ts'

export interface Row {
  /** The same for the same thing, whatever else is open. */
  readonly key: string
  /** Key of the row that this one shows because it is open; absent of roots. */
  readonly within?: string
  /** What the row stands for; absent of a single doorbell. */
  readonly node?: TreeNode
  /** Of the row after a page: there is more. */
  readonly more?: true
  readonly lines: readonly Line[]
}

/** Single doorbells of a fold, by start time. */
export interface DoorbellPage {
  readonly spans: readonly TraceSpan[]
  /** There are some before the first. */
  readonly earlier: boolean
  /** Where to go on, Unix ns; absent when the last is the last. */
  readonly nextUnixNs?: string | undefined
  /** The cursor of what follows. */
  readonly next?: string | undefined
}

/** What of a fold is shown. */
export interface FoldPage {
  readonly nodes: readonly SpanNode[]
  readonly earlier: boolean
  readonly nextUnixNs?: string | undefined
}

export interface Openness {
  isOpen(node: TreeNode): boolean
  /** Of an open fold of doorbells; undefined while nothing is loaded. */
  doorbells(node: DoorbellNode): DoorbellPage | undefined
  siblings(node: FoldNode): FoldPage
}

export function rowsOf(nodes: readonly TreeNode[], view: View, open: Openness): Row[] {
  return nodes.flatMap((node) => nodeRows(node, { own: '', below: '' }, { view, open }))
}

interface Drawing {
  readonly view: View
  readonly open: Openness
}

function nodeRows(node: TreeNode, indent: Indent, drawing: Drawing): Row[] {
  const { view, open } = drawing
  const row: Row = { key: keyOf(node), node, lines: linesOf(node, indent, view) }
  if (!open.isOpen(node)) return [row]
  const below = node.kind === 'doorbells' ? doorbellRows(node, indent, drawing) : treeRows(node, indent, drawing)
  return [row, ...below.map((each) => ({ within: row.key, ...each }))]
}

function treeRows(node: SpanNode | FoldNode, indent: Indent, drawing: Drawing): Row[] {
  const page = node.kind === 'fold' ? drawing.open.siblings(node) : undefined
  const shown = page?.nodes ?? belowOf(node)
  const below = shown.flatMap((child, i) => {
    const last = i === shown.length - 1 && page?.nextUnixNs === undefined
    const own = `${indent.below}${last ? '└─ ' : '├─ '}`
    return nodeRows(child, { own, below: `${indent.below}${last ? '   ' : '│  '}` }, drawing)
  })
  return node.kind === 'fold' && page !== undefined ? paged(node, below, { page, indent }) : below
}

function doorbellRows(node: DoorbellNode, indent: Indent, { view, open }: Drawing): Row[] {
  const page = open.doorbells(node)
  if (page === undefined) return []
  const rows = page.spans.map((span): Row => {
    return { key: `${node.handle}:${span.spanId}`, lines: [detailLine(span, { indent, node }, view)] }
  })
  return paged(node, rows, { page, indent })
}

/** The rows of a page between what says that there is more before and after it. */
function paged(
  node: DoorbellNode | FoldNode,
  rows: readonly Row[],
  { page, indent }: { page: Omit<FoldPage, 'nodes'>; indent: Indent },
): Row[] {
  const offset = page.nextUnixNs === undefined ? undefined : Number(BigInt(page.nextUnixNs) - node.originUnixNs)
  const earlier: Row[] = page.earlier ? [{ key: `${node.handle}:earlier`, lines: [moreLine(indent, undefined)] }] : []
  const later: Row[] =
    offset === undefined ? [] : [{ key: `${node.handle}:more`, node, more: true, lines: [moreLine(indent, offset)] }]
  return [...earlier, ...rows, ...later]
}

const keyOf = (node: TreeNode): string => (node.kind === 'span' ? `span:${node.span.spanId}` : node.handle)

function linesOf(node: TreeNode, indent: Indent, view: View): Line[] {
  if (node.kind === 'doorbells') return doorbellLines(node, indent, view)
  return [node.kind === 'fold' ? foldLine(node, indent, view) : spanLine(node, indent, view)]
}
