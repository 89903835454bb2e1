import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, it } from 'vitest'
import { openChdbStore } from './chdb-store.ts'
import { StoreError } from './store.ts'
import { describeStore } from './store-conformance.ts'

const folders: string[] = []
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ringside-store-'))
  folders.push(path)
  return path
}
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true })
})

describeStore('chdb', () => openChdbStore({ path: folder() }))

const insertForever = new URL('testing/insert-forever.ts', import.meta.url).pathname

/** A process that inserts into the store at `path` and prints each id once the insert is acknowledged. */
function startInserting(path: string) {
  const child = spawn(process.execPath, [insertForever, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: number[] = []
  createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(Number(line)))
  const reached = async (count: number) => {
    while (acknowledged.length < count && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { child, acknowledged, reached }
}

it('keeps every acknowledged insert exactly once when its process is killed, and takes the rest again', async () => {
  const path = folder()
  for (let round = 0; round < 3; round++) {
    const { child, acknowledged, reached } = startInserting(path)
    await reached(40)
    child.kill('SIGKILL')
    await once(child, 'close')

    const store = await openChdbStore({ path })
    const last = Math.max(...acknowledged)
    expect(acknowledged.length).toBeGreaterThanOrEqual(40)
    // Insert again what was acknowledged last and what may have been under way: nothing may appear twice.
    for (const id of [last - 1, last, last + 1]) await store.insertRows('kept', [{ id }], { token: `id ${id}` })
    const rows = await store.query<{ id: number; n: string }>('SELECT id, count() AS n FROM kept GROUP BY id ORDER BY id')
    const ids = new Set(rows.map((row) => row.id))
    expect([...acknowledged, last + 1].filter((id) => !ids.has(id))).toEqual([])
    expect(rows.filter((row) => row.n !== '1')).toEqual([])
    await store.close()
  }
})

it('says who to look for when another process holds the folder', async () => {
  const path = folder()
  const { child, reached } = startInserting(path)
  await reached(1)
  const error = await openChdbStore({ path }).catch((error: unknown) => error)
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(error).toBeInstanceOf(StoreError)
  expect(error).toMatchObject({ code: undefined, message: expect.stringContaining(`process ${child.pid} holds it`) })
})
