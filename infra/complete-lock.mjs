#!/usr/bin/env node
/**
 * Completes package-lock.json after a change of dependencies. A registry mirror that serves the binaries of one platform only
 * makes npm leave the others' optional packages out of the lock, and `npm ci` then refuses the lock everywhere. This adds
 * them: exact versions come from the packages that name them, the platform from their names (Node's own words for it).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const systems = ['android', 'darwin', 'freebsd', 'linux', 'win32']
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'wasm32', 'arm']

/** The lock entry of a platform's package, as npm would write it without having seen the package. */
function platformEntry(name, version, parent) {
  const words = name.split('/').at(-1).split(/[-_]/)
  const cpu = processors.find((processor) => words.includes(processor))
  const os = systems.find((system) => words.includes(system))
  return {
    version: version.replace(/^[~^]/, ''),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(parent.dev ? { dev: true } : {}),
    ...(os === 'linux' ? { libc: [words.includes('musl') ? 'musl' : 'glibc'] } : {}),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  }
}

const lock = JSON.parse(readFileSync(file, 'utf8'))
const { '': root, ...packages } = lock.packages
let added = 0
for (const [place, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const hoisted = `node_modules/${name}`
    if (!place.includes('node_modules/') || packages[hoisted] !== undefined || packages[`${place}/${hoisted}`] !== undefined)
      continue
    packages[hoisted] = platformEntry(name, version, entry)
    added += 1
  }
}
const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: { '': root, ...sorted } }, null, 2)}\n`)
process.stderr.write(`package-lock.json: ${added} packages of other platforms added\n`)
