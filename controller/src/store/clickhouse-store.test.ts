import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openClickHouseStore } from './clickhouse-store.ts'
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
