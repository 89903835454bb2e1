import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'

const infra = fileURLToPath(new URL('..', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'ringside-collector-'))
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Builds in a checkout of its own, with a PATH on which at most a `go` of this version is. */
function build(goVersion?: string) {
  for (const part of ['collector', 'setup']) cpSync(join(infra, part), join(root, 'infra', part), { recursive: true })
  const bin = join(root, 'bin')
  mkdirSync(bin, { recursive: true })
  if (goVersion !== undefined) writeFileSync(join(bin, 'go'), `#!/bin/sh\necho ${goVersion}\n`, { mode: 0o755 })
  const env = { PATH: bin, CARGO_HOME: root }
  return spawnSync(process.execPath, [join(root, 'infra/collector/collector.mjs'), '--build'], { env, encoding: 'utf8' })
}

describe('building the Collector', () => {
  test('without Go fails and says which Go to install', () => {
    const { status, stderr } = build()
    expect(status).toBe(1)
    expect(stderr).toMatch(/^collector: go is not on PATH.*install Go 1\.26 or newer/)
  })

  test('with a Go that is too old fails and says which one is there', () => {
    const { status, stderr } = build('go1.19.8')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^collector: .*\/bin\/go is go1\.19\.8; install Go 1\.26 or newer/)
  })
})

test("go.mod pins every component of the Collector's manifest, at the same version", () => {
  const read = (name: string) => readFileSync(join(infra, 'collector', name), 'utf8')
  const components = [...read('builder.yaml').matchAll(/gomod: (\S+ v\S+)$/gm)].map(([, component]) => component)
  expect(components.length).toBeGreaterThan(5)
  const required = [...read('go.mod').matchAll(/^\t(\S+ v\S+)$/gm)].map(([, module]) => module)
  expect(required).toEqual(expect.arrayContaining(components))
})
