import { type SpawnOptions, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const infra = fileURLToPath(new URL('..', import.meta.url))
const libraries = [
  ['agent/native/binding', 'ringside-agent-binding', 'index.node'],
  ['controller/native', 'ringside-controller-binding', 'index.node'],
] as const

interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly tookMs: number
}

function runSetup(root: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const beganMs = performance.now()
  const inherited = { ...process.env, CARGO_TARGET_DIR: undefined, RINGSIDE_REDIS_URL: 'redis://127.0.0.1:1' }
  const options: SpawnOptions = { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }
  const child = spawn(process.execPath, [join(root, 'infra/setup.mjs'), ...args], options)
  const ended = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk) => (ended.stdout += chunk))
  child.stderr?.on('data', (chunk) => (ended.stderr += chunk))
  return new Promise((resolve) =>
    child.on('close', (exitCode) => resolve({ ...ended, exitCode, tookMs: performance.now() - beganMs })),
  )
}

/** A checkout in miniature: the real set-up, two crates without dependencies, packages that are already there, and a Vite that builds one file. */
function miniature(): string {
  const root = mkdtempSync(join(tmpdir(), 'ringside-setup-'))
  for (const part of ['setup.mjs', 'setup']) cpSync(join(infra, part), join(root, 'infra', part), { recursive: true })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const packages = { '': {}, 'node_modules/a': { version: '1.0.0' } }
  write('package-lock.json', JSON.stringify({ packages }))
  write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }))
  write('node_modules/.bin/ringside', '')
  symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'))
  write(
    'node_modules/vite/bin/vite.js',
    `const { mkdirSync, writeFileSync } = require('node:fs')
    mkdirSync('dashboards/web/dist', { recursive: true })
    writeFileSync('dashboards/web/dist/index.html', process.argv.slice(2).join(' '))`,
  )
  write('dashboards/web/src/main.tsx', '')
  write('Cargo.toml', `[workspace]\nresolver = "3"\nmembers = [${libraries.map(([folder]) => `"${folder}"`).join(', ')}]\n`)
  for (const [folder, name] of libraries) {
    write(
      `${folder}/Cargo.toml`,
      `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n`,
    )
    write(`${folder}/src/lib.rs`, 'pub fn one() -> u32 { 1 }\n')
  }
  return root
}

/** A folder with only these programs in it, for PATH. */
function pathWith(root: string, programs: readonly string[]): string {
  const folder = mkdtempSync(join(root, 'path-'))
  for (const program of programs) symlinkSync(process.execPath, join(folder, program))
  return folder
}

describe('the set-up, on this checkout', () => {
  test('says on stderr what is missing and exits with 1, or says nothing and exits with 0', async () => {
    const { exitCode, stdout, stderr, tookMs } = await runSetup(join(infra, '..'), ['--check'], {
      CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR,
    })
    expect(stdout).toBe('')
    if (exitCode === 0) expect(stderr).toBe('')
    else {
      expect(exitCode).toBe(1)
      expect(stderr).toMatch(/^(setup: .+\n)+$/)
      expect(stderr).toContain('npm run setup')
    }
    process.stderr.write(`set-up --check: ${tookMs.toFixed(0)} ms\n`)
  })
})

describe('the set-up, on a checkout in miniature', () => {
  let root: string
  const place = (index: 0 | 1) => join(root, libraries[index][0], libraries[index][2])

  beforeAll(() => {
    root = miniature()
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test('refuses arguments it does not know', async () => {
    expect(await runSetup(root, ['--force'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("unknown argument '--force'"),
    })
  })

  test('names what only the user can install, all at once, before it begins', async () => {
    const env = { PATH: pathWith(root, []), CARGO_HOME: join(root, 'no-cargo'), RINGSIDE_REDIS_URL: undefined }
    rmSync(join(root, 'node_modules/.bin/node'))
    const { exitCode, stdout, stderr } = await runSetup(root, [], env)
    symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'))
    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    for (const remedy of [
      /cargo and rustc are not on PATH; install Rust 1\.88/,
      /C compiler.*apt-get install gcc/,
      /npm is not on PATH/,
      /apt-get install redis-server/,
    ]) {
      expect(stderr).toMatch(remedy)
    }
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test('builds the native parts and puts them where Node loads them from', async () => {
    const { exitCode, stdout, stderr } = await runSetup(root)
    expect(stderr).toMatch(/native parts \(cargo build\): done after [\d.]+ s/)
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    for (const index of [0, 1] as const) expect(readFileSync(place(index)).subarray(1, 4).toString()).toBe('ELF')
  })

  test('does nothing, and says nothing, the second time', async () => {
    const before = statSync(place(0)).ino
    const { tookMs, ...ended } = await runSetup(root)
    expect(ended).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    expect(statSync(place(0)).ino).toBe(before)
    expect(await runSetup(root, ['--check'])).toMatchObject({ exitCode: 0, stderr: '' })
    process.stderr.write(`set-up with nothing missing: ${tookMs.toFixed(0)} ms\n`)
  })

  test('builds again when a source has changed, and replaces the file instead of overwriting it', async () => {
    const before = statSync(place(0)).ino
    writeFileSync(join(root, 'agent/native/binding/src/lib.rs'), '#[unsafe(no_mangle)]\npub extern "C" fn two() -> u32 { 2 }\n')
    expect(await runSetup(root, ['--check'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('not from these sources'),
    })
    expect((await runSetup(root)).exitCode).toBe(0)
    expect(readFileSync(place(0)).includes('two')).toBe(true)
    expect(statSync(place(0)).ino).not.toBe(before)
  })

  test('builds the web UI, again when a source has changed, and on the Node of the project', async () => {
    const page = join(root, 'dashboards/web/dist/index.html')
    expect(readFileSync(page, 'utf8')).toBe('build --config dashboards/web/vite.config.ts')
    expect((await runSetup(root, ['--check'])).exitCode).toBe(0)
    writeFileSync(join(root, 'dashboards/web/src/main.tsx'), '// changed')
    expect((await runSetup(root, ['--check'])).stderr).toContain('web UI and report are not built, or not from these sources')
    expect((await runSetup(root)).stderr).toMatch(/web UI and report \(vite build\): done/)
    rmSync(page)
    expect((await runSetup(root, ['--check'])).exitCode).toBe(1)
    expect((await runSetup(root)).exitCode).toBe(0)
  })

  test('builds again when what it built was removed', async () => {
    rmSync(place(1))
    expect((await runSetup(root)).exitCode).toBe(0)
    expect(statSync(place(1)).size).toBeGreaterThan(0)
  })

  test('shows the compiler error and no stack trace when the sources do not compile, and keeps what was built', async () => {
    const source = join(root, 'controller/native/src/lib.rs')
    const good = readFileSync(source)
    const before = statSync(place(1)).ino
    writeFileSync(source, 'pub fn one() -> u32 { missing_name }\n')
    const { exitCode, stderr } = await runSetup(root)
    writeFileSync(source, good)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/cargo build .* failed with exit code 101/)
    expect(stderr).toContain('missing_name')
    expect(stderr).toContain('npm run setup')
    expect(stderr).not.toMatch(/^\s+at .*\.mjs/m)
    expect(statSync(place(1)).ino).toBe(before)
  })

  test('lets one of two work when two are started at once', async () => {
    const now = new Date()
    utimesSync(join(root, 'agent/native/binding/src/lib.rs'), now, now)
    const both = await Promise.all([runSetup(root), runSetup(root)])
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(both.filter(({ stderr }) => stderr.includes('done after'))).toHaveLength(1)
  })

  test('takes over the lock of a set-up that was killed', async () => {
    rmSync(place(0))
    writeFileSync(join(root, 'target/setup.lock'), '4194304 gone')
    expect(await runSetup(root)).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('waiting') })
  })

  test('finds packages that are not those of the lockfile', async () => {
    const lockfile = join(root, 'package-lock.json')
    const good = readFileSync(lockfile)
    writeFileSync(lockfile, JSON.stringify({ packages: { 'node_modules/a': { version: '2.0.0' } } }))
    expect(await runSetup(root, ['--check'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('package-lock.json') })
    writeFileSync(lockfile, good)
  })
})
