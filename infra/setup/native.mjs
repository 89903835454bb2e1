/** The native parts: built by cargo, then put where Node loads them from. */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { rustProblems, toolPath } from './platform.mjs'
import { runCommand } from './run-command.mjs'

const sources = [
  'Cargo.toml',
  'Cargo.lock',
  '.cargo',
  'rust-toolchain.toml',
  'agent/native',
  'contract/otlp',
  'controller/native',
]
const libraries = [
  { crate: 'ringside-agent-binding', built: 'libringside_agent_binding.so', place: 'agent/native/binding/index.node' },
  { crate: 'ringside-controller-binding', built: 'libringside_controller_binding.so', place: 'controller/native/index.node' },
]

export function nativeStep(root) {
  const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target')
  const marker = join(target, 'ringside-setup.json')
  return {
    title: 'native parts (cargo build)',
    missing: () =>
      readMarker(marker) === fingerprint(root) ? undefined : 'the native parts are not built, or not from these sources',
    problems: rustProblems,
    install: async (note) => {
      const args = ['build', '--release', ...libraries.flatMap(({ crate }) => ['-p', crate])]
      const env = { PATH: toolPath(), CARGO_TERM_COLOR: 'never' }
      // Taken before the build: a file that changes while it runs is found changed the next time.
      const inputs = sourceFiles(root)
      const remedy = 'if the sources are unchanged: is the crates registry reachable? then try again: npm run setup'
      const failure = await runCommand({ command: 'cargo', args, cwd: root, env, remedy }, note)
      if (failure !== undefined) return failure
      for (const { built, place } of libraries) replaceFile(join(target, 'release', built), join(root, place))
      mkdirSync(target, { recursive: true })
      // Cargo writes Cargo.lock when there is none, which is no change of the sources.
      const lock = sourceFiles(root).filter((line) => line.startsWith('Cargo.lock '))
      const built = [...inputs.filter((line) => !line.startsWith('Cargo.lock ')), ...lock].sort()
      writeFileSync(marker, JSON.stringify({ fingerprint: digest([...built, ...libraryFiles(root)]) }))
      return undefined
    },
  }
}

/** Name, size and time of change of everything that is compiled and of what came of it. */
export function fingerprint(root) {
  return digest([...sourceFiles(root), ...libraryFiles(root)])
}

const sourceFiles = (root) => sources.flatMap((path) => describe(root, join(root, path))).sort()
const libraryFiles = (root) => libraries.flatMap(({ place }) => describe(root, join(root, place), true))
const digest = (lines) => createHash('sha256').update(lines.join('\n')).digest('hex')

/** One line per file below `path`; nothing for what does not exist or is not a source. */
function describe(root, path, always = false) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return []
  if (stat.isDirectory()) return readdirSync(path).flatMap((name) => (isIgnored(name) ? [] : describe(root, join(path, name))))
  return always || !isIgnored(path) ? [`${relative(root, path)} ${stat.size} ${stat.mtimeMs}`] : []
}

/** Built files, and those that cargo does not read. */
const isIgnored = (name) =>
  ['node_modules', 'target', 'fuzz', 'tests', 'benches'].includes(name) || /\.(node|tmp|ts|js|mjs|md)$/.test(name)

/** Processes that have the old file loaded keep it: the new one takes its name, not its place on disk. */
function replaceFile(from, to) {
  const temporary = `${to}.${process.pid}.tmp`
  mkdirSync(dirname(to), { recursive: true })
  try {
    copyFileSync(from, temporary)
    renameSync(temporary, to)
  } finally {
    rmSync(temporary, { force: true })
  }
}

function readMarker(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).fingerprint
  } catch {
    return undefined
  }
}
