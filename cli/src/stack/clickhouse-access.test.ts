import { once } from 'node:events'
import { statSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { scratchFolder } from '../testing/command.ts'
import { clickhouseAccess } from './clickhouse-access.ts'

it('makes a password once, for its user only, and keeps it', async () => {
  const folder = scratchFolder()
  const first = await clickhouseAccess(0, folder, {})
  const second = await clickhouseAccess(0, folder, {})
  expect(first).toMatchObject({ user: 'grafana', password: expect.stringMatching(/^[\w-]{32}$/) })
  expect(second.password).toBe(first.password)
  expect(statSync(join(folder, 'clickhouse.password')).mode & 0o777).toBe(0o600)
})

it('takes name and password that are given', async () => {
  const env = { RINGSIDE_CLICKHOUSE_USER: 'reader', RINGSIDE_CLICKHOUSE_PASSWORD: 'given' }
  expect(await clickhouseAccess(0, scratchFolder(), env)).toMatchObject({ user: 'reader', password: 'given' })
})

it('names the option when the port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await expect(clickhouseAccess(port, scratchFolder(), {})).rejects.toThrow(/in use.*--clickhouse-port/)
  server.close()
})
