import { describe, expect, test } from 'vitest'

/** The set-up is JavaScript, which has no declarations: it runs before there is anything that could compile. */
const load = (file: string) => import(new URL(`../setup/${file}`, import.meta.url).href)
const { sameInstallation } = await load('packages.mjs')
const { isRecentRust } = await load('platform.mjs')
const { importantLines } = await load('run-command.mjs')

const wanted = {
  '': { name: 'root', devDependencies: { a: '1' } },
  cli: { name: '@x/cli', version: '0.1.0', bin: { x: 'bin/x' }, dependencies: { a: '1' } },
  'node_modules/@x/cli': { resolved: 'cli', link: true },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'cli/node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
  'node_modules/only-arm': { version: '1.0.0', integrity: 'sha512-c', optional: true },
}
const { '': _root, 'node_modules/only-arm': _optional, ...installed } = wanted

describe('an installation of packages', () => {
  test('is the one of the lockfile when all but the optional ones are there', () => {
    expect(sameInstallation(wanted, installed)).toBe(true)
    expect(sameInstallation(wanted, { ...installed, 'node_modules/only-arm': wanted['node_modules/only-arm'] })).toBe(true)
  })

  test('stays the one of the lockfile when only a workspace changed its version or dependencies', () => {
    const changed = { ...wanted, cli: { ...wanted.cli, version: '0.2.0', dependencies: { a: '1', b: '2' } } }
    expect(sameInstallation(changed, installed)).toBe(true)
  })

  test('is another one when a package has another version or content, is new or is gone', () => {
    expect(sameInstallation({ ...wanted, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }, installed)).toBe(false)
    expect(sameInstallation({ ...wanted, 'cli/node_modules/b': { version: '2.0.0', integrity: 'sha512-x' } }, installed)).toBe(
      false,
    )
    expect(sameInstallation({ ...wanted, 'node_modules/new': { version: '1.0.0' } }, installed)).toBe(false)
    expect(sameInstallation(wanted, { ...installed, 'node_modules/old': { version: '1.0.0' } })).toBe(false)
  })

  test('is another one when an optional package is there in another version, or a workspace offers another program', () => {
    expect(sameInstallation(wanted, { ...installed, 'node_modules/only-arm': { version: '0.9.0' } })).toBe(false)
    expect(sameInstallation({ ...wanted, cli: { ...wanted.cli, bin: { y: 'bin/y' } } }, installed)).toBe(false)
  })
})

test('Rust is recent enough from 1.88 on', () => {
  for (const version of ['rustc 1.88.0 (x)', 'rustc 1.95.0', 'rustc 2.0.0']) expect(isRecentRust(version), version).toBe(true)
  for (const version of ['rustc 1.87.1', 'rustc 0.99.0', '', 'rustc nightly']) expect(isRecentRust(version), version).toBe(false)
})

test('of the output of a command that failed, the first error is shown even when much came after it', () => {
  const lines = [...Array<string>(50).fill('Compiling'), 'error[E0425]: cannot find value', ...Array<string>(100).fill('note')]
  expect(importantLines(lines)).toContain('error[E0425]: cannot find value')
  expect(importantLines(['a', 'b'])).toEqual(['a', 'b'])
  expect(importantLines(Array.from({ length: 99 }, (_, line) => `${line}`)).at(-1)).toBe('98')
})
