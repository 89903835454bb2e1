import { traceFixture } from '@ringside/contract/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelOf } from './labels.ts'
import { rowAt, rowHeights, rowsIn, rowsOf } from './rows.ts'
import { firstLook, sceneOf } from './scene.ts'

const scene = sceneOf(traceFixture({ failing: 'VFIO_IOMMU_MAP_DMA' }))
const titles = (toggled: readonly string[]) => rowsOf(scene.tree, new Set(toggled)).rows.map((row) => labelOf(row).title)

describe('rows', () => {
  it('are the tree with equal trials and all doorbells folded', () => {
    const shown = titles([])
    expect(shown).toContain('run.execute')
    expect(shown).toContain('9 more trial mapped')
    expect(shown.filter((title) => title.startsWith('trial 2 mapped'))).toEqual([])
    expect(shown.filter((title) => title.startsWith('✕ VFIO_IOMMU_MAP_DMA ENOMEM'))).toHaveLength(1)
    expect(shown.filter((title) => title === 'doorbells').length).toBeGreaterThan(0)
    expect(shown.some((title) => title.startsWith('kick'))).toBe(false)
  })

  it('open and shut one by one', () => {
    const bells = rowsOf(scene.tree, new Set()).rows.find(({ kind }) => kind === 'bells')
    expect(titles([bells?.key ?? '']).some((title) => title.startsWith('kick q0'))).toBe(true)
    expect(titles(['f1'])).toContain('trial 2 mapped')
    const setups = [...scene.spans.values()].filter(({ span, failed }) => span.name === 'setup' && !failed)
    expect(titles([]).some((title) => title.startsWith('VHOST_SET_OWNER'))).toBe(true)
    const inFirst = (toggled: readonly string[]) => titles(toggled).filter((title) => title.startsWith('VHOST_SET_OWNER')).length
    expect(inFirst([setups[0]?.span.spanId ?? ''])).toBe(inFirst([]) + 1)
    const run = [...scene.spans.values()].find(({ span }) => span.name === 'run.execute')
    expect(titles([run?.span.spanId ?? '']).some((title) => title.startsWith('trial'))).toBe(false)
  })

  it('lie one below the other without gaps, and are found by their place', () => {
    const every = rowsOf(scene.tree, new Set(['f1', 'f2', ...[...scene.spans.keys()].map((id) => `in:${id}`)]))
    const bottom = every.tops[every.rows.length] ?? 0
    expect(new Set(every.rows.map(({ key }) => key)).size).toBe(every.rows.length)
    fc.assert(
      fc.property(fc.double({ min: 0, max: bottom - 0.001, noNaN: true }), fc.nat(2_000), (y, height) => {
        const at = rowAt(every, y)
        const row = every.rows[at]
        expect(row).toBeDefined()
        const top = every.tops[at] ?? 0
        expect(y >= top && y < top + rowHeights[row?.kind ?? 'span']).toBe(true)
        const [first, last] = rowsIn(every, y, height)
        expect([first, last > at, last <= every.rows.length]).toEqual([at, true, true])
      }),
    )
    expect(rowAt({ rows: [], tops: new Float64Array(1), indexOf: new Map() }, 5)).toBe(-1)
  })

  it('of a hundred thousand spans are all there', () => {
    const spans = Array.from({ length: 100_000 }, (_, n) => ({
      spanId: (n + 1).toString(16).padStart(16, '0'),
      parentSpanId: n === 0 ? '' : '1'.padStart(16, '0'),
      name: n === 0 ? 'run.execute' : 'packet.outlier',
      service: 's',
      startUnixNs: String(1_790_000_000_000_000_000n + BigInt(n)),
      durationNs: 1_000,
      error: false,
      attributes: {},
    }))
    const large = sceneOf({ runId: 'r', traceId: 't', spans, doorbells: [] })
    expect(rowsOf(large.tree, new Set()).rows).toHaveLength(3)
    expect(rowsOf(large.tree, new Set(['f1'])).rows).toHaveLength(100_001)
  })
})

describe('the first look', () => {
  it('is the run as it was executed', () => {
    const { fromNs, toNs } = firstLook(scene)
    const executed = [...scene.spans.values()].find(({ span }) => span.name === 'run.execute')?.span
    expect((toNs - fromNs) / (executed?.durationNs ?? 0)).toBeLessThan(1.03)
    expect(fromNs).toBeGreaterThanOrEqual(0)
  })

  it('is all there is where nothing was executed yet, or nothing at all', () => {
    const empty = sceneOf({ runId: 'r', traceId: 't', spans: [], doorbells: [] })
    expect(firstLook(empty)).toEqual(empty.whole)
  })
})
