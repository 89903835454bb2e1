/** A tree of spans as rows of their heights: what is open is followed by what lies in it. */
import { spanNames } from '@ringside/contract/span'
import type { DoorbellNode, FoldNode, SpanNode, TreeNode } from '../../../words/src/trace-tree.ts'

interface RowPlace {
  /** Of a span its id, of what is folded its handle, of all doorbells of a span `in:` and its id. */
  readonly key: string
  /** From 1. */
  readonly level: number
  /** Key of the row it lies in; undefined of roots. */
  readonly within: string | undefined
  /** Undefined where nothing lies in it. */
  readonly open: boolean | undefined
}

export type Row = RowPlace &
  (
    | { readonly kind: 'span'; readonly node: SpanNode }
    | { readonly kind: 'fold'; readonly node: FoldNode }
    /** All doorbells of a span, in one line. */
    | { readonly kind: 'bells'; readonly lanes: readonly DoorbellNode[] }
    /** Those of one queue, direction and method. */
    | { readonly kind: 'lane'; readonly node: DoorbellNode }
  )

export const rowHeights = { span: 24, fold: 24, bells: 36, lane: 84 } as const

export interface RowList {
  readonly rows: readonly Row[]
  /** Where each row begins, in pixels; one more than there are rows. */
  readonly tops: Float64Array
  readonly indexOf: ReadonlyMap<string, number>
}

/** Set-up and tear-down are many requests of a few microseconds: shut at first, unless one failed or something in them is searched. */
export const startsOpen = ({ span, failed }: SpanNode): boolean =>
  failed || span.context === true || !(span.name === spanNames.setup || span.name === spanNames.teardown)

/** `toggled`: keys of what is not as it is at first: folds are shut then, and spans as {@link startsOpen} says. */
export function rowsOf(tree: readonly TreeNode[], toggled: ReadonlySet<string>): RowList {
  const rows: Row[] = []
  addSiblings(tree, { rows, toggled }, { level: 1, within: undefined })
  const tops = new Float64Array(rows.length + 1)
  for (const [i, { kind }] of rows.entries()) tops[i + 1] = (tops[i] ?? 0) + rowHeights[kind]
  return { rows, tops, indexOf: new Map(rows.map(({ key }, i) => [key, i])) }
}

interface Listing {
  readonly rows: Row[]
  readonly toggled: ReadonlySet<string>
}

type Place = Pick<RowPlace, 'level' | 'within'>

function addSiblings(nodes: readonly TreeNode[], listing: Listing, place: Place): void {
  const bells = Map.groupBy(
    nodes.filter((node) => node.kind === 'doorbells'),
    ({ doorbells }) => doorbells.parentSpanId,
  )
  for (const node of nodes) {
    if (node.kind === 'span') addSpan(node, listing, place)
    else if (node.kind === 'fold') addFold(node, listing, place)
  }
  for (const [parent, lanes] of bells) addBells(parent, lanes, { listing, place })
}

function addSpan(node: SpanNode, listing: Listing, place: Place): void {
  const key = node.span.spanId
  const open = node.children.length === 0 ? undefined : startsOpen(node) !== listing.toggled.has(key)
  listing.rows.push({ ...place, key, open, kind: 'span', node })
  if (open) addSiblings(node.children, listing, { level: place.level + 1, within: key })
}

function addFold(node: FoldNode, listing: Listing, place: Place): void {
  const open = listing.toggled.has(node.handle)
  listing.rows.push({ ...place, key: node.handle, open, kind: 'fold', node })
  if (open) for (const each of node.nodes) addSpan(each, listing, { level: place.level + 1, within: node.handle })
}

export const bellsKey = (parentSpanId: string): string => `in:${parentSpanId}`

function addBells(parent: string, lanes: readonly DoorbellNode[], { listing, place }: { listing: Listing; place: Place }): void {
  const key = bellsKey(parent)
  const open = listing.toggled.has(key)
  listing.rows.push({ ...place, key, open, kind: 'bells', lanes })
  if (!open) return
  for (const node of lanes)
    listing.rows.push({ key: node.handle, level: place.level + 1, within: key, open: undefined, kind: 'lane', node })
}

/** The last row that begins at or above a height; -1 of no rows. */
export function rowAt({ rows, tops }: RowList, y: number): number {
  let [low, high] = [0, rows.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((tops[middle] ?? 0) <= y) low = middle
    else high = middle - 1
  }
  return high
}

/** The first row, and the one behind the last, of which something is seen in `height` pixels from `top` on. */
export function rowsIn(list: RowList, top: number, height: number): readonly [number, number] {
  const first = Math.max(0, rowAt(list, top))
  return [first, Math.min(list.rows.length, rowAt(list, top + height) + 1)]
}
