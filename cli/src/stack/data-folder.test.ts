import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { scratchFolder } from '../testing/command.ts'
import { openDataFolder } from './data-folder.ts'
import { identityOf } from './process-identity.ts'

it('makes the folder for its user only, and gives it back', async () => {
  const path = join(scratchFolder(), 'a', 'b')
  const folder = await openDataFolder(path)
  expect(statSync(path).mode & 0o777).toBe(0o700)
  folder.release()
  expect(existsSync(join(path, 'up.lock'))).toBe(false)
})

it('refuses a folder that a running process holds, and names the process', async () => {
  const path = scratchFolder()
  const folder = await openDataFolder(path)
  await expect(openDataFolder(path)).rejects.toThrow(`in use by another ringside up (process ${process.pid})`)
  folder.release()
})

it('takes a folder whose holder is gone, also when its pid was given to another process', async () => {
  const path = scratchFolder()
  writeFileSync(join(path, 'up.lock'), JSON.stringify({ owner: { pid: process.pid, startTicks: '1' } }))
  const folder = await openDataFolder(path)
  expect(JSON.parse(readFileSync(join(path, 'up.lock'), 'utf8')).owner).toEqual(identityOf(process.pid))
  folder.release()
})

it('takes a folder whose lock is not a lock', async () => {
  const path = scratchFolder()
  writeFileSync(join(path, 'up.lock'), '{"owner":')
  ;(await openDataFolder(path)).release()
})

it('waits for the keeper of a killed holder', async () => {
  const path = scratchFolder()
  const child = spawn('sleep', ['0.6'])
  const keeper = identityOf(child.pid as number)
  writeFileSync(join(path, 'up.lock'), JSON.stringify({ owner: { pid: 1, startTicks: 'none' }, keeper }))
  const folder = await openDataFolder(path)
  expect(identityOf(child.pid as number)).toBeUndefined()
  folder.release()
})

it('lets one of many have it', async () => {
  const path = scratchFolder()
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => openDataFolder(path)))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('says so when it cannot be written', async () => {
  const file = join(scratchFolder(), 'file')
  writeFileSync(file, '')
  await expect(openDataFolder(join(file, 'data'))).rejects.toThrow(/cannot write to the data folder .*choose one with --data/)
})
