import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Backup, ImportReport, RestoreReport, StoreSummary } from '@ringside/contract'
import { startTraceServer, type TraceServer } from '@ringside/controller/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ringside, scratchFolder } from '../testing/command.ts'

let server: TraceServer
beforeAll(async () => {
  server = await startTraceServer([])
  const spec = { id: 'r-1', submissionId: 's-1', host: 'h', point: {}, backends: [{ name: 'a' }] }
  const result = { runId: 'r-1', trials: [] }
  const run = {
    id: 'r-1',
    submission_id: 's-1',
    suite: 'nightly',
    state: 'succeeded',
    submitted_at: '2026-01-02 03:04:05.678',
    version: 7,
  }
  await server.store.insertRows('runs', [{ ...run, spec: JSON.stringify(spec), result: JSON.stringify(result) }], {
    token: 'run',
  })
  await server.store.insertRows('trials', [{ run_id: 'r-1', backend: 'a', throughput_pps: 3e7 }], { token: 'trial' })
})
afterAll(() => server.close())

const command = (...args: string[]) => ringside([...args, '--url', server.url], { cwd: scratchFolder() })
const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await command(...args, '--json')).stdout) as T

it('shows what the store holds and for how long', async () => {
  const { stdout, code } = await command('store')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^chdb, ClickHouse \d/)
  expect(stdout).toMatch(/runs +1 .*for ever/)
  expect(stdout).toMatch(/spans .*doorbells 30 days, spans 90 days/)
  expect((await json<StoreSummary>('store')).tables.find(({ name }) => name === 'trials')).toMatchObject({ rows: 1 })
})

it('exports runs to a file, and imports them without adding anything twice', async () => {
  const folder = scratchFolder()
  const file = join(folder, 'runs.json')
  const { stdout } = await command('export', '--suite', 'nightly', '-o', file, '--json')
  expect(JSON.parse(stdout)).toEqual({ file, format: 'json', bytes: readFileSync(file).length })
  expect(readdirSync(folder)).toEqual(['runs.json'])
  expect(await json<ImportReport>('import', file)).toEqual({ runs: [{ id: 'r-1', outcome: 'kept' }] })

  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('r-1', 'r-2'))
  expect((await command('import', file)).stdout).toBe('runs: 1 added, 0 there already, 0 refused\n')
  expect((await command('export', '--run', 'r-1', 'r-2', '--format', 'csv')).stdout.trimEnd().split('\n')).toHaveLength(3)
})

it('says what is wrong with an archive, and with the question for one', async () => {
  const file = join(scratchFolder(), 'cut.json')
  writeFileSync(file, '{"format":"ringside-archive","version":1,"chunks":[\n{"run":')
  const cut = await command('import', file)
  expect([cut.code, cut.stderr]).toEqual([2, expect.stringContaining('line 2 is no chunk of an archive')])
  expect(await command('import', join(scratchFolder(), 'absent'))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('cannot read'),
  })
  expect(await command('export')).toMatchObject({ code: 2, stderr: expect.stringContaining('Expected --run') })
  expect(await command('export', '--all', '--json')).toMatchObject({ code: 2, stderr: expect.stringContaining('-o FILE') })
})

it('backs the store up and restores it', async () => {
  expect((await command('backup', '--list')).stdout).toContain('There are no backups')
  expect(await json<Backup>('backup', 'before')).toMatchObject({ name: 'before' })
  expect((await command('backup', '--list')).stdout).toMatch(/before +\d{4}-/)
  const refused = await command('restore', 'before')
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('--replace')])
  expect(await json<RestoreReport>('restore', 'before', '--replace')).toMatchObject({ backup: 'before' })
  expect((await command('backup', '../up')).code).toBe(2)
})
