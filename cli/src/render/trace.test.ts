import type { RunTrace, TraceSpan } from '@ringside/contract'
import { traceFixture } from '@ringside/contract/testing'
import { traceTree } from '@ringside/dashboards'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linesOf, plain } from './fixture.ts'
import { widthOf } from './line.ts'
import { renderTrace } from './trace.ts'

describe('renderTrace', () => {
  it('draws the tree from the submission down to ioctls with their arguments', () => {
    const text = renderTrace(traceFixture({ trials: 2 }), plain)
    expect(text).toMatch(/^ringside run +█+ +2\.80 s$/m)
    expect(text).toMatch(/^ {9}│ {2}│ {2}├─ VHOST_SET_VRING_NUM index=0 num=256 +8\.70 µs$/m)
    expect(text).toMatch(/VFIO_IOMMU_MAP_DMA vaddr=0x7f2c40000000 iova=0x0/)
    expect(text).toContain('features=0x130000000')
  })

  it('folds doorbells into a line with count, rate and density, and below it how long they took', () => {
    const lines = linesOf(renderTrace(traceFixture({ trials: 2 }), { ...plain, width: 100 }))
    const at = lines.findIndex((line) => line.includes('d1 kick'))
    expect(lines[at]).toMatch(/└─ d1 kick q0 mmio {2}487,500 x, 488 k\/s +█{11}▁{11}$/)
    expect(lines[at + 1]).toMatch(/^[ │]+12 unobserved, p50 182 ns, p99 1\.90 µs, max 88\.2 µs, batch 64$/)
    // Its bar stands where the bars of spans stand.
    expect(lines[at]?.indexOf('█')).toBe(lines.find((line) => line.startsWith('ringside run'))?.indexOf('█'))
  })

  it('shows single doorbells where they are unfolded, with their links and what is peculiar to them', () => {
    const base = traceFixture({ trials: 2 })
    const linked = { ...span('b1', 't0m', 236_000_000), durationNs: 182, links: [{ traceId: 't', spanId: 'o', attributes: {} }] }
    const bell = {
      ...linked,
      attributes: { 'virtio.queue.index': '0', 'vhost.doorbell.batch': '3', 'vhost.doorbell.observed': 'false' },
    }
    const page = { spans: [bell], earlier: true, nextUnixNs: bell.startUnixNs }
    const unfolded = { doorbells: new Map([['d1', page]]), folds: new Map() }
    const lines = linesOf(renderTrace(base, { ...plain, width: 120, unfolded }))
    const at = lines.findIndex((line) => line.includes('d1 kick'))
    expect(lines.slice(at + 2, at + 5).map((line) => line.replace(/^[ │]+/, ''))).toEqual([
      '… earlier ones',
      '+0.000000 ms    182 ns  batch=3  unobserved  -> 1 link',
      '… more from +0.000000 ms on (--from 0.000000ms)',
    ])
  })

  it('says which folds hold the doorbells that a span is linked to', () => {
    const base = traceFixture({ trials: 2 })
    const to = (spanId: string, parentSpanId: string) => ({
      ...{ traceId: 't', spanId, attributes: {} },
      doorbells: { parentSpanId, name: 'doorbell.kick', queue: 0, method: 'mmio' },
    })
    const outlier = { ...span('o', 't0m', 300_000_000), links: [to('b1', 't0m'), to('b2', 't0m'), to('b3', 'gone')] }
    const text = renderTrace({ ...base, spans: [...base.spans, outlier] }, { ...plain, width: 120 })
    expect(text).toMatch(/span-o -> 3 links: d1 /)
  })

  it('shows doorbells whose phase is not stored yet', () => {
    const { doorbells, ...rest } = traceFixture({ trials: 2 })
    const text = renderTrace({ ...rest, spans: [], doorbells: doorbells.slice(0, 1) }, plain)
    expect(text).toMatch(/^d1 kick q0 mmio {2}487,500 x/m)
  })

  it('folds equal trials, but never one that failed', () => {
    const folded = renderTrace(traceFixture({ failing: 'VFIO_IOMMU_MAP_DMA' }), plain)
    expect(folded).toMatch(/├─ f1 9 more trial mapped, slowest 1\.20 s/)
    expect(folded).toMatch(/├─ f2 8 more trial eventfd/)
    expect(folded).toMatch(/└─ ! trial 10 eventfd/)
    expect(folded).toMatch(/! VFIO_IOMMU_MAP_DMA ENOMEM/)
    expect(linesOf(folded).length).toBeLessThan(60)
    const full = renderTrace(traceFixture(), { ...plain, full: true })
    expect(full).not.toContain('more trial')
    expect(full.match(/ trial \d+ /g)).toHaveLength(20)
  })

  it('fits terminals of every width', () => {
    for (const width of [1, 40, 80, 132]) {
      const lines = linesOf(renderTrace(traceFixture({ failing: 'VHOST_SET_OWNER' }), { ...plain, width, color: true }))
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width)
    }
  })

  it('says why there is nothing to see', () => {
    expect(renderTrace({ runId: 'r-1', traceId: 't', spans: [], doorbells: [] } satisfies RunTrace, plain)).toContain(
      'No spans are stored for run r-1',
    )
  })

  it('shows every span once, whatever the order and the parents', () => {
    const spans = fc
      .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })
      .chain((ids) =>
        fc.tuple(
          ...ids.map((id, i) =>
            fc.record({ id: fc.constant(id), parent: fc.constantFrom(0, 99, ...ids.slice(0, i)), at: fc.nat(1e9) }),
          ),
        ),
      )
    fc.assert(
      fc.property(spans, (given) => {
        const trace: RunTrace = {
          runId: 'r',
          traceId: 't',
          doorbells: [],
          spans: given.map(({ id, parent, at }) => span(String(id), String(parent), at)),
        }
        const text = renderTrace(trace, { ...plain, full: true })
        for (const { id } of given) expect(text.match(new RegExp(`\\bspan-${id}\\b`, 'g'))).toHaveLength(1)
        expect(traceTree(trace).length).toBeGreaterThan(0)
      }),
    )
  })
})

const span = (spanId: string, parentSpanId: string, at: number): TraceSpan => ({
  spanId,
  parentSpanId,
  name: `span-${spanId}`,
  service: 's',
  startUnixNs: String(1_795_208_640_000_000_000n + BigInt(at)),
  durationNs: 1_000,
  error: false,
  attributes: {},
})
