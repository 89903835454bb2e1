/**
 * The packages from npm. npm writes down what it installed at the very end (node_modules/.package-lock.json), so that
 * record and package-lock.json tell whether the installation is complete and the one asked for.
 */
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { npmProblems, toolPath } from './platform.mjs'
import { runCommand } from './run-command.mjs'

/** Made by packages whose failure npm forgives, so that its record does not tell. */
const neededPrograms = ['node', 'ringside']

export function packagesStep(root) {
  const missing = () =>
    packagesAreInstalled(root) ? undefined : 'packages from npm are missing or not those of package-lock.json'
  return {
    title: 'packages (npm ci)',
    missing,
    problems: npmProblems,
    install: async (note) => {
      // npm replaces node_modules, so it must not run on the Node that lives there.
      const own = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith(join(root, 'node_modules')))
      const env = { PATH: toolPath(own) }
      const remedy = 'is the npm registry reachable, and does package-lock.json fit package.json? then try again: npm run setup'
      const failure = await runCommand({ command: 'npm', args: ['ci', '--no-audit', '--no-fund'], cwd: root, env, remedy }, note)
      if (failure !== undefined || missing() === undefined) return failure
      const absent = neededPrograms.filter((name) => !existsSync(join(root, 'node_modules/.bin', name)))
      return `npm ci went well and yet node_modules lacks ${absent.join(', ') || 'some packages'}; try again without --ignore-scripts or --omit`
    },
  }
}

/** Whether node_modules holds what package-lock.json asks for. */
export function packagesAreInstalled(root) {
  if (!neededPrograms.every((name) => existsSync(join(root, 'node_modules/.bin', name)))) return false
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'))
  return installed !== undefined && sameInstallation(readPackages(join(root, 'package-lock.json')) ?? {}, installed)
}

/**
 * Whether two lockfiles' `packages` mean the same files in node_modules. The workspaces' own entries do not count but
 * for the programs they offer: what a workspace newly depends on has an entry of its own unless it was there already.
 * Optional packages may be absent, those for other machines always are.
 */
export function sameInstallation(wanted, installed) {
  const same = (path) => identity(path, wanted[path]) === identity(path, installed[path])
  const expected = Object.keys(wanted).filter((path) => path !== '' && (installed[path] !== undefined || !wanted[path].optional))
  return expected.every(same) && Object.keys(installed).every((path) => wanted[path] !== undefined)
}

function identity(path, entry) {
  if (entry === undefined) return ''
  const isWorkspace = !/(^|\/)node_modules\//.test(path)
  return JSON.stringify(
    isWorkspace ? [entry.name, entry.bin] : [entry.version, entry.integrity, entry.resolved, entry.link, entry.bin],
  )
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined
  }
}
