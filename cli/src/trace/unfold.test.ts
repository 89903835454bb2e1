import type { FullSpan, SpanPage, SpanPageQuery } from '@ringside/contract'
import { traceFixture } from '@ringside/contract/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Client } from '../client.ts'
import { byHandle, type FoldNode, renderTrace, traceTree } from '../render/index.ts'
import { foldPage, unfold } from './unfold.ts'

const trace = traceFixture()
const request = { full: false, filter: { queue: [0], minDurationNs: 10 }, limit: 2 }

/** A client that notes what it is asked for, and has one doorbell. */
function clientOf() {
  const asked: SpanPageQuery[] = []
  const bell = {
    spanId: 'b',
    name: 'doorbell.kick',
    startUnixNs: '1795208640236000000',
    durationNs: 1,
    attributes: { x: 'only' },
  }
  const page: SpanPage = { traceId: trace.traceId, origins: [], spans: [bell as unknown as FullSpan] }
  const spans: Client['spans'] = async (_, query) => {
    asked.push(query)
    return page
  }
  return { client: { spans } as Client, asked }
}

it('asks for the doorbells of one fold alone, under the filter of the whole trace', async () => {
  const { client, asked } = clientOf()
  await unfold(client, trace, { ...request, handles: ['d1'] })
  expect(asked).toEqual([{ queue: [0], minDurationNs: 10, parent: 't0m', name: ['doorbell.kick'], method: 'mmio', limit: 2 }])
})

it('opens a fold for what it hides, and for nothing else in it', async () => {
  const { client } = clientOf()
  const hidden = [...byHandle(traceTree(trace)).keys()].filter(
    (handle) => !byHandle(traceTree(trace), { hidden: false }).has(handle),
  )
  expect(hidden).toContain('d3')
  const unfolded = await unfold(client, trace, { ...request, handles: ['d3'] })
  const text = renderTrace(trace, { width: 120, color: false, unicode: true, unfolded })
  expect(text).toContain('x=only')
  expect(text.match(/ trial \d+ mapped/g)).toEqual([' trial 1 mapped', ' trial 2 mapped'])
})

it('takes all for all that is shown', async () => {
  const { client, asked } = clientOf()
  const { doorbells } = await unfold(client, trace, { ...request, handles: ['all-doorbells'] })
  expect([doorbells.size, asked.length]).toEqual([2, 2])
})

it('pages through equal siblings without leaving any out', () => {
  const fold = byHandle(traceTree(trace)).get('f1') as FoldNode
  const startOf = ({ span }: FoldNode['nodes'][number]) => Number(BigInt(span.startUnixNs) - fold.originUnixNs)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat({ max: fold.nodes.length }), (limit, index) => {
      const at = fold.nodes[index]
      const fromNs = at === undefined ? undefined : startOf(at)
      const page = foldPage(fold, { limit, fromNs })
      const first = at === undefined ? 0 : index
      expect(page.nodes).toEqual(fold.nodes.slice(first, first + limit))
      expect(page.earlier).toBe(first > 0)
      expect(page.nextUnixNs).toBe(fold.nodes[first + limit]?.span.startUnixNs)
      const around = foldPage(fold, { limit, aroundNs: fromNs })
      if (at !== undefined) expect(around.nodes).toContain(at)
    }),
  )
  expect(foldPage(fold, { limit: 3, fromNs: 1e12 })).toMatchObject({ nodes: [], earlier: true })
})
