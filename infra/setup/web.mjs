/** The built-in UI, built by Vite into files that the controller serves, and the HTML report, built into a module that the command loads. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runCommand } from './run-command.mjs'

/** `dist` included: what came of it. */
const sources = [
  // The editor begins with it.
  'bench/suites/demo.yaml',
  'contract/src',
  'package-lock.json',
  ...['plots', 'report', 'views', 'web', 'words'].map((folder) => `dashboards/${folder}`),
]

export function webStep(root) {
  const marker = join(root, 'target/web.json')
  const missing = () =>
    read(marker) === fingerprint(root) ? undefined : 'web UI and report are not built, or not from these sources'
  return {
    title: 'web UI and report (vite build)',
    // Vite is one of them.
    after: 'packages (npm ci)',
    missing,
    problems: () => [],
    install: async (note) => {
      const remedy = 'see what vite says above, then try again: npm run setup'
      for (const part of ['web', 'report']) {
        const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', `dashboards/${part}/vite.config.ts`]
        const failure = await runCommand(
          { command: join(root, 'node_modules/.bin/node'), args, cwd: root, env: {}, remedy },
          note,
        )
        if (failure !== undefined) return failure
      }
      mkdirSync(join(root, 'target'), { recursive: true })
      writeFileSync(marker, fingerprint(root))
      return undefined
    },
  }
}

/** Name, size and time of change of everything that goes in and what came of it. */
function fingerprint(root) {
  const lines = sources.flatMap((path) => describe(root, join(root, path))).sort()
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

function describe(root, path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return []
  if (stat.isDirectory())
    return readdirSync(path).flatMap((name) =>
      name === 'node_modules' || /\.test\.tsx?$/.test(name) ? [] : describe(root, join(path, name)),
    )
  return [`${relative(root, path)} ${stat.size} ${stat.mtimeMs}`]
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
