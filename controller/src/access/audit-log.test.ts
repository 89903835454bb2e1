import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditEntry } from '@ringside/contract'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import { type Store, StoreError } from '../store/store.ts'
import { AuditLog, type Happening } from './audit-log.ts'
import { AuditStore } from './audit-store.ts'

const happening: Happening = {
  at: '2026-03-01T00:00:00.000Z',
  who: '7k2m9q4x1c',
  name: 'нічний',
  address: '10.0.0.7',
  action: 'POST /api/v1/submissions',
  target: '/api/v1/submissions',
  status: 201,
  requestId: 'req-1',
}

describe('the audit log', () => {
  let stored: AuditEntry[]
  let fault: Error | undefined
  let log: AuditLog
  beforeEach(() => {
    vi.useFakeTimers()
    stored = []
    fault = undefined
    const append = async (entries: readonly AuditEntry[]) => {
      if (fault !== undefined) throw fault
      stored.push(...entries)
    }
    log = new AuditLog({ store: { append } as AuditStore, logger: pino({ level: 'silent' }) })
  })
  afterEach(async () => {
    await log.close()
    vi.useRealTimers()
  })

  it('stores what happened within a second, together', async () => {
    for (let i = 0; i < 5; i++) log.note(happening)
    expect(stored).toEqual([])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(stored).toHaveLength(5)
    expect(new Set(stored.map(({ id }) => id)).size).toBe(5)
    expect(stored[0]).toMatchObject({ ...happening, count: 1 })
  })

  it('stores a refusal at once, and its repetitions once a minute with their number', async () => {
    for (let i = 0; i < 500; i++) log.note({ ...happening, status: 403, requestId: `req-${i}` })
    log.note({ ...happening, status: 403, address: '10.0.0.8' })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(stored.map(({ address, count }) => [address, count])).toEqual([
      ['10.0.0.7', 1],
      ['10.0.0.8', 1],
    ])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stored.slice(2).map(({ address, count, requestId }) => [address, count, requestId])).toEqual([
      ['10.0.0.7', 499, 'req-499'],
    ])
  })

  it('stays small whoever asks, and counts them all', async () => {
    for (let i = 0; i < 5_000; i++) log.note({ ...happening, who: 'nobody', status: 401, address: `10.1.${i >> 8}.${i & 255}` })
    await log.close()
    expect(stored.length).toBeLessThanOrEqual(1_003)
    expect(stored.reduce((sum, { count }) => sum + count, 0)).toBe(5_000)
  })

  it('keeps what the store does not take until it does', async () => {
    fault = new StoreError('away')
    log.note(happening)
    await log.flush()
    log.note({ ...happening, requestId: 'req-2' })
    fault = undefined
    await log.flush()
    expect(stored.map(({ requestId }) => requestId)).toEqual(['req-1', 'req-2'])
  })
})

describe('the table', () => {
  let folder: string
  let store: Store
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ringside-audit-'))
    store = await openChdbStore({ path: folder })
    await migrate(store)
  })
  afterAll(async () => {
    await store?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('gives entries of one instant in pages without losing or doubling any', async () => {
    const audit = new AuditStore(store)
    const entries = Array.from({ length: 25 }, (_, i) => ({
      ...happening,
      id: i.toString(16).padStart(16, '0'),
      count: 1,
      at: i < 20 ? happening.at : '2026-03-01T00:00:00.001Z',
      who: i % 2 === 0 ? 'even' : 'odd',
    }))
    await audit.append(entries)
    await audit.append(entries)
    const seen: AuditEntry[] = []
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
      const found = await audit.page({ limit: 6, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...(found?.entries ?? []))
      cursor = found?.next
    }
    expect(seen).toEqual(entries.toReversed())
    expect((await audit.page({ limit: 100, who: 'odd' }))?.entries).toHaveLength(12)
    expect(await audit.page({ limit: 1, cursor: "1.' OR 1" })).toBeUndefined()
  })
})
