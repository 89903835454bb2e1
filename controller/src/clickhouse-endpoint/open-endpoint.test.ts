import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { configDefaults } from '../config.ts'
import { StartupError } from '../startup-error.ts'
import { openChdbStore } from '../store/chdb-store.ts'
import type { Store } from '../store/store.ts'
import { openClickHouseEndpoint } from './open-endpoint.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'ringside-endpoint-'))
const context = { certificate: undefined, isBusy: () => false, logger: pino({ level: 'silent' }) }
let store: Store
beforeAll(async () => {
  store = await openChdbStore({ path: dataDir })
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

it('is not there where no port is named', async () => {
  expect(await openClickHouseEndpoint({ ...configDefaults, dataDir }, context)).toBeUndefined()
})

it('answers as the settings say, and lets go of its port', async () => {
  const config = {
    ...configDefaults,
    dataDir,
    clickhousePort: 0,
    clickhouseUser: 'u',
    clickhousePassword: 'p',
    clickhouseTimeLimitS: 7,
  }
  const endpoint = await openClickHouseEndpoint(config, context)
  const url = endpoint?.url ?? expect.fail('no endpoint')
  const answer = await fetch(`${url}/?user=u&password=p&query=SELECT+getSetting('max_execution_time')`)
  expect(await answer.text()).toBe('7\n')
  await endpoint?.close()
  await expect(fetch(url)).rejects.toThrow()
})

it('says which port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const opening = openClickHouseEndpoint({ ...configDefaults, dataDir, clickhousePort: port, clickhousePassword: 'p' }, context)
  await expect(opening).rejects.toThrow(StartupError)
  await expect(opening).rejects.toThrow(`cannot listen on 127.0.0.1, port ${port}`)
  server.close()
})
