#!/usr/bin/env node
/**
 * Generates what is generated and committed: the type declarations of the native bindings, by @napi-rs/cli.
 * `--check` changes nothing and fails if a committed file is out of date.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bindings = [
  { folder: 'agent/native/binding', workspace: 'agent' },
  { folder: 'controller/native', workspace: 'controller' },
]

function declarations({ folder, workspace }) {
  const out = mkdtempSync(join(tmpdir(), 'ringside-generated-'))
  try {
    const arguments_ = ['build', '--release', '--no-js', '--dts', 'index.d.ts', '--output-dir', out]
    arguments_.push('--manifest-path', 'Cargo.toml', '--package-json-path', join(root, workspace, 'package.json'))
    execFileSync(join(root, 'node_modules/.bin/napi'), arguments_, {
      cwd: join(root, folder),
      env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return readFileSync(join(out, 'index.d.ts'), 'utf8')
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

const check = process.argv.includes('--check')
for (const binding of bindings) {
  const file = join(binding.folder, 'index.d.ts')
  const fresh = declarations(binding)
  if (!check) {
    writeFileSync(join(root, file), fresh)
  } else if (fresh !== readFileSync(join(root, file), 'utf8')) {
    process.stderr.write(`${file} is out of date: run npm run generate and commit the change\n`)
    process.exitCode = 1
  }
}
