import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunListQuery, RunState } from '@ringside/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expand } from '../planning/expand.ts'
import { testSuite } from '../queue/testing/stack.ts'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { cursorAt, placeOf } from './list-cursor.ts'
import { runPage, submissionPage } from './run-pages.ts'
import type { RunRecord } from './run-record.ts'
import { RunStore } from './run-store.ts'

let folder: string
let store: Store
let runs: RunStore
const underWay = new Map<string, RunState>()
const startedMs = Date.UTC(2026, 0, 1, 12)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-pages-'))
  store = await openChdbStore({ path: folder })
  await migrate(store)
  runs = new RunStore(store)
  // Two submissions of one moment, to be told apart by their ids.
  for (const [n, minute] of [0, 1, 1, 2].entries()) await runs.save(submission(n, minute))
})
afterAll(async () => {
  await store?.close()
  await rm(folder, { recursive: true, force: true })
})

function submission(n: number, minute: number, suite = `suite-${n % 2}`): RunRecord[] {
  const planned = expand({ ...testSuite, name: suite, matrix: { frame: [64, 128, 256] } })
  return planned.map((run, position) => ({
    // Ids that sort against the order of the list.
    spec: {
      ...run,
      id: `r-${n}${9 - position}`,
      submissionId: `s-${n}`,
      host: `h-${n}`,
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    },
    parentSpanId: 'c'.repeat(16),
    position,
    state: 'queued',
    submittedAtMs: startedMs + minute * 60_000,
    earlier: [],
  }))
}

async function pages(query: Partial<RunListQuery>, between: (page: number) => Promise<unknown> = async () => undefined) {
  const seen: string[][] = []
  let cursor: string | undefined
  do {
    const after = cursor === undefined ? undefined : placeOf(cursor)
    const page = await runPage(store, { query: { limit: 50, ...query }, after }, () => underWay)
    seen.push(page.items.map(({ spec }) => spec.id))
    cursor = page.next
    await between(seen.length)
  } while (cursor !== undefined)
  return seen
}

const newestFirst = ['r-39', 'r-38', 'r-37', 'r-29', 'r-28', 'r-27', 'r-19', 'r-18', 'r-17', 'r-09', 'r-08', 'r-07']

describe('pages of runs', () => {
  it('are newest first, and of a submission in the order of its suite', async () => {
    expect(await pages({})).toEqual([newestFirst])
  })

  it.each([1, 2, 5, 12])('hold every run once, at %i a page', async (limit) => {
    const seen = await pages({ limit })
    expect(seen.flat()).toEqual(newestFirst)
    expect(seen.length).toBe(Math.ceil(12 / limit))
  })

  it('filter by everything that is said', async () => {
    expect(await pages({ suite: 'suite-1', host: 'h-3' })).toEqual([['r-39', 'r-38', 'r-37']])
    expect(await pages({ submission: 's-0', label: '128' })).toEqual([['r-08']])
    expect(await pages({ since: new Date(startedMs + 60_000).toISOString() })).toEqual([newestFirst.slice(0, 9)])
    expect(await pages({ since: '2026-01-01T13:01:00+01:00', limit: 4 }).then((seen) => seen.flat())).toEqual(
      newestFirst.slice(0, 9),
    )
    expect(await pages({ state: ['failed', 'succeeded'] })).toEqual([[]])
    expect(await pages({ suite: "'; DROP TABLE runs; --\\\t\n\u0000日本" })).toEqual([[]])
  })

  it('see the latest state of a run only, whether its row is there yet or not', async () => {
    const [first] = submission(0, 0)
    if (first === undefined) throw new Error('no run')
    const step = (state: RunState) => runs.save([{ ...first, state, startedAtMs: startedMs }])
    await step('running')
    expect(await pages({ state: ['running'] })).toEqual([['r-09']])
    expect((await pages({ state: ['queued'] }))[0]).not.toContain('r-09')
    underWay.set('r-08', 'claimed').set('r-09', 'running')
    expect(await pages({ state: ['claimed'] })).toEqual([['r-08']])
    expect(await pages({ state: ['running', 'claimed'] })).toEqual([['r-09', 'r-08']])
    expect((await pages({ state: ['queued'] }))[0]).not.toContain('r-08')
    underWay.clear()
  })

  it('shift by nothing that comes meanwhile', async () => {
    let n = 4
    const seen = await pages({ limit: 2 }, async () => {
      await runs.save(submission(n, n, 'late'))
      n++
    })
    expect(seen.flat()).toEqual(newestFirst)
  })
})

describe('pages of submissions', () => {
  it('count the runs of each state, and hold every submission once', async () => {
    const seen: unknown[] = []
    let after: ReturnType<typeof placeOf>
    for (;;) {
      const page = await submissionPage(store, { query: { limit: 1, suite: 'suite-0' }, after })
      seen.push(...page.items.map(({ id, runs: counts }) => [id, counts]))
      if (page.next === undefined) break
      after = placeOf(page.next)
    }
    expect(seen).toEqual([
      ['s-2', { queued: 3 }],
      ['s-0', { queued: 2, running: 1 }],
    ])
  })
})

describe('cursors', () => {
  it('come back as they went', () => {
    const place = fc.record({ submittedAtMs: fc.nat(2 ** 31), submissionId: fc.string(), position: fc.nat() })
    fc.assert(
      fc.property(place, (one) => {
        expect(placeOf(cursorAt(one))).toEqual(one)
      }),
    )
  })

  it('are nothing else than what was made here', () => {
    for (const bad of [
      '',
      'x',
      '{}',
      cursorAt({ submittedAtMs: -1, submissionId: 's', position: 0 }),
      cursorAt({ submittedAtMs: 1.5, submissionId: 's', position: 0 }),
    ])
      expect(placeOf(bad)).toBeUndefined()
    fc.assert(fc.property(fc.string(), (text) => void placeOf(text)))
    fc.assert(fc.property(fc.json(), (json) => void placeOf(Buffer.from(json).toString('base64url'))))
  })
})
