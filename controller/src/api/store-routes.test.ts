import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiPaths, type StoreSummary } from '@ringside/contract'
import { afterEach, expect, it } from 'vitest'
import { startTestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { follow, get, startTestStack, submit, testSuite } from '../queue/testing/stack.ts'
import { startController } from '../start-controller.ts'
import { startClickHouse } from '../store/testing/clickhouse-process.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function startServer() {
  const path = mkdtempSync(join(tmpdir(), 'ringside-server-'))
  const server = await startClickHouse(path, ['--password', 'secret'])
  cleanUps.push(async () => {
    await server.end()
    rmSync(path, { recursive: true, force: true })
  })
  return server.url
}

it.each(['chdb', 'a ClickHouse server'])('runs a suite on %s, and tells what it holds then', async (driver) => {
  const stack = await startTestStack()
  cleanUps.push(() => stack.stop())
  const shown = driver === 'chdb' ? 'chdb' : `${await startServer()}/ringside`
  const storeUrl = shown.replace('//', '//default:secret@')
  const controller = await startController({ ...stack.config, storeUrl, retention: 'logs=keep' })
  cleanUps.push(() => controller.close())
  const agent = await startTestAgent({
    redisUrl: stack.redis.url,
    host: 'bench-1',
    execute: async (job) => resultOf(job.data.id, ['a', 'b'], job.data.trials),
  })
  cleanUps.push(() => agent.stop())

  const { body } = await submit(controller.url, testSuite)
  expect((await follow(controller.url, body.id)).at(-1)).toMatchObject({ state: 'succeeded' })

  const { body: summary } = await get<StoreSummary>(`${controller.url}${apiPaths.store}`)
  expect(summary).toMatchObject({ store: shown, version: expect.stringMatching(/^\d+\.\d+/) })
  const tables = new Map(summary.tables.map((table) => [table.name, table]))
  expect(tables.get('trials')).toMatchObject({ rows: 12, bytes: expect.any(Number) })
  expect(tables.get('trials')).not.toHaveProperty('retention')
  expect(tables.get('spans')).toMatchObject({ retention: { doorbells: 30, spans: 90 } })
  expect(tables.get('logs')).toMatchObject({ retention: { logs: 'keep' } })
  expect(JSON.stringify(summary)).not.toContain('secret')
})
