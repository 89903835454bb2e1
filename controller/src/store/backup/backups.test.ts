import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openChdbStore } from '../chdb-store.ts'
import { openClickHouseStore } from '../clickhouse-store.ts'
import { migrate } from '../migrate.ts'
import type { Store } from '../store.ts'
import { startClickHouse } from '../testing/clickhouse-process.ts'
import { Backups } from './backups.ts'
import { gateStore } from './write-gate.ts'

const root = mkdtempSync(join(tmpdir(), 'ringside-backup-'))
const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

let stores = 0
const openers = {
  // What is allowed is decided by the first store of a process.
  chdb: (path: string) => openChdbStore({ path, backupDir: root }),
  'a ClickHouse server': async (path: string, backupDir: string) => {
    const server = await startClickHouse(path, ['--backups', backupDir])
    cleanUps.push(() => server.end())
    return openClickHouseStore({ url: server.url })
  },
}

async function openBackups(
  driver: keyof typeof openers,
  folder = join(root, `${stores++} it's backups`),
  path = join(root, `store ${stores++}`),
) {
  mkdirSync(folder, { recursive: true })
  const store = gateStore(await openers[driver](path, folder))
  cleanUps.push(() => store.close())
  await migrate(store)
  return { store, folder, backups: new Backups(store, { folder, storeName: driver, isLocal: driver === 'chdb' }) }
}

const insertRun = (store: Store, id: string, state = 'succeeded') =>
  store.insertRows('runs', [{ id, state, submitted_at: '2026-01-02 03:04:05.678', version: 7 }], { token: `run ${id}` })
const idsOf = async (store: Store) =>
  (await store.query<{ id: string }>('SELECT id FROM runs FINAL ORDER BY id')).map(({ id }) => id)

describe.each(['chdb', 'a ClickHouse server'] as const)('backups of %s', (driver) => {
  it('are restored into an empty store, and into another only when that is wanted', async () => {
    const { store, backups } = await openBackups(driver)
    await insertRun(store, 'r-1')
    const made = await backups.create('nightly')
    expect(made).toMatchObject({
      name: 'nightly',
      bytes: expect.any(Number),
      tables: expect.arrayContaining([{ name: 'runs', rows: 1 }]),
    })
    await insertRun(store, 'r-2')
    expect(await backups.list()).toEqual([made])

    await expect(backups.restore('nightly', {})).rejects.toMatchObject({
      name: 'BackupError',
      status: 409,
      message: expect.stringMatching(/has 2 runs/),
    })
    expect(await idsOf(store)).toEqual(['r-1', 'r-2'])
    const report = await backups.restore('nightly', { replace: true })
    expect(report.tables).toEqual(expect.arrayContaining([{ name: 'runs', rows: 1 }]))
    expect(await idsOf(store)).toEqual(['r-1'])
    // It is a store like any other: views show what was restored, and nothing is inserted twice.
    expect(await store.query('SELECT count() AS n FROM otel_traces')).toEqual([{ n: '0' }])
    await insertRun(store, 'r-3')
    expect(await idsOf(store)).toEqual(['r-1', 'r-3'])

    await store.exec('TRUNCATE TABLE runs')
    await backups.restore('nightly', {})
    expect(await idsOf(store)).toEqual(['r-1'])
    await insertRun(store, 'r-going', 'running')
    await expect(backups.restore('nightly', { replace: true })).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/have not ended/),
    })
  })

  it('show all tables at one time, while others write', async () => {
    const { store, backups } = await openBackups(driver)
    let wanted = true
    // A run is stored after its trial, so whoever has the run has the trial, and has one trial more at most.
    const writing = (async () => {
      for (let n = 1; wanted; n++) {
        await store.insertRows('trials', [{ run_id: `r-${n}`, backend: 'a', index: 0 }], { token: `${n}` })
        await insertRun(store, `r-${n}`)
      }
    })()
    for (const name of ['one', 'two', 'three']) await backups.create(name)
    wanted = false
    await writing
    for (const { name, tables } of await backups.list()) {
      await backups.restore(name, { replace: true })
      const rows = (table: string) => tables.find((each) => each.name === table)?.rows ?? Number.NaN
      expect(await idsOf(store)).toHaveLength(rows('runs'))
      expect([0, 1]).toContain(rows('trials') - rows('runs'))
    }
  })

  it('are refused when they are not what was backed up, and leave the store as it is', async () => {
    const { store, backups, folder } = await openBackups(driver)
    await insertRun(store, 'r-1')
    await backups.create('spoilt')
    const manifest = join(folder, 'spoilt.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"name":"runs","rows":1', '"name":"runs","rows":2'))
    await insertRun(store, 'r-2')
    const restoring = backups.restore('spoilt', { replace: true })
    await expect(restoring).rejects.toMatchObject({ status: 422, message: expect.stringMatching(/runs has 1 rows, expected 2/) })
    expect(await idsOf(store)).toEqual(['r-1', 'r-2'])
    rmSync(join(folder, 'spoilt'), { recursive: true })
    await expect(backups.restore('spoilt', { replace: true })).rejects.toMatchObject({ name: 'BackupError', status: 422 })
    expect(await idsOf(store)).toEqual(['r-1', 'r-2'])
  })
})

it('has no backup whose name is a path or more than a name', async () => {
  const { backups, folder } = await openBackups('chdb')
  for (const name of ['../up', '/etc/x', '', '.', '..', 'a/b', "x'", 'x'.repeat(65), 'ü']) {
    await expect(backups.create(name)).rejects.toMatchObject({ name: 'BackupError', status: 422 })
    await expect(backups.restore(name, {})).rejects.toMatchObject({ name: 'BackupError', status: 422 })
  }
  expect(readdirSync(folder)).toEqual([])
})

it('makes one backup at a time, and none over another', async () => {
  const { backups } = await openBackups('chdb')
  const [first, second] = await Promise.allSettled([backups.create('a'), backups.create('b')])
  expect(first.status).toBe('fulfilled')
  expect(second).toMatchObject({ reason: { status: 409, message: expect.stringContaining('under way') } })
  await expect(backups.create('a')).rejects.toMatchObject({ status: 409, message: expect.stringContaining('already') })
  await expect(backups.restore('c', {})).rejects.toMatchObject({ status: 404 })
})

it('lists only what is complete after its process was killed in the middle of a backup', async () => {
  const [path, folder] = [join(root, 'killed'), join(root, 'killed backups')]
  const program = fileURLToPath(new URL('../testing/backup-forever.ts', import.meta.url))
  const child = spawn(process.execPath, [program, path, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const complete: string[] = []
  const isDone = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (name) => {
      complete.push(name)
      if (complete.length === 2) resolve()
    })
  })
  await isDone
  // The third is under way when its folder is there.
  await expect.poll(() => existsSync(join(folder, 'b-3')), { interval: 1, timeout: 30_000 }).toBe(true)
  child.kill('SIGKILL')
  await once(child, 'close')

  const { store, backups } = await openBackups('chdb', folder, path)
  const names = (await backups.list()).map(({ name }) => name).sort()
  expect(names).toEqual(expect.arrayContaining(complete))
  for (const name of names) {
    await backups.restore(name, { replace: true })
    expect(await store.query('SELECT count() AS n FROM spans')).toEqual([{ n: '300000' }])
  }
  if (!names.includes('b-3')) {
    await expect(backups.restore('b-3', { replace: true })).rejects.toMatchObject({ status: 404 })
    await backups.create('b-3')
    expect((await backups.list()).map(({ name }) => name)).toContain('b-3')
  }
})

it('says that the disk is full, leaves nothing there, and the store goes on', async (context) => {
  const disk = join(root, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { stdio: 'pipe' })
  } catch (error) {
    if (process.env.CI) throw error
    process.stderr.write(`NOT TESTED: a full disk, because this test may not mount a file system (${error}); run it as root\n`)
    return context.skip()
  }
  cleanUps.push(async () => execFileSync('umount', ['-l', disk]))
  const { store, backups } = await openBackups('chdb', join(disk, 'backups'))
  await store.exec(`INSERT INTO logs (service, body, time) SELECT 's', randomString(1000), now() FROM numbers(40000)`)
  await expect(backups.create('large')).rejects.toMatchObject({
    name: 'BackupError',
    status: 507,
    message: expect.stringContaining('no room'),
  })
  expect(await backups.list()).toEqual([])
  expect(readdirSync(join(disk, 'backups'))).toEqual([])
  await store.exec('TRUNCATE TABLE logs')
  await backups.create('small')
  expect(await backups.list()).toHaveLength(1)
})
