import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openChdbStore } from './chdb-store.ts'
import { strikeLostTokens } from './lost-tokens.ts'
import type { Store } from './store.ts'

let path: string
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'ringside-tokens-'))
})
afterEach(() => rmSync(path, { recursive: true, force: true }))

async function use<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openChdbStore({ path, sessions: 1 })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Inserts ids 1 to 3, one part and one token each. */
async function insertAll(store: Store) {
  await store.exec(
    `CREATE TABLE IF NOT EXISTS t (id UInt32) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`,
  )
  for (const id of [1, 2, 3]) await store.insertRows('t', [{ id }], { token: `id ${id}` })
}

const ids = async (store: Store) => (await store.query<{ id: number }>('SELECT id FROM t ORDER BY id')).map((row) => row.id)

/** The ids stored after all were sent once more. */
async function insertAgain(store: Store): Promise<number[]> {
  await insertAll(store)
  return ids(store)
}

it('stores an insert that is sent again after a kill between its token and its part', async () => {
  await use(insertAll)
  // What the kill leaves: the token is in the log, the part is not in its place.
  for (const part of globSync(join(path, 'store/*/*/all_2_2_0'))) rmSync(part, { recursive: true })
  const stored = await use(async (store) => {
    const before = await ids(store)
    return [before, await insertAgain(store)]
  })
  expect(stored).toEqual([
    [1, 3],
    [1, 2, 3],
  ])
  expect(await use(insertAgain)).toEqual([1, 2, 3])
})

it('leaves the tokens of parts that are there, also within a merged part', async () => {
  await use(insertAll)
  expect(strikeLostTokens(path)).toBe(0)
  await use((store) => store.exec('OPTIMIZE TABLE t FINAL'))
  for (const part of globSync(join(path, 'store/*/*/all_{1_1,2_2,3_3}_0'))) rmSync(part, { recursive: true })
  expect(strikeLostTokens(path)).toBe(0)
  expect(await use(insertAgain)).toEqual([1, 2, 3])
})

it('finds nothing in an empty folder', () => {
  expect(strikeLostTokens(path)).toBe(0)
})
