/** Loads what `--unfold` asks for: single doorbells from the controller, siblings from the trace itself. */
import { attributes, type RunTrace, type SpanFilter, type TraceSpan } from '@ringside/contract'
import type { Client } from '../client.ts'
import { usageFailure } from '../failure.ts'
import {
  byHandle,
  type DoorbellNode,
  type DoorbellPage,
  type FoldNode,
  type FoldPage,
  type TreeNode,
  traceTree,
  type Unfolded,
} from '../render/index.ts'

export interface Window {
  /** Most lines for each fold. */
  readonly limit: number
  /** Offset of the first, ns from the start of what they lie in. */
  readonly fromNs?: number | undefined
  /** Offset that lies in the middle. */
  readonly aroundNs?: number | undefined
}

/** All that are shown without unfolding anything: what folds hide can be a hundred times as much. */
export const allFolds = ['all-ioctls', 'all-doorbells'] as const

export interface UnfoldRequest extends Window {
  readonly handles: readonly string[]
  readonly full: boolean
  readonly filter: SpanFilter
}

/**
 * What the handles stand for, as far as the window shows it. A fold that hides one of them is open as well, for that one.
 * Throws a usage failure for a handle that there is none of.
 */
export async function unfold(client: Client, trace: RunTrace, request: UnfoldRequest): Promise<Unfolded> {
  const tree = traceTree(trace, request)
  const asked = new Set(request.handles.flatMap((handle) => nodesOf(handle, tree)))
  const doorbells = new Map<string, DoorbellPage>()
  const folds = new Map<string, FoldPage>()
  for (const node of asked) {
    if (node.kind === 'fold') folds.set(node.handle, foldPage(node, request))
    else doorbells.set(node.handle, await doorbellPage(client, trace.runId, { node, ...request }))
  }
  for (const node of byHandle(tree).values()) {
    if (node.kind !== 'fold' || asked.has(node)) continue
    const holding = node.nodes.filter((each) =>
      byHandle([each])
        .values()
        .some((below) => asked.has(below)),
    )
    if (holding.length > 0) folds.set(node.handle, { nodes: holding, earlier: false })
  }
  return { doorbells, folds }
}

type Foldable = DoorbellNode | FoldNode

function nodesOf(handle: string, tree: readonly TreeNode[]): Foldable[] {
  const shown = [...byHandle(tree, { hidden: false }).values()]
  if (handle === 'all-doorbells') return shown.filter(({ kind }) => kind === 'doorbells')
  if (handle === 'all-ioctls') return shown.filter((node) => node.kind === 'fold' && node.nodes.some(isIoctl))
  const nodes = byHandle(tree)
  const node = nodes.get(handle)
  if (node !== undefined) return [node]
  const known = [...nodes.keys()]
  const some = known.length > 8 ? [...known.slice(0, 7), '…', known.at(-1)] : known
  throw usageFailure(
    `--unfold is '${handle}'; expected a handle of the trace as it is shown: ${[...some, ...allFolds].join(', ')}`,
  )
}

const isIoctl = ({ span }: FoldNode['nodes'][number]): boolean => span.attributes[attributes.ioctlRequest] !== undefined

/** The part of a fold's siblings that the window shows. */
export function foldPage({ nodes, originUnixNs }: FoldNode, { limit, fromNs, aroundNs }: Window): FoldPage {
  const offsets = nodes.map(({ span }) => Number(BigInt(span.startUnixNs) - originUnixNs))
  const middle = fromNs ?? aroundNs ?? Number.NEGATIVE_INFINITY
  const at = offsets.findIndex((offset) => offset >= middle)
  const first = (at < 0 ? nodes.length : at) - (fromNs === undefined && aroundNs !== undefined ? limit >> 1 : 0)
  const from = Math.max(0, first)
  const shown = nodes.slice(from, from + limit)
  return { nodes: shown, earlier: from > 0, nextUnixNs: nodes[from + limit]?.span.startUnixNs }
}

interface DoorbellRequest extends Window {
  readonly node: DoorbellNode
  readonly filter: SpanFilter
  /** What follows a page, instead of an offset. */
  readonly cursor?: string | undefined
}

/** Single doorbells of a fold. */
export async function doorbellPage(client: Client, runId: string, request: DoorbellRequest): Promise<DoorbellPage> {
  const { node, limit, fromNs, aroundNs, cursor } = request
  const filter = { ...request.filter, ...doorbellFilter(node) }
  const at = fromNs ?? aroundNs
  const startUnixNs = at === undefined ? undefined : String(node.originUnixNs + BigInt(at))
  const half = fromNs === undefined && aroundNs !== undefined ? limit >> 1 : 0
  const before = startUnixNs === undefined ? [] : await spansBefore(client, runId, { filter, startUnixNs, count: half + 1 })
  const fromHere = startUnixNs === undefined ? filter : { ...filter, fromUnixNs: startUnixNs }
  const page = await client.spans(runId, { ...fromHere, limit: limit - half, ...(cursor !== undefined && { cursor }) })
  const spans = [...before.slice(0, half).reverse(), ...page.spans]
  // The last line again begins the next page, because others may have the same start.
  const more = page.next === undefined ? {} : { next: page.next, nextUnixNs: spans.at(-1)?.startUnixNs }
  return { spans, earlier: before.length > half, ...more }
}

interface BeforeRequest {
  readonly filter: SpanFilter
  readonly startUnixNs: string
  readonly count: number
}

/** The last before a time, last first. */
async function spansBefore(
  client: Client,
  runId: string,
  { filter, startUnixNs, count }: BeforeRequest,
): Promise<readonly TraceSpan[]> {
  const query = { ...filter, untilUnixNs: startUnixNs, limit: count, order: 'descending' as const }
  return (await client.spans(runId, query)).spans
}

/** What tells the doorbells of one fold from all others. */
function doorbellFilter({ doorbells: { parentSpanId, name, queue, method } }: DoorbellNode): SpanFilter {
  return { parent: parentSpanId, name: [name], queue: [queue], ...(method !== '' && { method }) }
}
