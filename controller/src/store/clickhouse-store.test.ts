import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openClickHouseStore } from './clickhouse-store.ts'
import { openStore } from './open-store.ts'
import { StoreError } from './store.ts'
import { describeStore } from './store-conformance.ts'
import { type ClickHouseProcess, startClickHouse } from './testing/clickhouse-process.ts'

const folders: string[] = []
const servers: ClickHouseProcess[] = []
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ringside-clickhouse-'))
  folders.push(path)
  return path
}
async function server(path = folder(), args: readonly string[] = []): Promise<ClickHouseProcess> {
  const started = await startClickHouse(path, args)
  servers.push(started)
  return started
}
afterAll(async () => {
  for (const server of servers) await server.end()
  for (const path of folders) rmSync(path, { recursive: true, force: true })
})

describeStore('a ClickHouse server', async () => openClickHouseStore({ url: `${(await server()).url}/ringside` }))

const createKept = `CREATE TABLE IF NOT EXISTS kept (id UInt32) ENGINE = MergeTree ORDER BY id
  SETTINGS non_replicated_deduplication_window = 10000`

/** The port of a server, to start another one there. */
const portOf = ({ url }: ClickHouseProcess): string[] => ['--port', new URL(url).port]

it('says that the server is away without showing its password, and works again when it is back', async () => {
  const path = folder()
  const first = await server(path, ['--password', 'secret'])
  const url = first.url.replace('//', '//default:secret@')
  const store = await openClickHouseStore({ url })
  await store.exec(createKept)
  await first.end()

  const insert = () => store.insertRows('kept', [{ id: 1 }], { token: '1' })
  for (const work of [() => store.query('SELECT 1'), () => store.exec(createKept), insert]) {
    const error = await work().catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'StoreError', code: undefined, message: expect.stringContaining('is out of reach') })
    expect(String(error)).not.toContain('secret')
  }
  await server(path, ['--password', 'secret', ...portOf(first)])
  await insert()
  expect(await store.query('SELECT * FROM kept')).toEqual([{ id: 1 }])
  await store.close()
})

it('refuses a wrong password with the code of the server, without showing it', async () => {
  const { url } = await server(folder(), ['--password', 'right'])
  const error = await openClickHouseStore({ url: url.replace('//', '//default:wrong@') }).catch((error: unknown) => error)
  expect(error).toMatchObject({ name: 'StoreError', code: 516 })
  expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/wrong|right/)
})

it('keeps every acknowledged insert once while its server is killed and started again', async () => {
  const path = folder()
  let running = await server(path)
  const store = await openClickHouseStore({ url: running.url })
  await store.exec(createKept)
  let wanted = true
  let last = 0
  /** One after the other, each until it is acknowledged. */
  const inserting = (async () => {
    for (let id = 1; wanted; id++) {
      const insert = () => store.insertRows('kept', [{ id }], { token: `id ${id}` })
      while (!(await insert().then(() => true, isAway))) await new Promise((resolve) => setTimeout(resolve, 20))
      last = id
    }
  })()
  for (let kill = 1; kill <= 3; kill++) {
    while (last < kill * 20) await new Promise((resolve) => setTimeout(resolve, 5))
    await running.end()
    running = await server(path, portOf(running))
  }
  wanted = false
  await inserting
  const [row] = await store.query('SELECT count() AS n, uniqExact(id) AS ids, max(id) AS last FROM kept')
  expect(row).toEqual({ n: `${last}`, ids: `${last}`, last })
  await store.close()
})

/** False for an error that passes. Throws any other. */
function isAway(error: unknown): boolean {
  if (error instanceof StoreError && error.code === undefined) return false
  throw error
}

it('gives a server up that does not answer in time, and closes all the same', async () => {
  const { url, child } = await server()
  const store = await openClickHouseStore({ url, timeoutMs: 300 })
  child.kill('SIGSTOP')
  await expect(store.query('SELECT 1')).rejects.toMatchObject({ name: 'StoreError', code: undefined })
  await store.close()
  child.kill('SIGCONT')
})

it('trusts the authorities it is told to, and no others', async () => {
  const path = folder()
  const [cert, key] = [join(path, 'cert.pem'), join(path, 'key.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject], {
    stdio: 'pipe',
  })
  const { url } = await server(path, ['--cert', cert, '--key', key, '--password', 'secret'])
  const secret = url.replace('//', '//default:secret@')
  await expect(openClickHouseStore({ url: secret })).rejects.toMatchObject({
    code: undefined,
    message: expect.stringMatching(/certificate/),
  })
  const store = await openStore({ storeUrl: secret, dataDir: path, storeCaFile: cert })
  expect(await store.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  await store.close()
})
