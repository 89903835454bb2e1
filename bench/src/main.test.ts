import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('main.ts', import.meta.url))

function bench(...args: string[]) {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
}

test('the list names every bench', () => {
  const { stdout, status } = bench('--list')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^datapath: .*\n {4}oneway-64: oneway-64-split/)
  expect(stdout).toMatch(/^ring: /m)
})

test('bad usage is exit code 2, with the usage on standard error and nothing on standard output', () => {
  const { stdout, stderr, status } = bench('nothing')
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^bench: no bench is named 'nothing'.*\n\nusage: /)
})
