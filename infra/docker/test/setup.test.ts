import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const program = fileURLToPath(new URL('../setup.mjs', import.meta.url))
const { cpuSettings } = await import(new URL('../setup.mjs', import.meta.url).href)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-setup-'))
  copyFileSync(fileURLToPath(new URL('../../../.env.example', import.meta.url)), join(folder, '.env.example'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const setUp = () => spawnSync(process.execPath, [program, folder], { encoding: 'utf8' })
const written = () => readFileSync(join(folder, '.env'), 'utf8')
const passwords = () => [...written().matchAll(/^\w+_PASSWORD=(.*)$/gm)].map(([, password]) => password)

test('every password is another one, long, and of letters that need no quoting anywhere', () => {
  expect(setUp()).toMatchObject({ status: 0, stdout: '' })
  expect(passwords().length).toBeGreaterThan(5)
  expect(new Set(passwords()).size).toBe(passwords().length)
  for (const password of passwords()) expect(password).toMatch(/^[0-9a-f]{64}$/)
})

test('the file is for the eyes of its user only', () => {
  setUp()
  expect((statSync(join(folder, '.env')).mode & 0o777).toString(8)).toBe('600')
})

test('a file that is there stays as it is, and that is said', () => {
  setUp()
  const before = written()
  expect(setUp()).toMatchObject({ status: 1, stderr: expect.stringMatching(/\.env is there already and stays as it is/) })
  expect(written()).toBe(before)
})

test('agents get the upper half of the CPUs, and all of them where there are too few', () => {
  const cpus = (count: number) => Object.values(cpuSettings(count))
  expect(cpus(1)).toEqual(['0', '0', '1'])
  expect(cpus(2)).toEqual(['0-1', '0-1', '2'])
  expect(cpus(4)).toEqual(['2-3', '0-1', '2'])
  expect(cpus(5)).toEqual(['3-4', '0-2', '3'])
  expect(cpus(16)).toEqual(['8-15', '0-7', '4'])
})
